using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Simulation.Sandbox;

namespace Amo2GSheet.Simulation.Smoke;

/// <summary>Steps 6 and 7: webhooks that come too often, and a service that dies. The simulator is silent; the webhooks are posted here.</summary>
/// <param name="cast">Who plays.</param>
/// <param name="functions">The service's process.</param>
/// <param name="cancellationToken">Ends the story.</param>
internal sealed class DeliveryStory(SmokeCast cast, FunctionsProcess functions, CancellationToken cancellationToken)
{
    private const int Times = 10;
    private const int AtOnce = 4;
    private const int Seed = 6;

    /// <summary>The lease of a killed pass has to run out (15 s) before the next one may begin.</summary>
    private static readonly TimeSpan AfterDeath = TimeSpan.FromSeconds(40);

    /// <summary>Step 6.</summary>
    public async Task TenTimesAsync()
    {
        await cast.Manager.UnsubscribeAsync();
        var lead = await cast.Manager.MoveAsync(SmokeStages.Pillows, SmokeStages.Trigger1);
        var bystander = await cast.Manager.LookAsync(SmokeStages.Bystander);
        var foreign = await cast.Manager.AddAsync(new { name = "Кандидат: курьер", pipeline = SmokeStages.Recruiting, status = SmokeStages.Trigger1 });
        var forms = Enumerable.Range(0, Times).SelectMany(number => (WebhookForm[])
        [
            WebhookForm.Moved(lead), WebhookForm.Changed(bystander), WebhookForm.Moved(foreign), WebhookForm.ContactChanged(50_100_001 + number),
        ]).ToArray();
        new Random(Seed).Shuffle(forms);

        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(forms, options, async (form, _) => await cast.Service.PostWebhookAsync(form));
        await cast.RowShowsAsync(lead.Id, (OrderColumns.Status, SheetStatus.InProgress));
        await cast.PassedAsync();

        await cast.EnsureRowAsync(lead.Id);
        var decisions = await cast.Journal.DecisionsAsync(lead.Id);
        if (decisions is not ["RowAppended"])
            throw new SmokeFailure($"the journal of lead {lead.Id} holds [{string.Join(", ", decisions)}], not RowAppended alone");
        await cast.EnsureNoRowAsync(foreign.Id);
    }

    /// <summary>Step 7.</summary>
    public async Task SurvivesKillAsync()
    {
        var lead = await cast.Manager.MoveAsync(SmokeStages.Hotel, SmokeStages.Trigger1);
        await cast.BeforeDeathAsync();
        await cast.Service.PostWebhookAsync(WebhookForm.Moved(lead));
        await functions.KillAsync();
        // Else the dead process had done the work, and the step would show nothing.
        await cast.EnsureNoRowAsync(lead.Id);

        await functions.StartAsync(cancellationToken);
        await cast.Wait.UntilAsync(() => cast.Clerk.DifferenceAsync(lead.Id, (OrderColumns.Status, SheetStatus.InProgress)), AfterDeath);
    }
}
