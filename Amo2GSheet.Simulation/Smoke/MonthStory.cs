using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Simulation.Sandbox;

namespace Amo2GSheet.Simulation.Smoke;

/// <summary>
/// Step 11: a month ends. Nobody can wait for that, so while the service is down its memory is turned back: the active tab is last month's.
/// </summary>
/// <param name="cast">Who plays.</param>
/// <param name="world">The sandbox.</param>
/// <param name="cancellationToken">Ends the story.</param>
internal sealed class MonthStory(SmokeCast cast, SandboxWorld world, CancellationToken cancellationToken)
{
    private const string CursorName = "active-month";

    /// <summary>Step 11.</summary>
    public async Task TurnsAsync()
    {
        var old = await cast.Manager.MoveAsync(SmokeStages.Mirror, SmokeStages.Trigger1);
        await cast.RowShowsAsync(old.Id, (OrderColumns.Status, SheetStatus.InProgress));

        await cast.BeforeDeathAsync();
        await world.Functions.KillAsync();
        var ended = await TurnMemoryBackAsync();
        await world.Functions.StartAsync(cancellationToken, OutageStory.WithCatchUp);
        await cast.Wait.UntilAsync(async () => (await cast.Clerk.TabsAsync()).Contains(ended.Title)
            ? null
            : $"no tab «{ended.Title}» came to be", AfterDeath);

        var fresh = await cast.Manager.AddAsync(new { name = "Полка", pipeline = SmokeStages.Sotuv1, status = SmokeStages.Trigger1 });
        await cast.RowShowsAsync(fresh.Id, (OrderColumns.Status, SheetStatus.InProgress));
        // A late edit in the archived tab still moves its lead.
        await cast.Clerk.TypeAsync(old.Id, OrderColumns.OrderNumber, "B-11", ended.Title);
        await cast.Wait.UntilAsync(() => cast.Manager.NotAtAsync(old.Id, SmokeStages.Sotuv1, SmokeStages.Sent1));
        await cast.EnsureNoRowAsync(old.Id);
        var tabs = await cast.Clerk.TabsAsync();
        if (tabs.Count(title => title is DemoSpreadsheet.OrderTab) != 1 || tabs.Count != 3)
            throw new SmokeFailure($"the spreadsheet has the tabs {string.Join(", ", tabs)}, not the active one, the archived one and the staff's");
    }

    /// <summary>The lease of a killed pass has to run out (15 s) before the next one may begin.</summary>
    private static TimeSpan AfterDeath => TimeSpan.FromSeconds(40);

    private async Task<TabPeriod> TurnMemoryBackAsync()
    {
        ICursorStore cursors = new TableCursorStore(world.Tables.Open(), new AccountPartition(DemoAccount.Subdomain));
        var cursor = await cursors.ReadAsync(CursorName, cancellationToken) ?? throw new SmokeFailure($"the service keeps no cursor {CursorName}");
        var now = MonthTabs.Parse(cursor.Value) ?? throw new SmokeFailure($"the cursor {CursorName} cannot be read");
        var before = now with { Period = now.Period with { Start = now.Period.Start.AddMonths(-1) } };
        await cursors.WriteAsync(CursorName, before.ToText(), cursor.Version, cancellationToken);
        return before.Period;
    }
}
