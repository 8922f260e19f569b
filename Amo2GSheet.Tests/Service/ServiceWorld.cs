using System.Net;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Core.Sync.CatchUp;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.SelfHost;
using Amo2GSheet.SelfHost.Timers;
using Amo2GSheet.Tests.Hardening.Log;
using Amo2GSheet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Tests.Service;

/// <summary>
/// The whole service on SelfHost, over HTTP, between both simulators, on a file of tables. Passes run only when a test asks for one, so that calls
/// can be counted. A logged error fails the test when the world ends.
/// </summary>
internal sealed class ServiceWorld : IAsyncDisposable
{
    public const string Key = "a-function-key-for-tests";
    public const string NewOrder = "ЗАКАЗ БЕЗ НУМЕРАЦИИ";

    private readonly Dictionary<string, string?> _settings;
    private readonly bool _nudges;
    private readonly TimeProvider _clock;
    private readonly Action<IServiceCollection>? _services;
    private readonly LogLines _log = new();
    private RunningSelfHost? _service;

    private ServiceWorld(
        AmoCrmSimulator amo, GoogleSheetsSimulator sheets, Dictionary<string, string?> settings, bool nudges, TimeProvider clock, Action<IServiceCollection>? services) =>
        (Amo, Sheets, _settings, _nudges, _clock, _services) = (amo, sheets, settings, nudges, clock, services);

    public AmoCrmSimulator Amo { get; }

    public GoogleSheetsSimulator Sheets { get; }

    public RunningSelfHost Service => _service ?? throw new InvalidOperationException("The service is down.");

    public HttpClient Http { get; } = new();

    /// <summary>The service's settings; a change holds from its next start on.</summary>
    public IDictionary<string, string?> Settings => _settings;

    public IReadOnlyList<string> Log => _log.All;

    /// <param name="settings">Changes the settings.</param>
    /// <param name="nudges">Webhooks make passes run by themselves.</param>
    /// <param name="loggedIn">Somebody has logged in.</param>
    /// <param name="clock">The clock of amoCRM and, unless it has its own, of the service.</param>
    /// <param name="time">The service's own clock.</param>
    /// <param name="services">Changes the service's parts.</param>
    /// <param name="seed">Changes what the account begins with; its moments are the clock's.</param>
    public static async Task<ServiceWorld> StartAsync(
        Action<Dictionary<string, string?>>? settings = null, bool nudges = false, bool loggedIn = true, TimeProvider? clock = null, TimeProvider? time = null,
        Action<IServiceCollection>? services = null, Func<AmoSeed, DateTimeOffset, AmoSeed>? seed = null)
    {
        clock ??= TimeProvider.System;
        var account = AzuriteFixture.UniqueAccount();
        var amo = await AmoCrmSimulator.StartAsync(
            new AmoCrmSimulatorOptions
            {
                Subdomain = account,
                TimeProvider = clock,
                Switches = new AmoSwitches { Limits = false },
                Seed = seed is null ? null : now => seed(DemoAccount.Make(now), now),
            },
            CancellationToken.None);
        var sheets = await GoogleSheetsSimulator.StartAsync(new GoogleSheetsSimulatorOptions { Limits = false }, CancellationToken.None);
        var options = new AmoCrmSimulatorOptions();
        Dictionary<string, string?> all = new()
        {
            ["AMO_SUBDOMAIN"] = account,
            ["AMO_CLIENT_ID"] = options.ClientId,
            ["AMO_CLIENT_SECRET"] = options.ClientSecret,
            ["AMO_REDIRECT_URI"] = options.RedirectUri,
            ["AMO_BASE_URL"] = amo.BaseUri.OriginalString.TrimEnd('/'),
            ["AMO2GSHEET_TABLES"] = TableFixture.NewSetting(),
            ["GOOGLE_SHEET_ID"] = DemoSpreadsheet.Id,
            ["GOOGLE_WORKSHEET_NAME"] = DemoSpreadsheet.OrderTab,
            ["GOOGLE_STAFF_SHEET_NAME"] = DemoSpreadsheet.StaffTab,
            ["GOOGLE_SERVICE_ACCOUNT_JSON"] = sheets.CreateServiceAccountKey(DemoSpreadsheet.ServiceAccount),
            ["GOOGLE_SHEETS_BASE_URL"] = sheets.BaseUri.OriginalString,
            ["TRIGGER_STATUS_NAME"] = NewOrder,
            ["PIPELINE_KEYWORD"] = "sotuv",
            ["SYNC_POLL_SCHEDULE"] = "0 0 0 1 1 *",
            ["CATCH_UP_SECONDS"] = "0",
            ["VERIFY_AT"] = "off",
            ["SYNC_MIN_SPACING_SEC"] = "0.1",
            ["FUNCTION_KEY"] = Key,
            ["PORT"] = "0",
        };
        settings?.Invoke(all);
        var world = new ServiceWorld(amo, sheets, all, nudges, time ?? clock, services);
        await world.StartServiceAsync();
        if (loggedIn)
            Assert.Equal(HttpStatusCode.OK, (await world.LogInAsync()).StatusCode);
        return world;
    }

