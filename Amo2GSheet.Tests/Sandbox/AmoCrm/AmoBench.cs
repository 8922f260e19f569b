using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Amo2GSheet.Sandbox.AmoCrm;
using Microsoft.Extensions.Time.Testing;

namespace Amo2GSheet.Tests.Sandbox.AmoCrm;

/// <summary>A started simulator with a fake clock and an authorised client.</summary>
public sealed class AmoBench : IAsyncDisposable
{
    public const string Token = "bench-token";

    private AmoBench(AmoCrmSimulator simulator, FakeTimeProvider clock)
    {
        (Simulator, Clock) = (simulator, clock);
        Http = new HttpClient { BaseAddress = simulator.BaseUri };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        Http.DefaultRequestHeaders.Add("X-Control-Token", simulator.ControlToken);
    }

    public AmoCrmSimulator Simulator { get; }

    public FakeTimeProvider Clock { get; }

    public HttpClient Http { get; }

    public AmoWorld World => Simulator.World;

    public static async Task<AmoBench> StartAsync(AmoSwitches? switches = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.Zero));
        var simulator = await AmoCrmSimulator.StartAsync(
            new AmoCrmSimulatorOptions
            {
                TimeProvider = clock,
                LongLivedToken = Token,
                Switches = switches ?? new AmoSwitches { Limits = false },
            },
            CancellationToken.None);
        return new AmoBench(simulator, clock);
    }

    public async Task<AmoAnswer> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        // A change by the control API is JSON, without a body too.
        if (json is not null || (method != HttpMethod.Get && path.StartsWith("/_control", StringComparison.Ordinal)))
            request.Content = new StringContent(json ?? "", Encoding.UTF8, "application/json");
        return await SendAsync(request);
    }

    public async Task<AmoAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request);
        return new AmoAnswer(
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(),
            response.Headers.Location?.OriginalString);
    }

    public Task<AmoAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<AmoAnswer> PostAsync(string path, string json) => SendAsync(HttpMethod.Post, path, json);

    public Task<AmoAnswer> PatchAsync(string path, string json) => SendAsync(HttpMethod.Patch, path, json);

    /// <summary>The first lead of the seed that stands in a pipeline.</summary>
    public AmoEntity LeadIn(long pipelineId) => World.Leads().First(lead => lead.PipelineId == pipelineId);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Simulator.DisposeAsync();
    }
}

/// <summary>An answer, read to its end.</summary>
public sealed record AmoAnswer(HttpStatusCode Status, string? ContentType, string Text, string? Location = null)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public JsonArray Items(string name) => Json["_embedded"]![name]!.AsArray();

    public long[] Ids(string name) => [.. Items(name).Select(item => item!["id"]!.GetValue<long>())];

    /// <summary>Code and path of every refused value.</summary>
    public (string RequestId, string Code, string Path)[] Errors =>
    [
        .. Json["validation-errors"]!.AsArray().SelectMany(item => item!["errors"]!.AsArray().Select(error =>
            ((string)item["request_id"]!, (string)error!["code"]!, (string)error["path"]!))),
    ];
}
