namespace Amo2GSheet.Benchmarks.Scenarios;

/// <summary>Waits for something to be seen.</summary>
internal static class Wait
{
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(100);

    /// <summary>Looks until it is so.</summary>
    /// <exception cref="TimeoutException">It was not so in time.</exception>
    public static async Task UntilAsync(string what, Func<bool> isSo, TimeSpan patience, CancellationToken cancellationToken, TimeSpan? every = null)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        while (!isSo())
        {
            if (time.GetElapsedTime(start) > patience)
                throw new TimeoutException($"Waited {patience.TotalSeconds:0} s until {what}.");
            await Task.Delay(every ?? Usual, time, cancellationToken);
        }
    }
}
