using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Page;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Sandbox.Page;

/// <summary>The page over two simulators and a service that does what a test says.</summary>
internal sealed class PageBench : IAsyncDisposable
{
    private PageBench(AmoCrmSimulator amo, GoogleSheetsSimulator sheets) => (Amo, Sheets) = (amo, sheets);

    public AmoCrmSimulator Amo { get; }

    public GoogleSheetsSimulator Sheets { get; }

    public ScriptedService Service { get; } = new();

    public SandboxPage Page { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public static async Task<PageBench> StartAsync()
    {
        var bench = new PageBench(
            await AmoCrmSimulator.StartInMemoryAsync(new AmoCrmSimulatorOptions(), CancellationToken.None),
            await GoogleSheetsSimulator.StartInMemoryAsync(new GoogleSheetsSimulatorOptions(), CancellationToken.None));
        bench.Page = await SandboxPage.StartAsync(
            new SandboxPageOptions
            {
                Amo = bench.Amo,
                Sheets = bench.Sheets,
                Service = bench.Service,
                IsInScope = pipeline => pipeline != DemoAccount.Recruiting,
                Mark = (_, stage) => stage == DemoAccount.Sotuv1 + DemoAccount.Trigger ? StageMark.Trigger : StageMark.None,
            },
            CancellationToken.None);
        bench.Http = new HttpClient { BaseAddress = bench.Page.BaseUri };
        return bench;
    }

    /// <summary>Listens until a section is as it should be.</summary>
    public async Task<JsonNode> UntilAsync(string section, Func<JsonNode, bool> isRight)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var stream = await Http.GetStreamAsync(new Uri("events", UriKind.Relative), patience.Token);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(patience.Token))
        {
            if (item.EventType == section && JsonNode.Parse(item.Data)! is var state && isRight(state))
                return state;
        }

        throw new InvalidOperationException("The stream ended.");
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object body) =>
        Http.SendAsync(new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body) });

    public static JsonNode LeadOf(JsonNode board, long id) => board["leads"]!.AsArray().First(lead => lead!["id"]!.GetValue<long>() == id)!;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Page.DisposeAsync();
        await Amo.DisposeAsync();
        await Sheets.DisposeAsync();
    }

    /// <summary>A service that only has a journal and a state.</summary>
    internal sealed class ScriptedService : IPageService
    {
        private readonly Lock _lock = new();
        private readonly List<PageDecision> _journal = [];

        public event Action? Changed;

        public ServiceState State { get; private set; } = ServiceState.Running;

        public string? Refusal { get; set; }

        public void Write(params PageDecision[] decisions)
        {
            lock (_lock)
                _journal.AddRange(decisions);
            Changed?.Invoke();
        }

        public Task KillAsync() => Become(ServiceState.Killed);

        public Task StartAsync(CancellationToken cancellationToken) =>
            Refusal is null ? Become(ServiceState.Running) : throw new InvalidOperationException(Refusal);

        public Task<IReadOnlyList<PageDecision>> ReadJournalAsync(DateTimeOffset since, CancellationToken cancellationToken)
        {
            lock (_lock)
                return Task.FromResult<IReadOnlyList<PageDecision>>([.. _journal.Where(entry => entry.At >= since)]);
        }

        private Task Become(ServiceState state)
        {
            State = state;
            Changed?.Invoke();
            return Task.CompletedTask;
        }
    }
}
