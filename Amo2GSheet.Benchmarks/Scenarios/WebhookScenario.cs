using System.Collections.Concurrent;
using Amo2GSheet.Benchmarks.World;

namespace Amo2GSheet.Benchmarks.Scenarios;

/// <summary>
/// How fast webhooks are answered, while passes run and without any: passes share the table store with them, which matters when that is one
/// file or one Azurite. Open loop: each request has its moment, and its latency counts from that moment, so
/// that a stall shows in all the requests that it delays. One new lead a request; an answer of 200 means that its inbox row is durable.
/// </summary>
internal static class WebhookScenario
{
    private const int PerSecond = 50;
    private const int WarmUp = 100;
    private const int Requests = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Scenario Scenario { get; } = new("webhook", "50 webhooks a second for 20 s", MeasureAsync);

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken cancellationToken) =>
        [.. await MeasureAsync(withPasses: true, cancellationToken), .. await MeasureAsync(withPasses: false, cancellationToken)];

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(bool withPasses, CancellationToken cancellationToken)
    {
        await using var world = await BenchWorld.StartAsync(asInProduction: withPasses, cancellationToken);
        using var http = new HttpClient();
        var leads = world.AddLeads(WarmUp + Requests);
        await SendAsync(world, http, [.. leads.Take(WarmUp)], cancellationToken);
        var (latencies, late) = await SendAsync(world, http, [.. leads.Skip(WarmUp)], cancellationToken);
        var sent = TimeProvider.System.GetTimestamp();
        var passes = withPasses ? "while passes run" : "no pass meanwhile";
        List<Figure> figures =
        [
            new Figure($"answered {passes}, p50", latencies.Percentile(0.50), "ms"),
            new Figure($"answered {passes}, p99", latencies.Percentile(0.99), "ms", 50),
            new Figure($"answered {passes}, slowest", latencies.Max, "ms"),
            new Figure("of it the sender's own lateness (a busy machine), p99", late.Percentile(0.99), "ms"),
        ];
        if (withPasses)
        {
            await Wait.UntilAsync("all rows are in the sheet", () => world.CountRows() > leads.Count, Patience, cancellationToken);
            figures.Add(new Figure("last answer → all 1,100 rows in the sheet", TimeProvider.System.GetElapsedTime(sent).TotalSeconds, "s"));
        }

        return figures;
    }

    private static async Task<(Latencies Answered, Latencies Late)> SendAsync(
        BenchWorld world, HttpClient http, IReadOnlyList<long> leads, CancellationToken cancellationToken)
    {
        var bodies = leads.Select(world.WebhookOf).ToList();
        var times = new ConcurrentBag<TimeSpan>();
        var late = new List<TimeSpan>(bodies.Count);
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        var sending = new List<Task>(bodies.Count);
        for (var number = 0; number < bodies.Count; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / PerSecond);
            if (due - time.GetElapsedTime(start) is var early && early > TimeSpan.Zero)
                await Task.Delay(early, time, cancellationToken);
            late.Add(time.GetElapsedTime(start) - due);
            sending.Add(SendOneAsync(bodies[number], due));
        }

        await Task.WhenAll(sending);
        return (new Latencies(times), new Latencies(late));

        async Task SendOneAsync(HttpContent body, TimeSpan due)
        {
            using var answer = await http.PostAsync(world.WebhookUrl, body, cancellationToken);
            times.Add(time.GetElapsedTime(start) - due);
            answer.EnsureSuccessStatusCode();
        }
    }
}
