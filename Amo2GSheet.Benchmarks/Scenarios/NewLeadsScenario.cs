using Amo2GSheet.Benchmarks.World;
using Amo2GSheet.Core.Sync;

namespace Amo2GSheet.Benchmarks.Scenarios;

/// <summary>What one pass costs that finds new leads in the inbox.</summary>
internal static class NewLeadsScenario
{
    private const int ReadAtOnce = 200;

    public static Scenario Scenario { get; } = new("new", "one pass with 1, 200 and 1,000 new leads", MeasureAsync);

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var world = await BenchWorld.StartAsync(asInProduction: false, cancellationToken);
        var figures = new List<Figure>();
        foreach (var count in (int[])[1, 200, 1_000])
        {
            var rows = world.CountRows();
            await world.RingAsync(world.AddLeads(count), cancellationToken);
            var (calls, took) = await PassCost.OfAsync(world, cancellationToken);
            if (world.CountRows() - rows is var written && written != count)
                throw new InvalidOperationException($"{count} leads waited, {written} rows were written.");

            var reads = (count + ReadAtOnce - 1) / ReadAtOnce;
            figures.AddRange(
            [
                new Figure($"{count:N0} new: lead reads", calls.LeadReads, "calls", reads),
                new Figure($"{count:N0} new: contact reads", calls.ContactReads, "calls", reads),
                new Figure($"{count:N0} new: Sheets reads", calls.SheetReads, "calls", SheetReads(count)),
                new Figure($"{count:N0} new: Sheets writes", calls.SheetWrites, "calls", 1),
                new Figure($"{count:N0} new: storage requests", calls.Storage, "calls"),
                new Figure($"{count:N0} new: the pass", took.TotalSeconds, "s"),
            ]);
        }

        return figures;
    }

    /// <summary>Two, one more when the snapshot went stale, and the look of the pass that follows a full one, which finds nothing.</summary>
    private static int SheetReads(int leads) => leads < PassGather.MostEntries ? 3 : 4;
}
