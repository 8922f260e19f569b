using Amo2GSheet.Benchmarks.World;

namespace Amo2GSheet.Benchmarks.Scenarios;

/// <summary>How long it takes until ten thousand waiting leads are in the sheet, as after a day's outage.</summary>
internal static class WaitingScenario
{
    private const int Leads = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static Scenario Scenario { get; } = new("waiting", "10,000 leads waiting → all in the sheet", MeasureAsync);

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var world = await BenchWorld.StartAsync(asInProduction: false, cancellationToken);
        await world.RingAsync(world.AddLeads(Leads), cancellationToken);
        var time = TimeProvider.System;
        var rows = world.CountRows();
        var before = world.Calls;
        var cpu = Environment.CpuUsage.TotalTime;
        var start = time.GetTimestamp();
        var passes = world.PassAsync(cancellationToken);
        await Wait.UntilAsync("all rows are in the sheet", () => world.CountRows() >= rows + Leads || passes.IsCompleted, Patience, cancellationToken);
        var took = time.GetElapsedTime(start);
        var outcome = await passes;
        if (world.CountRows() != rows + Leads)
            throw new InvalidOperationException($"{world.CountRows() - rows} of {Leads} rows; the last pass ended as {outcome.Result}: {outcome.Detail}");

        var done = time.GetElapsedTime(start);
        var worked = Environment.CpuUsage.TotalTime - cpu;
        var calls = world.Calls - before;
        return
        [
            new Figure("10,000 waiting → all rows in the sheet", took.TotalSeconds, "s", 60),
            new Figure("10,000 waiting → journal, bases and inbox done too", done.TotalSeconds, "s"),
            new Figure("10,000 waiting: processor time of service and simulators", worked.TotalSeconds, "s"),
            new Figure("10,000 waiting: calls to amoCRM", calls.Amo, "calls"),
            new Figure("10,000 waiting: Sheets reads", calls.SheetReads, "calls"),
            new Figure("10,000 waiting: Sheets writes", calls.SheetWrites, "calls"),
            new Figure("10,000 waiting: storage requests", calls.Storage, "calls"),
        ];
    }
}
