using Amo2GSheet.Core.Kpi.Board;
using Amo2GSheet.Core.Kpi.Intake;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync.CatchUp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Kpi;

/// <summary>Registers the ledger of credits.</summary>
internal static class KpiRegistration
{
    /// <summary>Adds it and its settings over whatever stores and amoCRM are registered.</summary>
    public static IServiceCollection AddKpi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<KpiOptions, KpiOptionsValidator>(configuration);
        services.AddSingleton<IKpiLedger>(provider => provider.GetRequiredService<IKpiStore>());
        services.AddSingleton<KpiStatus>();
        services.AddSingleton<KpiTurn>();
        services.AddSingleton<KpiRecorder>();
        services.AddSingleton<KpiWalk>();
        services.AddSingleton<KpiSweep>();
        services.AddSingleton<IntakeRecorder>();
        services.AddSingleton<IntakeSweep>();
        services.AddSingleton<KpiBackfill>();
        services.AddSingleton(provider => new KpiDesk(
            provider.GetRequiredService<IKpiStore>(),
            provider.GetRequiredService<KpiRecorder>(),
            provider.GetRequiredService<KpiBackfill>(),
            provider.GetRequiredService<KpiTurn>()));
        services.AddSingleton<StaffBook>();
        services.AddSingleton<BoardClock>();
        services.AddSingleton(provider => new KpiBoard(
            provider.GetRequiredService<IKpiLedger>(),
            provider.GetRequiredService<IIntakeStore>(),
            provider.GetRequiredService<StaffBook>(),
            provider.GetRequiredService<BoardClock>(),
            provider.GetRequiredService<ICursorStore>()));
        return services.AddSingleton(provider => new KpiRunner(
            provider.GetRequiredService<KpiTurn>(),
            provider.GetRequiredService<KpiSweep>(),
            provider.GetRequiredService<IntakeSweep>(),
            provider.GetRequiredService<KpiBackfill>(),
            provider.GetRequiredService<KpiStatus>(),
            provider.GetRequiredService<IOptions<CatchUpOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<KpiRunner>>()));
    }
}
