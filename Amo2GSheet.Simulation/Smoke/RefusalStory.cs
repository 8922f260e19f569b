using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Simulation.Sandbox;

namespace Amo2GSheet.Simulation.Smoke;

/// <summary>Steps 4, 5 and 8: orders that are rejected, from either side, and leads that never become rows.</summary>
/// <param name="cast">Who plays.</param>
/// <param name="time">The clock.</param>
internal sealed class RefusalStory(SmokeCast cast, TimeProvider time)
{
    /// <summary>Step 4.</summary>
    public async Task ClerkRejectsAsync()
    {
        await cast.Manager.MoveAsync(SmokeStages.Formula, SmokeStages.Trigger2);
        await cast.RowShowsAsync(
            SmokeStages.Formula,
            ("Адрес", "=HYPERLINK(\"http://x\")"),
            (OrderColumns.Pipeline, SmokeStages.Sotuv2),
            (OrderColumns.Status, SheetStatus.InProgress));

        await cast.Clerk.TypeAsync(SmokeStages.Formula, OrderColumns.Status, SheetStatus.Rejected);
        await cast.Wait.UntilAsync(() => cast.Manager.NotAtAsync(SmokeStages.Formula, SmokeStages.Sotuv2, SmokeStages.Reject2));
        await cast.EnsureRowAsync(SmokeStages.Formula, (OrderColumns.Status, SheetStatus.Rejected));
    }

    /// <summary>Step 5.</summary>
    public async Task ManagerRejectsAsync()
    {
        await cast.Manager.MoveAsync(SmokeStages.Regular, SmokeStages.Trigger2);
        await cast.RowShowsAsync(SmokeStages.Regular, (OrderColumns.Status, SheetStatus.InProgress));

        await cast.Manager.MoveAsync(SmokeStages.Regular, SmokeStages.Reject2);
        await cast.RowShowsAsync(SmokeStages.Regular, (OrderColumns.Status, SheetStatus.Rejected));
    }

    /// <summary>Step 8.</summary>
    public async Task StayOutAsync()
    {
        await cast.Manager.SubscribeAsync();
        await cast.Manager.MoveAsync(SmokeStages.Candidate, SmokeStages.Trigger1);
        var longAgo = (time.GetUtcNow() - (4 * FunctionsSettings.Reach)).ToUnixTimeSeconds();
        var old = await cast.Manager.AddAsync(new
        {
            name = "Старый лид",
            pipeline = SmokeStages.Sotuv1,
            status = SmokeStages.Trigger1,
            createdAt = longAgo,
            updatedAt = longAgo,
        });

        await cast.Wait.UntilAsync(() => UndecidedAsync(SmokeStages.Candidate, "PipelineOutOfScope"));
        await cast.Wait.UntilAsync(() => UndecidedAsync(old.Id, "BeforeCutOff"));
        await cast.EnsureNoRowAsync(SmokeStages.Candidate);
        await cast.EnsureNoRowAsync(old.Id);
    }

    private async Task<string?> UndecidedAsync(long lead, string reason)
    {
        var decisions = await cast.Journal.DecisionsAsync(lead);
        return decisions.Contains(reason)
            ? null
            : $"the journal of lead {lead} holds [{string.Join(", ", decisions)}], not {reason}";
    }
}
