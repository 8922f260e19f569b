using Amo2GSheet.Benchmarks.World;

namespace Amo2GSheet.Benchmarks.Scenarios;

/// <summary>
/// From a manager's move in amoCRM to the row that a person can see: webhook, inbox, nudge, pass, write. At the pace of people, and once
/// more with the next move right after each row, where every pass has to wait for its spacing.
/// </summary>
internal static class RowScenario
{
    private const int Leads = 20;
    private const string Before = "Заказ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    public static Scenario Scenario { get; } = new("row", "lead moved → its row in the sheet", MeasureAsync);

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken cancellationToken)
    {
        // The same pauses in every run, of no rhythm that could fall in with the poll's.
        var random = new Random(20);
        var people = await MoveAsync(() => TimeSpan.FromSeconds(2 + (4 * random.NextDouble())), cancellationToken);
        var rush = await MoveAsync(() => TimeSpan.Zero, cancellationToken);
        return
        [
            new Figure("moved every 2 to 6 s, p50", people.Percentile(0.50), "ms", 2_000),
            new Figure("moved every 2 to 6 s, p95", people.Percentile(0.95), "ms", 5_000),
            new Figure("moved right after the row before, p50", rush.Percentile(0.50), "ms"),
            new Figure("moved right after the row before, p95", rush.Percentile(0.95), "ms"),
        ];
    }

    private static async Task<Latencies> MoveAsync(Func<TimeSpan> pause, CancellationToken cancellationToken)
    {
        await using var world = await BenchWorld.StartAsync(asInProduction: true, cancellationToken);
        var leads = world.AddLeads(Leads, Before);
        world.Amo.World.InstallWebhook(world.WebhookUrl, "add_lead", "update_lead", "status_lead");
        var times = new List<TimeSpan>();
        var time = TimeProvider.System;
        foreach (var lead in leads)
        {
            await Task.Delay(pause(), time, cancellationToken);
            var moved = time.GetTimestamp();
            world.Move(lead, BenchWorld.Trigger);
            await Wait.UntilAsync($"lead {lead} has a row", () => world.HasRow(lead), Patience, cancellationToken, Look);
            times.Add(time.GetElapsedTime(moved));
        }

        return new Latencies(times);
    }
}
