namespace Amo2GSheet.Simulation.Days;

/// <summary>Many runs, on as many threads as the machine has processors.</summary>
internal static class SimulationRuns
{
    /// <summary>Runs seeds.</summary>
    /// <param name="first">The first seed.</param>
    /// <param name="count">How many.</param>
    /// <param name="ended">Hears of each run that ended, one at a time; may be null.</param>
    /// <param name="cancellationToken">Stops after the runs under way; what has ended is summed up.</param>
    public static async Task<SimulationSummary> RunAsync(int first, int count, Action<SimulationResult>? ended, CancellationToken cancellationToken)
    {
        var summary = new SimulationSummary();
        var one = new Lock();
        var next = (long)first - 1;
        var end = (long)first + count;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(count, Environment.ProcessorCount)).Select(_ => WorkAsync()));
        return summary;

        async Task WorkAsync()
        {
            await using var rig = await Rig.OpenAsync(null, CancellationToken.None);
            while (!cancellationToken.IsCancellationRequested && Interlocked.Increment(ref next) is var seed && seed < end)
            {
                var result = await SimulationRun.RunAsync((int)seed, rig, null, CancellationToken.None);
                lock (one)
                {
                    summary.Add(result);
                    ended?.Invoke(result);
                }
            }
        }
    }
}
