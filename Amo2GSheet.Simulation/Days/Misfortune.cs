namespace Amo2GSheet.Simulation.Days;

/// <summary>What befalls a request on any line before it arrives.</summary>
internal static class Misfortune
{
    /// <summary>How long Google's client waits; it does so by the machine's clock, so its giving up is played here.</summary>
    public static readonly TimeSpan GooglePatience = TimeSpan.FromSeconds(60);

    /// <summary>Lets the request arrive, or not.</summary>
    /// <param name="faults">What goes wrong.</param>
    /// <param name="steps">The caller's steps.</param>
    /// <param name="patience">When the caller gives up by itself; null when its token says so.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <exception cref="HttpRequestException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">There was no answer, and the caller gave up.</exception>
    public static async Task StrikeAsync(Faults faults, ProcessSteps steps, TimeSpan? patience, CancellationToken cancellationToken)
    {
        if (faults.Strikes(Fault.RequestLost, 0.006))
            throw new HttpRequestException("The connection broke.");
        if (!faults.Strikes(Fault.TimeOut, 0.004))
            return;

        var gaveUp = new TaskCompletionSource();
        cancellationToken.Register(() => gaveUp.TrySetCanceled(cancellationToken));
        if (patience is { } wait)
            steps.In(wait, () => gaveUp.TrySetException(new TaskCanceledException("No answer in time.", new TimeoutException())));
        await gaveUp.Task;
    }
}
