using System.Text.Json.Nodes;
using Amo2GSheet.Cli.Service;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.State;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Simulation.Sandbox;
using Amo2GSheet.Tests.Cli;
using Amo2GSheet.Tests.Hardening.Log;
using Amo2GSheet.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using AmoEntity = Amo2GSheet.Sandbox.AmoCrm.AmoEntity;
using AmoWorld = Amo2GSheet.Sandbox.AmoCrm.AmoWorld;

namespace Amo2GSheet.Tests.Import;

/// <summary>The command as typed, over an account of simulators and a ledger that outlives the runs; waiting costs nothing.</summary>
internal sealed class ImportBench : IAsyncDisposable
{
    public const string Post = "POST /api/v4/leads/complex";
    public const string List = "GET /api/v4/leads$";

    private readonly ThrowawaySandbox _sandbox;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("import");

    private ImportBench(ThrowawaySandbox sandbox, WaitlessTime time)
    {
        (_sandbox, Time) = (sandbox, time);
        Settings = new Dictionary<string, string?>(FunctionsSettings.Remote((new AmoCrmSimulatorOptions(), sandbox.Amo.BaseUri), sandbox.Sheets, time.GetUtcNow()))
        {
            ["PIPELINE_KEYWORD"] = "sotuv 1",
            ["AMO2GSHEET_TABLES"] = TableFixture.NewSetting(),
        };
    }

    public WaitlessTime Time { get; }

    public Dictionary<string, string?> Settings { get; }

    public string Folder => _folder.FullName;

    public AmoWorld World => _sandbox.Amo.World;

    public AmoCounters Calls => _sandbox.Amo.Counters;

    /// <summary>Leads that the account did not begin with, oldest first.</summary>
    public IReadOnlyList<AmoEntity> Made => [.. World.Leads().Where(lead => lead.Tags.Any(tag => tag.Name.StartsWith("import ", StringComparison.Ordinal))).OrderBy(lead => lead.Id)];

    public static async Task<ImportBench> StartAsync(AmoSwitches? switches = null)
    {
        var time = new WaitlessTime();
        var bench = new ImportBench(await ThrowawaySandbox.StartAsync(time, CancellationToken.None), time);
        bench.Switch(switches ?? new AmoSwitches());
        // Its repeats after minutes would move the clock over the time-out of whatever call is under way.
        bench.World.SwitchWebhook(new Uri(bench._sandbox.Amo.BaseUri, "webhook/amocrm?code=nobody"), isDisabled: true);
        await using var service = bench.Open();
        await service.EnsureReadyAsync(CancellationToken.None);
        await service.Services.GetRequiredService<IAmoLogIn>().ExchangeCodeAsync(bench.World.MakeCode(), CancellationToken.None);
        bench.Calls.Reset();
        return bench;
    }

    public Task<CliRun> RunAsync(Xlsx workbook, params string[] args) => RunAsync(workbook.Save(Folder), args);

    public Task<CliRun> RunAsync(string path, params string[] args) => CliRun.OfAsync(Open, "", ["import", path, .. args]);

    public async Task<JsonNode> JsonAsync(Xlsx workbook, params string[] args) =>
        JsonNode.Parse((await RunAsync(workbook, ["--json", .. args])).Out)!;

    public void Switch(AmoSwitches switches) => World.Switches = switches with { Limits = false };

    public void Fault(string kind, int times = 1, string route = Post) =>
        World.With(state =>
        {
            state.Faults.Add(new AmoFault(kind, times, route));
            return true;
        });

    /// <summary>A person edits a lead.</summary>
    public void Edit(long lead, string json)
    {
        var item = JsonNode.Parse(json)!.AsObject();
        item["id"] = lead;
        World.EditOne(EntityKind.Lead, item);
    }

    public async Task<List<ImportEntry>> EntriesAsync()
    {
        var entries = new List<ImportEntry>();
        await using var service = Open();
        await foreach (var entry in service.Services.GetRequiredService<IImportLedger>().ReadAsync(CancellationToken.None))
            entries.Add(entry);
        return entries;
    }

    public AmoEntity ContactOf(AmoEntity lead) => World.Find(EntityKind.Contact, lead.Contacts.Single().Id)!;

    public static string Field(AmoEntity lead, long field) =>
        lead.Fields.TryGetValue(field, out var values) ? string.Join("|", values.Select(value => value.Text)) : "";

    public async ValueTask DisposeAsync()
    {
        SuiteLog.LearnSettings(Settings);
        SuiteLog.LearnPeople(World);
        _folder.Delete(recursive: true);
        await _sandbox.DisposeAsync();
    }

    private CliService Open() => CliService.Over(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build(), time: Time, log: SuiteLog.Provider);
}
