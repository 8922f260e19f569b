using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.SelfHost;
using Amo2GSheet.Simulation.Sandbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Benchmarks.World;

/// <summary>
/// Tables (a SQLite file unless AMO2GSHEET_TABLES names another place, such as <c>azurite</c>), both simulators with their limits on, and the
/// service on SelfHost in this process, so that passes can be requested one by one and storage requests counted. Settings are the documented defaults. New for every scenario: Google's quota of one is not
/// used up by another.
/// </summary>
internal sealed class BenchWorld : IAsyncDisposable
{
    public const string Trigger = "ЗАКАЗ БЕЗ НУМЕРАЦИИ";

    private const string Never = "0 0 0 1 1 *";
    private const string Key = "a-function-key-for-benchmarks";
    private static readonly int IdColumn = DemoSpreadsheet.Header.ToList().IndexOf("ID");

    private readonly SandboxTables _tables;
    private readonly Troubles _troubles = new();
    private RunningSelfHost? _service;

    private BenchWorld(SandboxTables tables, AmoCrmSimulator amo, GoogleSheetsSimulator sheets, AmoCrmSimulatorOptions options)
    {
        (_tables, Amo, Sheets) = (tables, amo, sheets);
        Settings = new()
        {
            ["AMO_SUBDOMAIN"] = options.Subdomain,
            ["AMO_CLIENT_ID"] = options.ClientId,
            ["AMO_CLIENT_SECRET"] = options.ClientSecret,
            ["AMO_REDIRECT_URI"] = options.RedirectUri,
            ["AMO_BASE_URL"] = amo.BaseUri.OriginalString.TrimEnd('/'),
            [TableConnection.OwnSetting] = tables.Setting,
            [TableConnection.PrefixSetting] = tables.Prefix,
            ["GOOGLE_SHEET_ID"] = DemoSpreadsheet.Id,
            ["GOOGLE_WORKSHEET_NAME"] = DemoSpreadsheet.OrderTab,
            ["GOOGLE_STAFF_SHEET_NAME"] = DemoSpreadsheet.StaffTab,
            ["GOOGLE_SERVICE_ACCOUNT_JSON"] = sheets.CreateServiceAccountKey(DemoSpreadsheet.ServiceAccount),
            ["GOOGLE_SHEETS_BASE_URL"] = sheets.BaseUri.OriginalString,
            ["TRIGGER_STATUS_NAME"] = Trigger,
            ["PIPELINE_KEYWORD"] = "sotuv",
            ["SYNC_POLL_SCHEDULE"] = Never,
            ["CATCH_UP_SECONDS"] = "0",
            // What moves many at once is measured as it goes once a person has approved it.
            ["BRAKE_MAX_MOVES"] = "1000000",
            ["BRAKE_MAX_PERCENT"] = "100",
            ["BRAKE_WINDOW_MAX_MOVES"] = "1000000",
            ["BRAKE_WINDOW_MAX_PERCENT"] = "100",
            ["VERIFY_AT"] = "off",
            ["FUNCTION_KEY"] = Key,
            ["PORT"] = "0",
        };
    }

    public AmoCrmSimulator Amo { get; }

    public GoogleSheetsSimulator Sheets { get; }

    public Dictionary<string, string?> Settings { get; }

    public IReadOnlyCollection<string> Warnings => _troubles.Warnings;

    public IServiceProvider Services => (_service ?? throw new InvalidOperationException("The service was not started.")).Services;

    /// <summary>Where amoCRM sends its webhooks, key included.</summary>
    public Uri WebhookUrl => new(_service!.Address, $"webhook/amocrm?code={Key}");

    public Calls Calls => new(
        Amo.Counters.Count("GET /api/v4/leads"),
        Amo.Counters.Count("GET /api/v4/contacts"),
        Amo.Counters.Count("PATCH /api/v4/leads"),
        Amo.Counters.Total,
        Sheets.Counters.Reads,
        Sheets.Counters.Writes,
        Services.GetRequiredService<StorageCalls>().Total);

    /// <summary>Everything but the service, which takes <see cref="Settings"/>.</summary>
    public static async Task<BenchWorld> StartPartsAsync(CancellationToken cancellationToken)
    {
        var tables = await SandboxTables.StartAsync(Environment.GetEnvironmentVariable(TableConnection.OwnSetting), _ => { }, cancellationToken);
        var options = new AmoCrmSimulatorOptions { Subdomain = "bench" };
        var amo = await AmoCrmSimulator.StartAsync(options, cancellationToken);
        var sheets = await GoogleSheetsSimulator.StartAsync(new GoogleSheetsSimulatorOptions(), cancellationToken);
        return new BenchWorld(tables, amo, sheets, options);
    }

    /// <summary>All of it, logged in, every cache of the service filled by a first lead's pass.</summary>
    /// <param name="asInProduction">Webhooks nudge passes, and the timer polls every ten seconds. Otherwise passes run only when asked for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<BenchWorld> StartAsync(bool asInProduction, CancellationToken cancellationToken)
    {
        var world = await StartPartsAsync(cancellationToken);
        if (asInProduction)
            world.Settings["SYNC_POLL_SCHEDULE"] = "*/10 * * * * *";
        await world.StartServiceAsync(nudges: asInProduction);
        await world.Services.GetRequiredService<IAmoLogIn>().ExchangeCodeAsync(world.Amo.World.MakeCode(), cancellationToken);
        var first = world.AddLeads(1);
        await world.RingAsync(first, cancellationToken);
        await world.PassAsync(cancellationToken);
        return world.HasRow(first[0]) ? world : throw new InvalidOperationException($"The first lead got no row. {string.Join(' ', world._troubles.Warnings)}");
    }

    /// <summary>Runs passes until nothing waits.</summary>
    public Task<PassOutcome> PassAsync(CancellationToken cancellationToken) =>
        Services.GetRequiredService<PassRunner>().RunAsync(cancellationToken);

    public bool HasRow(long lead) => Ids().Contains($"{lead}");

    public int CountRows() => Ids().Count();

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();
        await Amo.DisposeAsync();
        await Sheets.DisposeAsync();
        await _tables.DisposeAsync();
        if (_troubles.Errors.FirstOrDefault() is { } error)
            throw new InvalidOperationException($"The service logged {_troubles.Errors.Count} errors, so its figures say nothing. {error}");
    }

    /// <summary>Takes the part of the runner out that answers nudges.</summary>
    public static void WithoutNudges(IServiceCollection services) => services.Remove(services.Single(
        service => service.ImplementationFactory is Func<IServiceProvider, PassRunner> && service.ServiceType != typeof(PassRunner)));

    private async Task StartServiceAsync(bool nudges) => _service = await SelfHostApplication.StartAsync([], new SelfHostOptions
    {
        Environment = Settings,
        WorkingDirectory = AppContext.BaseDirectory,
        ConfigureServices = services =>
        {
            services.AddLogging(logging => logging.ClearProviders().AddProvider(_troubles));
            if (!nudges)
                WithoutNudges(services);
        },
    });

    private IEnumerable<string> Ids()
    {
        var tab = Sheets.World.Peek(DemoSpreadsheet.Id).TabByTitle(DemoSpreadsheet.OrderTab, ignoreCase: false)!;
        return Enumerable.Range(1, Math.Max(0, tab.UsedRows() - 1)).Select(row => $"{tab.ValueAt(row, IdColumn)}").Where(id => id.Length > 0);
    }
}
