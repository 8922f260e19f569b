using System.Net;
using System.Text.Json;
using Amo2GSheet.Cli.Sandbox;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Functions.Dashboard;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Simulation.Sandbox;
using Amo2GSheet.Tests.Hardening.Log;
using Amo2GSheet.Tests.Support;

namespace Amo2GSheet.Tests.Hosts;

/// <summary>Both simulators, tables, and settings for one host: equal for every host but for addresses and the account's name.</summary>
internal sealed class HostWorld : IAsyncDisposable
{
    public const string Key = "a-function-key-for-both-hosts";
    public const string Master = "a-master-key-for-both-hosts";
    public const string Password = "demopassword";

    private readonly TableService _tables;
    private readonly TableServer _tableServer;

    private HostWorld(
        string account, AmoCrmSimulator amo, GoogleSheetsSimulator sheets, (TableService Service, TableServer Server) tables, Dictionary<string, string?> settings)
    {
        (Account, Amo, Sheets, Settings) = (account, amo, sheets, settings);
        (_tables, _tableServer) = tables;
    }

    public string Account { get; }

    public AmoCrmSimulator Amo { get; }

    public GoogleSheetsSimulator Sheets { get; }

    public Dictionary<string, string?> Settings { get; }

    public static async Task<HostWorld> StartAsync()
    {
        var account = AzuriteFixture.UniqueAccount();
        var options = new AmoCrmSimulatorOptions { Subdomain = account, Switches = new AmoSwitches { Limits = false } };
        var amo = await AmoCrmSimulator.StartAsync(options, CancellationToken.None);
        var sheets = await GoogleSheetsSimulator.StartAsync(new GoogleSheetsSimulatorOptions { Limits = false }, CancellationToken.None);
        var tables = TableService.InMemory(TimeProvider.System);
        var server = await TableServer.StartAsync(tables, port: 0, TableServer.NewKey(), TimeProvider.System, CancellationToken.None);
        // What this machine has set for a service of its own must not reach the worker's process.
        var settings = ServiceSettings.WithPrefixes.ToDictionary(name => name, _ => (string?)null);
        foreach (var (name, value) in FunctionsSettings.Remote((options, amo.BaseUri), sheets, TimeProvider.System.GetUtcNow()))
            settings[name] = value;
        settings["AMO_REQUEST_DELAY_SEC"] = "0.143";
        settings["AMO2GSHEET_TABLES"] = server.ConnectionString;
        // Requests alone make things happen.
        settings["SYNC_POLL_SCHEDULE"] = "0 0 0 1 1 *";
        settings["CATCH_UP_SECONDS"] = "0";
        settings["VERIFY_AT"] = "off";
        settings["DASHBOARD_ACCOUNTS_JSON"] = JsonSerializer.Serialize(new Dictionary<string, string> { ["demo"] = PasswordHash.Of(Password) });
        settings["DASHBOARD_ADMINS"] = "demo";
        settings["FUNCTION_KEY"] = Key;
        settings["MASTER_KEY"] = Master;
        settings["PORT"] = "0";
        settings["AzureWebJobsDisableHomepage"] = "true";
        SuiteLog.LearnSettings(settings);
        return new HostWorld(account, amo, sheets, (tables, server), settings);
    }

    /// <summary>Somebody logs the service in to amoCRM.</summary>
    public async Task LogInAsync(Uri host)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host, "oauth/exchange"))
        {
            Content = new StringContent($$"""{"code":"{{Amo.World.MakeCode()}}"}"""),
            Headers = { { "x-functions-key", Key } },
        };
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        SuiteLog.LearnPeople(Amo.World);
        await Amo.DisposeAsync();
        await Sheets.DisposeAsync();
        await _tableServer.DisposeAsync();
        _tables.Dispose();
    }
}
