using Amo2GSheet.Core.State;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync.CatchUp;

/// <summary>Registers the catch-up.</summary>
internal static class CatchUpRegistration
{
    /// <summary>Adds it and its settings over whatever stores and amoCRM are registered.</summary>
    public static IServiceCollection AddCatchUp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<CatchUpOptions, CatchUpOptionsValidator>(configuration);
        services.AddSingleton<CatchUpStatus>();
        services.AddSingleton<WebhookStatus>();
        services.AddSingleton<LeadNews>();
        services.AddSingleton<EventSweep>();
        services.AddSingleton<LeadSweep>();
        services.AddSingleton<FirstSync>();
        services.AddSingleton<WebhookWatch>();
        services.AddSingleton(provider => new CatchUpRunner(
            provider.GetRequiredService<EventSweep>(),
            provider.GetRequiredService<LeadSweep>(),
            provider.GetRequiredService<FirstSync>(),
            provider.GetRequiredService<WebhookWatch>(),
            provider.GetRequiredService<AccountWatch>(),
            provider.GetRequiredService<ILeaseStore>(),
            provider.GetRequiredService<CatchUpStatus>(),
            provider.GetRequiredService<IOptions<CatchUpOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<CatchUpRunner>>()));
        services.AddSingleton<CatchUpTrigger>();
        return services.AddHostedService(provider => provider.GetRequiredService<CatchUpTrigger>());
    }
}
