using Amo2GSheet.Simulation.Sandbox;

namespace Amo2GSheet.Simulation.Smoke;

/// <summary>The main story, step by step; then the pace of webhooks and the number of calls.</summary>
internal static class SmokeRun
{
    /// <summary>Plays.</summary>
    /// <param name="world">The started sandbox.</param>
    /// <param name="tell">Told each step as it ends.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the story; what was played is lost.</param>
    public static async Task<SmokeReport> PlayAsync(
        SandboxWorld world, Action<SmokeStep> tell, TimeProvider time, CancellationToken cancellationToken)
    {
        using var cast = new SmokeCast(world, time, cancellationToken);
        var steps = new List<SmokeStep>();
        foreach (var (name, play) in Story(world, cast, time, cancellationToken))
            await PlayStepAsync(name, play);

        var load = new WebhookLoad(cast, time, cancellationToken);
        AckMs? ack = null;
        CallTotals? calls = null;
        var measured = await TryAsync("webhooks at 50 a second are all answered", async () => ack = await load.MeasureAsync());
        var counted = await TryAsync("calls are counted", async () => calls = await cast.CountCallsAsync());
        foreach (var failed in new[] { measured, counted }.Where(step => !step.Ok))
            tell(failed);

        return new SmokeReport(measured.Ok && counted.Ok && steps.TrueForAll(step => step.Ok), steps, ack, calls);

        async Task PlayStepAsync(string name, Func<Task> play)
        {
            var step = await TryAsync(name, play);
            steps.Add(step);
            tell(step);
        }

        async Task<SmokeStep> TryAsync(string name, Func<Task> play)
        {
            var began = time.GetTimestamp();
            try
            {
                await play();
                return new SmokeStep(name, true, Elapsed());
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // Only our own failures are sentences; of the others the type says more than the message.
                var why = failure is SmokeFailure ? failure.Message : $"{failure.GetType().Name}: {failure.Message}";
                return new SmokeStep(name, false, Elapsed(), why);
            }

            long Elapsed() => (long)time.GetElapsedTime(began).TotalMilliseconds;
        }
    }

    private static IEnumerable<(string Name, Func<Task> Play)> Story(
        SandboxWorld world, SmokeCast cast, TimeProvider time, CancellationToken cancellationToken)
    {
        var order = new OrderStory(cast);
        var refusals = new RefusalStory(cast, time);
        var deliveries = new DeliveryStory(cast, world.Functions, cancellationToken);
        var logIn = new LogInStory(cast, cancellationToken);
        var outage = new OutageStory(cast, world.Functions, cancellationToken);
        var month = new MonthStory(cast, world, cancellationToken);
        var firstSync = new FirstSyncStory(cast, world.Functions, time, cancellationToken);
        var people = new OperatorStory(cast, world, cancellationToken);

        yield return ("1 a lead at the trigger stage becomes a row", order.BecomesRowAsync);
        yield return ("2 an order number moves the lead to «Заказ отправлен»", order.GetsOrderNumberAsync);
        yield return ("3 «У курера» wins the lead, and the echo changes nothing", order.IsWonAsync);
        yield return ("4 «Отказ» moves the lead to its own pipeline's reject stage", refusals.ClerkRejectsAsync);
        yield return ("5 a rejection in amoCRM, spelt with Latin letters, shows as «Отказ»", refusals.ManagerRejectsAsync);
        yield return ("6 one webhook ten times makes one row and one journal entry", deliveries.TenTimesAsync);
        yield return ("7 a webhook answered right before a SIGKILL still becomes a row", deliveries.SurvivesKillAsync);
        yield return ("8 leads out of scope or before the cut-off get no row, and a reason", refusals.StayOutAsync);
        yield return ("9 after the tokens were revoked an administrator logs in by the link of /health; the link back works once", logIn.LogsInByLinkAsync);
        yield return ("10 webhooks that never came are made good by the catch-up: new, moved and deleted leads", outage.IsHealedAsync);
        yield return ("11 a month ends: its tab is archived, and a late edit there still moves the lead", month.TurnsAsync);
        yield return ("12 a first sync of 300 leads, killed in the middle, makes 300 rows", firstSync.SurvivesKillAsync);
        yield return ("13 a status pasted over 61 rows moves nothing until a person approves that very set", new HoldStory(cast).WaitsForAPersonAsync);
        yield return ("14 a workbook imported twice creates its leads once", people.ImportsTwiceAsync);
        yield return ("15 check is red, --fix mends, check is green", people.ChecksAndMendsAsync);
    }
}
