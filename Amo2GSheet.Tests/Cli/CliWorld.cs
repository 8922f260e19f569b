using Amo2GSheet.Cli.Service;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Simulation.Sandbox;
using Amo2GSheet.Tests.Hardening.Log;
using Amo2GSheet.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using CoreWebhook = Amo2GSheet.Core.AmoCrm.AmoWebhook;

namespace Amo2GSheet.Tests.Cli;

/// <summary>Both simulators and a file of tables for commands, which come and go while the world stays.</summary>
internal sealed class CliWorld : IAsyncDisposable
{
    private CliWorld(AmoCrmSimulator amo, GoogleSheetsSimulator sheets, Dictionary<string, string?> settings) =>
        (Amo, Sheets, Settings) = (amo, sheets, settings);

    public AmoCrmSimulator Amo { get; }

    public GoogleSheetsSimulator Sheets { get; }

    /// <summary>What the next command runs with.</summary>
    public Dictionary<string, string?> Settings { get; }

    public Uri Webhook => new(Amo.BaseUri, "webhook/amocrm?code=a-key-nobody-may-see");

    public static async Task<CliWorld> StartAsync(bool loggedIn = true, Func<AmoSeed, AmoSeed>? seed = null)
    {
        var account = AzuriteFixture.UniqueAccount();
        var options = new AmoCrmSimulatorOptions
        {
            Subdomain = account,
            Switches = new AmoSwitches { Limits = false },
            Seed = now =>
            {
                var made = DemoAccount.Make(now);
                made = made with { Account = made.Account with { Subdomain = account } };
                return seed?.Invoke(made) ?? made;
            },
        };
        var sheets = await GoogleSheetsSimulator.StartAsync(new GoogleSheetsSimulatorOptions { Limits = false }, CancellationToken.None);
        var amo = await AmoCrmSimulator.StartAsync(options, CancellationToken.None);
        var settings = new Dictionary<string, string?>(FunctionsSettings.Remote((options, amo.BaseUri), sheets, TimeProvider.System.GetUtcNow()))
        {
            ["AMO2GSHEET_TABLES"] = TableFixture.NewSetting(),
        };
        var world = new CliWorld(amo, sheets, settings);
        amo.World.InstallWebhook(world.Webhook, CoreWebhook.Wanted);
        if (loggedIn)
        {
            await using var service = world.Open();
            await service.EnsureTablesAsync(CancellationToken.None);
            await service.Services.GetRequiredService<IAmoLogIn>().ExchangeCodeAsync(amo.World.MakeCode(), CancellationToken.None);
        }

        return world;
    }

    public long FieldId(string name) => Amo.World.Seed.Fields.Single(field => field.Kind == EntityKind.Lead && field.Name == name).Id;

    public Task<CliRun> RunAsync(params string[] args) => CliRun.OfAsync(Open, "", args);

    public Task<CliRun> RunTypingAsync(string input, params string[] args) => CliRun.OfAsync(Open, input, args);

    public void Do(params IEnumerable<PersonEdit> edits) => Sheets.World.Do(DemoSpreadsheet.Id, edits);

    public async ValueTask DisposeAsync()
    {
        SuiteLog.LearnSettings(Settings);
        SuiteLog.LearnPeople(Amo.World);
        await Amo.DisposeAsync();
        await Sheets.DisposeAsync();
    }

    public CliService Open() => CliService.Over(
        new ConfigurationBuilder().AddInMemoryCollection(Settings).Build(), log: SuiteLog.Provider, configure: services => services.AddNoPace());
}
