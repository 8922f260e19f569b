using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Tests.Dashboard;
using Amo2GSheet.Tests.Service;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Amo2GSheet.Tests.Browser;

/// <summary>
/// The service on the morning of 26.11.2026, with <see cref="DashboardSales"/> read from amoCRM's history into the ledger. Nothing that the
/// tests do changes it.
/// </summary>
public sealed class DashboardPageBed : IAsyncLifetime
{
    private ServiceWorld? _world;

    internal ServiceWorld World => _world ?? throw new InvalidOperationException("There is no service without a browser.");

    /// <summary>Opens an address as somebody who has not logged in.</summary>
    internal async Task<DashboardVisit> OpenAsync(string path = "/dashboard", BrowserNewContextOptions? options = null) =>
        new(await Visit.ToAsync(new Uri(World.Service.Address, path), options));

    /// <summary>Opens an address, logs in when asked to, and waits for the numbers.</summary>
    internal async Task<DashboardVisit> EnterAsync(string path = "/dashboard", BrowserNewContextOptions? options = null, string name = "anna")
    {
        var visit = await OpenAsync(path, options);
        await visit.LogInAsync(name, DashboardBed.Password);
        await visit.ReadyAsync();
        return visit;
    }

    public async Task InitializeAsync()
    {
        if (BrowserSkip.Reason is not null)
            return;
        _world = await StartAsync((seed, _) => DashboardSales.Seed(seed));
        _world.Do(DashboardSales.Names());
        await FillAsync(_world, new DateOnly(2026, 10, 1), new DateOnly(2026, 11, 26));
    }

    public async Task DisposeAsync()
    {
        if (_world is not null)
            await _world.DisposeAsync();
    }

    /// <summary>A service at that moment, with the accounts «anna» and, an administrator, «boss».</summary>
    internal static Task<ServiceWorld> StartAsync(Func<AmoSeed, DateTimeOffset, AmoSeed> seed, Action<IServiceCollection>? services = null) => ServiceWorld.StartAsync(
        settings =>
        {
            settings["DISPLAY_TZ_OFFSET"] = "5";
            settings["DASHBOARD_ACCOUNTS_JSON"] = DashboardBed.Accounts("anna", "boss");
            settings["DASHBOARD_ADMINS"] = "boss";
        },
        clock: new ShiftedTime(DashboardSales.Now),
        services: services,
        seed: seed);

    /// <summary>Reads history into the ledger, as the service's timer would.</summary>
    internal static async Task FillAsync(ServiceWorld world, DateOnly from, DateOnly to)
    {
        var services = world.Service.Services;
        await services.GetRequiredService<KpiDesk>().OrderBackfillAsync(new KpiRange(from, to), default);
        Assert.Equal(KpiResult.Done, (await services.GetRequiredService<KpiRunner>().RunAsync(default)).Result);
    }
}
