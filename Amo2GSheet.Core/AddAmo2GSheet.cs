using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Core.Sync.CatchUp;
using Amo2GSheet.Core.Sync.Holds;
using Amo2GSheet.Core.Sync.Verify;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core;

/// <summary>Puts the service together.</summary>
public static class Amo2GSheetRegistration
{
    /// <summary>
    /// Adds everything but the sheet: <see cref="IOrderSheet"/> is the caller's to add. Settings are flat names as in
    /// <c>local.settings.sample.json</c>; a missing or wrong one stops the start with a message that names it.
    /// </summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="configuration">The settings, with those that <see cref="EnvironmentSwitch"/> promotes.</param>
    public static IServiceCollection AddAmo2GSheet(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<EnvironmentOptions, EnvironmentOptionsValidator>(configuration);
        services.AddSettings<PipelineOptions, PipelineOptionsValidator>(configuration);
        services.AddSettings<DisplayOptions, DisplayOptionsValidator>(configuration);
        services.AddSettings<MonthTabsOptions, MonthTabsOptionsValidator>(configuration);
        services.AddSettings<SyncOptions, SyncOptionsValidator>(configuration);
        services.AddAmoCrm(configuration);
        services.AddAzureTables(configuration);
        services.AddCatchUp(configuration);
        services.AddHolds(configuration);
        services.AddVerify(configuration);
        services.AddKpi(configuration);
        return services.AddSync();
    }

    /// <summary>Adds inbox, planner and pass over whatever stores, amoCRM and sheet are registered.</summary>
    internal static IServiceCollection AddSync(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
            new DedupWindow(TimeSpan.FromSeconds(provider.GetRequiredService<IOptions<SyncOptions>>().Value.WebhookDedupTtlSec)));
        services.AddSingleton<Inbox>();
        services.AddSingleton<PassSignal>();
        services.AddSingleton<PassStatus>();
        services.AddSingleton<MonthTurn>();
        services.AddSingleton<PipelineBooks>();
        services.AddSingleton<SheetAgreement>();
        services.AddSingleton(provider => new SheetAdoption(
            provider.GetRequiredService<IOrderSheet>(),
            provider.GetRequiredService<MonthTurn>(),
            provider.GetRequiredService<IBaseStore>(),
            provider.GetRequiredService<ILeaseStore>(),
            provider.GetRequiredService<SheetAgreement>(),
            provider.GetRequiredService<PassSignal>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PassGather>();
        services.AddSingleton<RowWriter>();
        services.AddSingleton<PlanApplier>();
        services.AddSingleton<UnreadableIdNotes>();
        services.AddSingleton<AccountStatus>();
        services.AddSingleton<AccountWatch>();
        services.AddSingleton<SyncPass>();
        services.AddSingleton<LeadTimeline>();
        services.AddSingleton<AccountInspection>();
        services.AddSingleton<RedeemedLogIns>();
        services.AddSingleton<LogInLimiter>();
        services.AddSingleton<LogInStates>();
        services.AddSingleton(provider => new LogInByLink(
            provider.GetRequiredService<LogInStates>(),
            provider.GetRequiredService<RedeemedLogIns>(),
            provider.GetRequiredService<LogInLimiter>(),
            provider.GetRequiredService<IAmoLogIn>(),
            provider.GetRequiredService<PassSignal>(),
            provider.GetRequiredService<IOptions<AmoCrmOptions>>(),
            provider.GetRequiredService<ILogger<LogInByLink>>()));
        services.AddSingleton(provider => new HealthReporter(
            provider.GetRequiredService<PassStatus>(),
            provider.GetRequiredService<AmoHealth>(),
            provider.GetRequiredService<AccountStatus>(),
            Consent.LogInLink(provider.GetRequiredService<IOptions<AmoCrmOptions>>().Value),
            provider.GetRequiredService<CatchUpStatus>(),
            provider.GetRequiredService<WebhookStatus>(),
            () => provider.GetRequiredService<HoldBook>().Holds,
            provider.GetRequiredService<VerifyStatus>(),
            () => provider.GetRequiredService<KpiStatus>().Health,
            () => provider.GetRequiredService<StorageCalls>().Total,
            () => provider.GetRequiredService<StorageCalls>().IsDown ? StorageOutage.Sentence : null,
            () => provider.GetRequiredService<StorageCalls>().LostTables,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new PassRunner(
            provider.GetRequiredService<SyncPass>(),
            provider.GetRequiredService<ILeaseStore>(),
            provider.GetRequiredService<WriteFence>(),
            provider.GetRequiredService<PassSignal>(),
            provider.GetRequiredService<PassStatus>(),
            provider.GetRequiredService<IOptions<SyncOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PassRunner>>()));
        return services.AddHostedService(provider => provider.GetRequiredService<PassRunner>());
    }
}
