using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Sync.CatchUp;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Simulation;
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
    /// <summary>What the classes bear that share it.</summary>
    public const string Collection = "The dashboard's page";

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
    /// <param name="seed">What the account begins with.</param>
    /// <param name="inMemory">The ledger is in memory: the emulator of tables takes its time with thousands of rows, which Azure does not.</param>
    internal static Task<ServiceWorld> StartAsync(Func<AmoSeed, DateTimeOffset, AmoSeed> seed, bool inMemory = false) => ServiceWorld.StartAsync(
        settings =>
        {
            settings["DISPLAY_TZ_OFFSET"] = "5";
            settings["DASHBOARD_ACCOUNTS_JSON"] = DashboardBed.Accounts("anna", "boss");
            settings["DASHBOARD_ADMINS"] = "boss";
        },
        clock: new ShiftedTime(DashboardSales.Now),
        services: services => _ = inMemory
            ? services.AddTables(TableService.InMemory(TimeProvider.System))
            : services,
        seed: seed);

    /// <summary>Reads history into the ledger.</summary>
    internal static async Task FillAsync(ServiceWorld world, DateOnly from, DateOnly to)
    {
        await world.Service.Services.GetRequiredService<KpiDesk>().OrderBackfillAsync(new KpiRange(from, to), default);
        await GoOnAsync(world);
    }

    /// <summary>Sweeps, and does what was ordered, as the service's timer would.</summary>
    internal static async Task GoOnAsync(ServiceWorld world) =>
        Assert.Equal(RunResult.Done, (await world.Service.Services.GetRequiredService<KpiRunner>().RunAsync(default)).Result);
}

/// <summary>One bed for all of them.</summary>
[CollectionDefinition(DashboardPageBed.Collection)]
public sealed class DashboardPageTogether : ICollectionFixture<DashboardPageBed>;
