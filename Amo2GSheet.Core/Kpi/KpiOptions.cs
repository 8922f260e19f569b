using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Kpi;

/// <summary>Settings of the ledger of credits.</summary>
public sealed class KpiOptions
{
    /// <summary><c>DUMKA_RECOVERY_DAYS</c>: an order counts again when the client had been thinking at most so many days before.</summary>
    [ConfigurationKeyName("DUMKA_RECOVERY_DAYS")]
    [SettingRange(0, 3_650, "DUMKA_RECOVERY_DAYS is not between 0 and 3650 days.")]
    public int DumkaRecoveryDays { get; set; } = 5;
}

/// <summary>Checks <see cref="KpiOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class KpiOptionsValidator : IValidateOptions<KpiOptions>;
