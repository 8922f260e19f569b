using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Functions;
using Amo2GSheet.Tests.Hosts;
using Amo2GSheet.Tests.SelfHost;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amo2GSheet.Tests.Functions;

/// <summary>The functions while the tables cannot be reached, over real sockets.</summary>
public sealed class StorageOutageTests(StorageOutageTests.Refused refused) : IClassFixture<StorageOutageTests.Refused>
{
    private static readonly Type[] Functions =
        [.. typeof(WebhookFunction).Assembly.GetTypes().Where(type => !type.Name.EndsWith("TimerFunction", StringComparison.Ordinal))];

    public static TheoryData<string, string, string?, string> NeedTables => new()
    {
        { "POST", "/webhook/amocrm", "leads[status][0][id]=5&leads[status][0][status_id]=142", "StorageUnavailable" },
        { "GET", "/holds", null, "StorageUnavailable" },
        { "GET", "/holds/x", null, "StorageUnavailable" },
        { "POST", "/holds/x/approve?fingerprint=f", "", "StorageUnavailable" },
        { "GET", "/leads/5", null, "StorageUnavailable" },
        { "GET", "/leads/5/timeline", null, "StorageUnavailable" },
        { "GET", "/leads/custom_fields", null, "StorageUnavailable" },
        { "GET", "/structure", null, "StorageUnavailable" },
        { "POST", "/oauth/exchange", """{"code":"CODE"}""", "StorageUnavailable" },
        { "GET", "/oauth/callback?code=any&state=STATE", null, "Сервис временно недоступен" },
        { "GET", "/login", null, "Сервис временно недоступен" },
        { "POST", "/login", "name=demo&password=demopassword", "Сервис временно недоступен" },
        { "GET", "/dashboard", null, "Сервис временно недоступен" },
        { "POST", "/logout", "", "Сервис временно недоступен" },
        { "GET", "/api/dashboard/health", null, "Хранилище данных сейчас не отвечает" },
        { "GET", "/api/dashboard/stats", null, "Хранилище данных сейчас не отвечает" },
        { "GET", "/api/dashboard/export", null, "Хранилище данных сейчас не отвечает" },
        { "GET", "/api/kpi/raw", null, "Хранилище данных сейчас не отвечает" },
    };

