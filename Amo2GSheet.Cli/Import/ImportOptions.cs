using Amo2GSheet.Core;
using Amo2GSheet.Core.AmoCrm;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Cli.Import;

/// <summary>How fast an import sends.</summary>
internal sealed class ImportOptions
{
    /// <summary><c>IMPORT_BATCH_SIZE</c>: leads to a call.</summary>
    [ConfigurationKeyName("IMPORT_BATCH_SIZE")]
    [SettingRange(1, NewLead.MostAtOnce, "IMPORT_BATCH_SIZE must be from 1 to 50, the most that amoCRM takes in one call.")]
    public int BatchSize { get; set; } = NewLead.MostAtOnce;

    /// <summary><c>IMPORT_DELAY_SEC</c>: seconds between two calls, beside the gap of <c>AMO_REQUEST_DELAY_SEC</c>.</summary>
    [ConfigurationKeyName("IMPORT_DELAY_SEC")]
    [SettingRange(0, 60, "IMPORT_DELAY_SEC must be from 0 to 60 seconds.")]
    public double DelaySeconds { get; set; } = 0.5;
}

/// <summary>Checks <see cref="ImportOptions"/> before the command begins.</summary>
[OptionsValidator]
internal sealed partial class ImportOptionsValidator : IValidateOptions<ImportOptions>;

/// <summary>Registers the import.</summary>
internal static class ImportRegistration
{
    /// <summary>Adds <see cref="ImportOptions"/>.</summary>
    public static IServiceCollection AddImport(this IServiceCollection services, IConfiguration configuration)
    {
        return services.AddSettings<ImportOptions, ImportOptionsValidator>(configuration);
    }
}
