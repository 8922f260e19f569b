namespace Amo2GSheet.Simulation.Smoke;

/// <summary>
/// How fast webhooks are answered while they come at a steady pace. The pace does not wait for answers, and each is timed from the
/// moment it was due: a service that stalls cannot hide the ones that queue behind.
/// </summary>
/// <param name="cast">Who plays.</param>
/// <param name="time">The clock.</param>
/// <param name="cancellationToken">Ends the measurement.</param>
internal sealed class WebhookLoad(SmokeCast cast, TimeProvider time, CancellationToken cancellationToken)
{
    private const int Webhooks = 400;

    /// <summary>Sent at the same pace and not counted: the story has just started the process anew, and its first calls compile it.</summary>
    private const int WarmUp = 100;

    private const int PerSecond = 50;
    private const int AtOnce = 4;

    /// <summary>Posts a webhook for each of as many leads, out of scope all of them, and times the answers after the warm-up.</summary>
    public async Task<AckMs> MeasureAsync()
    {
        await cast.Manager.UnsubscribeAsync();
        var forms = new WebhookForm[Webhooks];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, Webhooks, options, async (number, _) => forms[number] = WebhookForm.Changed(
            await cast.Manager.AddAsync(new { name = $"Кандидат {number}", pipeline = SmokeStages.Recruiting })));

        var began = time.GetTimestamp();
        var answers = new List<Task<double>>(Webhooks);
        foreach (var form in forms)
        {
            var due = TimeSpan.FromSeconds(1.0 / PerSecond) * answers.Count;
            if (due - time.GetElapsedTime(began) is { Ticks: > 0 } ahead)
                await Task.Delay(ahead, time, cancellationToken);
            answers.Add(PostAsync(form, began, due));
        }

        return AckMs.Of([.. (await Task.WhenAll(answers)).Skip(WarmUp)]);
    }

    private async Task<double> PostAsync(WebhookForm form, long began, TimeSpan due)
    {
        await cast.Service.PostWebhookAsync(form);
        return (time.GetElapsedTime(began) - due).TotalMilliseconds;
    }
}