    [Theory]
    [MemberData(nameof(NeedTables))]
    public async Task Without_tables_a_caller_gets_503_with_a_reason_and_the_log_one_line(string method, string path, string? body, string said)
    {
        var before = refused.Outage.Host.Logs.Problems.Count;

        using var answer = await refused.Outage.SendAsync(method, path, body);

        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{answer.StatusCode}: {text}");
        Assert.Equal(TimeSpan.FromSeconds(10), answer.Headers.RetryAfter?.Delta);
        Assert.Contains(said, text, StringComparison.Ordinal);
        var line = Assert.Single(refused.Outage.Host.Logs.Problems.Skip(before));
        Assert.Contains("503", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public async Task Tables_that_never_answer_are_503_for_every_caller_and_one_line_each()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var outage = await Outage.StartAsync(silent.LocalEndpoint, networkTimeout: TimeSpan.FromMilliseconds(100));

        await Task.WhenAll(NeedTables.Select(async need =>
        {
            var (method, path, body, said) = ((string)need[0], (string)need[1], (string?)need[2], (string)need[3]);
            using var answer = await outage.SendAsync(method, path, body);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{method} {path}: {answer.StatusCode}: {text}");
            Assert.Contains(said, text, StringComparison.Ordinal);
        }));

        Assert.Equal(NeedTables.Count, outage.Host.Logs.Problems.Count);
        Assert.All(outage.Host.Logs.Problems, line =>
        {
            Assert.Contains("503 (no answer in time)", line, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', line);
        });
    }

    [Fact]
    public async Task Health_says_that_the_tables_cannot_be_reached_and_what_to_do()
    {
        using var refusing = Refusing();
        await using var outage = await Outage.StartAsync(refusing.LocalEndPoint!);
        Assert.NotEqual("waiting", (await outage.HealthAsync()).Status);

        using var answer = await outage.SendAsync("POST", "/webhook/amocrm", "leads[status][0][id]=5");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var (status, problems) = await outage.HealthAsync();
        Assert.Equal("waiting", status);
        Assert.Contains(StorageOutage.Sentence, problems);
    }

    [Fact]
    public async Task Tables_that_never_answer_cost_a_webhook_less_than_the_two_seconds_that_amoCRM_waits()
    {
        Assert.InRange(WebhookFunction.MostStorage, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.9));
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var clock = new ArmedTimeProvider();
        await using var outage = await Outage.StartAsync(silent.LocalEndpoint, clock);

        var answered = outage.SendAsync("POST", "/webhook/amocrm", "leads[status][0][id]=5");
        while (await clock.NextWaitAsync() != WebhookFunction.MostStorage)
        {
        }

        clock.Advance(WebhookFunction.MostStorage);

        using var answer = await answered;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("no answer in time", Assert.Single(outage.Host.Logs.Problems), StringComparison.Ordinal);
        Assert.Equal("waiting", (await outage.HealthAsync()).Status);
    }

    [Fact]
    public async Task A_store_that_does_not_hear_that_its_time_is_over_keeps_nobody_waiting()
    {
        var clock = new ArmedTimeProvider();
        await using var host = await FunctionsTestHost.StartAsync<DeafFunction>(new() { Configure = builder => builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton<StorageCalls>() });

        var answered = host.Client.GetAsync("/deaf");
        while (await clock.NextWaitAsync() != WebhookFunction.MostStorage)
        {
        }

        clock.Advance(WebhookFunction.MostStorage);

        using var answer = await answered;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    /// <summary>Takes a port and refuses every connection to it.</summary>
    private static Socket Refusing()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    /// <summary>The functions over tables that refuse every connection, for all requests that are asked one after the other.</summary>
    public sealed class Refused : IAsyncLifetime
    {
        private readonly Socket _refusing = Refusing();

        internal Outage Outage { get; private set; } = null!;

        public async Task InitializeAsync() => Outage = await Outage.StartAsync(_refusing.LocalEndPoint!);

        public async Task DisposeAsync()
        {
            await Outage.DisposeAsync();
            _refusing.Dispose();
        }
    }

    private sealed class DeafFunction
    {
        [Function("Deaf")]
        public static Task<HttpResponseData> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "deaf")] HttpRequestData request, CancellationToken cancellationToken) =>
            request.AnswerFromStorageAsync(_ => new TaskCompletionSource<HttpResponseData>().Task, cancellationToken, most: WebhookFunction.MostStorage);
    }

    /// <summary>All HTTP functions over tables at an address, with nothing running in the background.</summary>
    internal sealed class Outage(HostWorld world, FunctionsTestHost host) : IAsyncDisposable
    {
        private static readonly string LogInCookie = new('b', 32);

        public FunctionsTestHost Host => host;

        public static async Task<Outage> StartAsync(EndPoint tables, TimeProvider? clock = null, TimeSpan? networkTimeout = null)
        {
            var world = await HostWorld.StartAsync();
            world.Settings["AMO2GSHEET_TABLES"] =
                $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=c2VjcmV0;TableEndpoint=http://{tables}/devstoreaccount1;";
            return new Outage(world, await FunctionsTestHost.StartAsync(Functions, new()
            {
                Environment = world.Settings,
                Configure = builder =>
                {
                    builder.AddAmo2GSheetFunctions();
                    foreach (var service in builder.Services.Where(IsOfCore).ToList())
                        builder.Services.Remove(service);
                    if (clock is not null)
                        builder.Services.AddSingleton(clock);
                    if (networkTimeout is { } most)
                    {
                        builder.Services.AddSingleton(provider => new AzureTables(
                            TableConnection.From(builder.Configuration),
                            provider.GetRequiredService<StorageCalls>(),
                            configure: options => options.Retry.NetworkTimeout = most));
                    }
                },
            }));
        }

        public Task<HttpResponseMessage> SendAsync(string method, string path, string? body)
        {
            var state = path.EndsWith("STATE", StringComparison.Ordinal) ? host.Services.GetRequiredService<LogInStates>().Make(LogInKind.Browser, LogInCookie) : "";
            var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("STATE", state, StringComparison.Ordinal));
            request.Headers.Add("x-functions-key", HostWorld.Key);
            request.Headers.Add("Cookie", $"a2g_session=69a6045d.ZGVtbw.{new string('a', 43)}; a2g_csrf={new string('a', 32)}; a2g_login={LogInCookie}");
            if (body is not null)
                request.Content = new StringContent(body.Replace("CODE", world.Amo.World.MakeCode(), StringComparison.Ordinal));
            return host.Client.SendAsync(request);
        }

        public async Task<(string? Status, IReadOnlyList<string?> Problems)> HealthAsync()
        {
            using var health = JsonDocument.Parse(await host.Client.GetStringAsync($"/health/details?code={HostWorld.Key}"));
            return (
                health.RootElement.GetProperty("status").GetString(),
                [.. health.RootElement.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString())]);
        }

        public async ValueTask DisposeAsync()
        {
            await host.DisposeAsync();
            await world.DisposeAsync();
        }

        private static bool IsOfCore(ServiceDescriptor service) =>
            service.ServiceType == typeof(IHostedService)
            && (service.ImplementationType?.Assembly ?? service.ImplementationFactory?.Method.Module.Assembly) == typeof(StorageCalls).Assembly;
    }
}
