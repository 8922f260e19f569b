namespace Amo2GSheet.Simulation.Smoke;

/// <summary>Waits for what has to come true, by looking again and again, and no longer than its bound.</summary>
/// <param name="time">The clock.</param>
/// <param name="cancellationToken">Ends every wait.</param>
internal sealed class Wait(TimeProvider time, CancellationToken cancellationToken)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Looks until nothing is missing.</summary>
    /// <param name="missing">What is still missing, in words; null when all is there.</param>
    /// <param name="bound">How long to look; 20 s when null.</param>
    /// <exception cref="SmokeFailure">Something is missing to the end; says what.</exception>
    public async Task UntilAsync(Func<Task<string?>> missing, TimeSpan? bound = null)
    {
        var began = time.GetTimestamp();
        while (await missing() is { } what)
        {
            if (time.GetElapsedTime(began) > (bound ?? Bound))
                throw new SmokeFailure($"{what} (after {(bound ?? Bound).TotalSeconds:0} s)");
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