    public async Task StartServiceAsync() => _service = await StartWorkerAsync();

    /// <summary>One more worker on the same storage, spreadsheet and account; the caller stops it.</summary>
    public Task<RunningSelfHost> StartWorkerAsync()
    {
        SuiteLog.LearnSettings(_settings);
        return SelfHostApplication.StartAsync([], Options());
    }

    private SelfHostOptions Options() => new()
    {
        Environment = _settings,
        ConfigureServices = services =>
        {
            services.AddSingleton(_clock);
            services.AddNoPace();
            services.AddLogging(logging => logging.ClearProviders().AddProvider(_log).AddProvider(SuiteLog.Provider));
            // Timers tick by the real seconds: one would now and then do a test's work before the test does.
            services.Remove(services.Single(service => service.ImplementationType == typeof(TimerScheduler)));
            if (!_nudges)
                services.Remove(services.Single(service => service.ImplementationFactory is Func<IServiceProvider, PassRunner> && service.ServiceType != typeof(PassRunner)));
            _services?.Invoke(services);
        },
    };

    public async Task StopServiceAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();
        _service = null;
    }

    public async Task<HttpResponseMessage> LogInAsync() =>
        await PostAsync("oauth/exchange", new StringContent($$"""{"code":"{{Amo.World.MakeCode()}}"}"""));

    public Task<HttpResponseMessage> PostAsync(string path, HttpContent body, string key = Key) =>
        Http.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(Service.Address, path)) { Content = body, Headers = { { "x-functions-key", key } } });

    /// <summary>Posts a status webhook as amoCRM would, for leads as they stand now.</summary>
    public async Task<string> BellAsync(params IEnumerable<long> leads)
    {
        using var answer = await PostAsync("webhook/amocrm", new FormUrlEncodedContent(leads.SelectMany((id, index) => Form(id, index))));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    public async Task<PassOutcome> PassAsync() => await Service.Services.GetRequiredService<PassRunner>().RunAsync(CancellationToken.None);

    /// <summary>Runs the catch-up as its timer would; it never runs by itself.</summary>
    public async Task<CatchUpOutcome> CatchUpAsync() => await Service.Services.GetRequiredService<CatchUpRunner>().RunAsync(CancellationToken.None);

    /// <summary>Moves a lead by stage name in its own pipeline, rings and runs a pass.</summary>
    public async Task MoveAndSyncAsync(long lead, string stage)
    {
        Move(lead, stage);
        await BellAsync(lead);
        await PassDoneAsync();
    }

    /// <summary>Moves leads of «Sotuv 1» to the trigger stage; afterwards each has its row.</summary>
    public async Task NewOrdersAsync(params IReadOnlyList<long> leads)
    {
        foreach (var lead in leads)
            Move(lead, NewOrder);
        await BellAsync(leads);
        await PassDoneAsync();
    }

    public async Task PassDoneAsync() => Assert.Equal(PassResult.Done, (await PassAsync()).Result);

    public void Move(long lead, string stage)
    {
        var card = Card(lead);
        var pipeline = Amo.World.Seed.Pipelines.Single(pipeline => pipeline.Id == card.PipelineId);
        Amo.World.MoveLead(lead, pipeline.Stages.Single(candidate => candidate.Name == stage).Id, pipeline.Id);
    }

    /// <summary>Leads of a demo pipeline, the first ones made.</summary>
    public IReadOnlyList<long> LeadsOf(long pipeline) => [.. Amo.World.Leads().Where(lead => lead.PipelineId == pipeline).Select(lead => lead.Id)];

    public long FirstLead => LeadsOf(DemoAccount.Sotuv1)[0];

    public AmoEntity Card(long lead) => Amo.World.Find(EntityKind.Lead, lead) ?? throw new InvalidOperationException($"No lead {lead}.");

    public string StageOf(long lead)
    {
        var card = Card(lead);
        return Amo.World.Seed.Pipelines.Single(pipeline => pipeline.Id == card.PipelineId).Stages.Single(stage => stage.Id == card.StatusId).Name;
    }

    public string? FieldOf(long lead, string name)
    {
        var field = Amo.World.Seed.Fields.Single(field => field.Kind == EntityKind.Lead && field.Name == name);
        return Card(lead).Fields.TryGetValue(field.Id, out var values) ? values[0].Text : null;
    }

    public SeenTab Tab(string title = DemoSpreadsheet.OrderTab) => Sheets.World.See(DemoSpreadsheet.Id, title);

    public IReadOnlyList<SeenRow> RowsOf(long lead) =>
        [.. Tab().Rows.Where(row => row.Values.GetValueOrDefault("ID") == $"{lead}")];

    public SeenRow RowOf(long lead) => Assert.Single(RowsOf(lead));

    public string Cell(long lead, string column) => RowOf(lead).Values.GetValueOrDefault(column) ?? "";

    public void Type(long lead, string column, string text) => Do(new PersonEdit { Do = "type", Find = Id(lead), Column = column, Text = text, Pasted = true });

    public void Do(params IEnumerable<PersonEdit> edits) => Sheets.World.Do(DemoSpreadsheet.Id, edits);

    public static Dictionary<string, string> Id(long lead) => new() { ["ID"] = $"{lead}" };

    public async Task<IReadOnlyList<JournalEntry>> JournalAsync(long lead)
    {
        var entries = new List<JournalEntry>();
        await foreach (var entry in Service.Services.GetRequiredService<IJournal>().ReadAsync(new LeadId(lead), CancellationToken.None))
            entries.Add(entry);
        return entries;
    }

    /// <summary>How a worker is, in full, as its operator sees it.</summary>
    public Task<string> HealthAsync(RunningSelfHost? worker = null) => Http.GetStringAsync(new Uri((worker ?? Service).Address, $"health/details?code={Key}"));

    public long StorageCalls => Service.Services.GetRequiredService<StorageCalls>().Total;

    public long Patches => Amo.Counters.Count("PATCH /api/v4/leads");

    public void ResetCounters()
    {
        Amo.Counters.Reset();
        Sheets.Counters.Reset();
    }

    public void AllowErrors() => _log.Tolerant = true;

    public async ValueTask DisposeAsync()
    {
        await StopServiceAsync();
        SuiteLog.LearnPeople(Amo.World);
        await Amo.DisposeAsync();
        await Sheets.DisposeAsync();
        Http.Dispose();
        Assert.True(_log.Tolerant || _log.Errors.Count == 0, string.Join('\n', _log.Errors));
    }

    private IEnumerable<KeyValuePair<string, string>> Form(long id, int index)
    {
        var card = Card(id);
        var item = $"leads[status][{index}]";
        yield return new("account[subdomain]", Amo.World.Seed.Account.Subdomain);
        yield return new($"{item}[id]", $"{id}");
        yield return new($"{item}[status_id]", $"{card.StatusId}");
        yield return new($"{item}[pipeline_id]", $"{card.PipelineId}");
        yield return new($"{item}[last_modified]", $"{card.UpdatedAt}");
    }
}
