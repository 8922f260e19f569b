using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Sheets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync.Verify;

/// <summary>Registers the comparison of both sides.</summary>
internal static class VerifyRegistration
{
    /// <summary>Adds it and its settings over whatever stores, amoCRM and sheet are registered.</summary>
    public static IServiceCollection AddVerify(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<VerifyOptions, VerifyOptionsValidator>(configuration);
        services.AddSingleton<VerifyStatus>();
        services.AddSingleton<VerifyRecord>();
        services.AddSingleton<VerifyWorld>();
        services.AddSingleton<Explainer>();
        services.AddSingleton<RefusedWrites>();
        services.AddSingleton(provider => new Verifier(
            provider.GetRequiredService<VerifyWorld>(),
            provider.GetRequiredService<Explainer>(),
            provider.GetRequiredService<RefusedWrites>(),
            provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton(provider => new VerifyRunner(
            provider.GetRequiredService<Verifier>(),
            provider.GetRequiredService<VerifyRecord>(),
            provider.GetRequiredService<VerifyStatus>(),
            provider.GetRequiredService<IAmoCrm>(),
            provider.GetRequiredService<IOptions<VerifyOptions>>(),
            provider.GetRequiredService<IOptions<DisplayOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<VerifyRunner>>()));
    }
}
