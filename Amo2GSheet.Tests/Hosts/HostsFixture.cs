using System.Text.RegularExpressions;
using Amo2GSheet.SelfHost;
using Amo2GSheet.Simulation.WorkerHost;
using Amo2GSheet.Tests.Hardening.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Tests.Hosts;

/// <summary>Starts both hosts once and asks each of them everything, in the order of the files.</summary>
public sealed partial class HostsFixture : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal IReadOnlyDictionary<string, HostAnswer> SelfHost { get; private set; } = new Dictionary<string, HostAnswer>();

    internal IReadOnlyDictionary<string, HostAnswer> WorkerHost { get; private set; } = new Dictionary<string, HostAnswer>();

    public async Task InitializeAsync()
    {
        var self = AskSelfHostAsync();
        var worker = AskWorkerHostAsync();
        await Task.WhenAll(self, worker);
        (SelfHost, WorkerHost) = (await self, await worker);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<Dictionary<string, HostAnswer>> AskSelfHostAsync()
    {
        await using var world = await HostWorld.StartAsync();
        await using var host = await SelfHostApplication.StartAsync([], new SelfHostOptions
        {
            Environment = world.Settings,
            ConfigureServices = services => services.AddLogging(logging => logging.ClearProviders().AddProvider(SuiteLog.Provider)),
        });
        return await AskAsync(world, host.Address);
    }

    private static async Task<Dictionary<string, HostAnswer>> AskWorkerHostAsync()
    {
        await using var world = await HostWorld.StartAsync();
        await using var host = await FunctionsWorkerHost.StartAsync(Published.Worker(world), CancellationToken.None);
        return await AskAsync(world, host.Address);
    }

    private static async Task<Dictionary<string, HostAnswer>> AskAsync(HostWorld world, Uri host)
    {
        await world.LogInAsync(host);
        var values = new Dictionary<string, string>
        {
            ["key"] = HostWorld.Key,
            ["KEY"] = HostWorld.Key.ToUpperInvariant(),
            ["master"] = HostWorld.Master,
            ["account"] = world.Account,
            ["port"] = $"{host.Port}",
        };
        var answers = new Dictionary<string, HostAnswer>();
        foreach (var exchange in HostExchange.Recorded.Concat(HostExchange.Derived))
        {
            using var patience = new CancellationTokenSource(Patience);
            HostAnswer answer;
            try
            {
                answer = await new RawHttp(host.Port, values).AskAsync(exchange, patience.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The test of this request says so; the others are asked all the same.
                answer = new HostAnswer(0, e.Message, [], [], []);
            }

            answers.Add(exchange.Name, answer);
            Keep(exchange, answer, values);
        }

        return answers;
    }

    private static void Keep(HostExchange exchange, HostAnswer answer, Dictionary<string, string> values)
    {
        var cookie = answer.Values("Set-Cookie").FirstOrDefault()?.Split(';')[0] ?? "";
        if (exchange.Keep == "form")
        {
            values["formCookie"] = cookie;
            values["csrf"] = Uri.EscapeDataString(CsrfToken().Match(answer.Text).Groups[1].Value);
        }
        else if (exchange.Keep == "session")
        {
            values["session"] = cookie;
        }

        if (answer.Values("ETag").FirstOrDefault() is { } tag && exchange.Name == "asset js")
            values["etag"] = tag;
    }

    [GeneratedRegex("name=\"csrf\"[^>]*value=\"([^\"]*)\"")]
    private static partial Regex CsrfToken();
}
