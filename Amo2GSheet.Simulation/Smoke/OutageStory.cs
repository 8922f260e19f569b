using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Simulation.Sandbox;

namespace Amo2GSheet.Simulation.Smoke;

/// <summary>Step 10: webhooks that never come, healed by the sweep.</summary>
/// <param name="cast">Who plays.</param>
/// <param name="functions">The service's process.</param>
/// <param name="cancellationToken">Ends the story.</param>
internal sealed class OutageStory(SmokeCast cast, FunctionsProcess functions, CancellationToken cancellationToken)
{
    /// <summary>Catch-up comes by itself as in real life, only sooner.</summary>
    public static readonly IReadOnlyDictionary<string, string?> WithCatchUp = new Dictionary<string, string?> { ["CATCH_UP_SECONDS"] = "5" };

    /// <summary>Step 10.</summary>
    public async Task IsHealedAsync()
    {
        await cast.Manager.DropWebhooksAsync();
        var added = await cast.Manager.AddAsync(new { name = "Шкаф", pipeline = SmokeStages.Sotuv1, status = SmokeStages.Trigger1 });
        await cast.Manager.MoveAsync(SmokeStages.Bystander, SmokeStages.Trigger1);
        await cast.Manager.MoveAsync(SmokeStages.Hotel, SmokeStages.Reject1);
        await cast.Manager.DeleteAsync(SmokeStages.Pillows);
        await cast.PassedAsync();
        // Else a webhook had come through, and the step would show nothing.
        await cast.EnsureNoRowAsync(added.Id);
        await cast.EnsureNoRowAsync(SmokeStages.Bystander);

        await cast.BeforeDeathAsync();
        await functions.StartAsync(cancellationToken, WithCatchUp);

        await cast.RowShowsAsync(added.Id, (OrderColumns.Status, SheetStatus.InProgress));
        await cast.RowShowsAsync(SmokeStages.Bystander, (OrderColumns.Status, SheetStatus.InProgress));
        await cast.RowShowsAsync(SmokeStages.Hotel, (OrderColumns.Status, SheetStatus.Rejected));
        await cast.Wait.UntilAsync(async () => (await cast.Journal.DecisionsAsync(SmokeStages.Pillows)).Contains("LeadGone")
            ? null
            : $"the journal of the deleted lead {SmokeStages.Pillows} does not say LeadGone");
        await cast.Manager.MendAsync();
    }
}
