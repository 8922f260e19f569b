using Amo2GSheet.Benchmarks.World;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Benchmarks.Scenarios;

/// <summary>What one pass costs that finds new statuses in the sheet.</summary>
internal static class MoveScenario
{
    private const int Leads = 120;
    private const int PatchedAtOnce = 50;

    public static Scenario Scenario { get; } = new("move", "one pass with 120 leads to move", MeasureAsync);

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var world = await BenchWorld.StartAsync(asInProduction: false, cancellationToken);
        var leads = world.AddLeads(Leads);
        await world.RingAsync(leads, cancellationToken);
        await world.PassAsync(cancellationToken);
        world.Sheets.World.Do(DemoSpreadsheet.Id, leads.Select(lead => new PersonEdit
        {
            Do = "type",
            Find = new Dictionary<string, string> { [OrderColumns.Id] = $"{lead}" },
            Column = OrderColumns.Status,
            Text = SheetStatus.Won,
        }));

        var (calls, took) = await PassCost.OfAsync(world, cancellationToken);
        if (leads.FirstOrDefault(lead => world.Amo.World.Find(EntityKind.Lead, lead)?.StatusId != StageKey.WonStatusId) is var stayed && stayed != 0)
            throw new InvalidOperationException($"Lead {stayed} was not moved.");
        return
        [
            new Figure("120 moved: PATCHes", calls.Patches, "calls", (Leads + PatchedAtOnce - 1) / PatchedAtOnce),
            new Figure("120 moved: all calls to amoCRM", calls.Amo, "calls"),
            new Figure("120 moved: Sheets reads", calls.SheetReads, "calls"),
            new Figure("120 moved: storage requests", calls.Storage, "calls"),
            new Figure("120 moved: the pass", took.TotalSeconds, "s"),
        ];
    }
}
