using System.Collections.Concurrent;
using System.Globalization;

namespace Amo2GSheet.Cli.Simulation;

/// <summary>Many runs, on as many threads as the machine has processors.</summary>
internal static class SimulationRuns
{
    /// <summary>Runs seeds.</summary>
    /// <param name="first">The first seed.</param>
    /// <param name="count">How many.</param>
    /// <param name="ended">Hears of each run that ended, on whatever thread it ran; may be null.</param>
    /// <param name="cancellationToken">Stops after the runs under way; what has ended is summed up.</param>
    public static async Task<SimulationSummary> RunAsync(int first, int count, Action<SimulationResult>? ended, CancellationToken cancellationToken)
    {
        var results = new ConcurrentBag<SimulationResult>();
        var next = first - 1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(count, Environment.ProcessorCount)).Select(_ => Task.Run(WorkAsync, CancellationToken.None)));
        return new SimulationSummary([.. results.OrderBy(result => result.Seed)]);

        async Task WorkAsync()
        {
            await using var rig = await Rig.OpenAsync(CancellationToken.None);
            while (!cancellationToken.IsCancellationRequested && Interlocked.Increment(ref next) is var seed && seed < first + count)
            {
                var result = await SimulationRun.RunAsync(seed, rig, null, CancellationToken.None);
                results.Add(result);
                ended?.Invoke(result);
            }
        }
    }
}

/// <summary>What many runs came to.</summary>
/// <param name="Runs">The runs, by seed.</param>
internal sealed record SimulationSummary(IReadOnlyList<SimulationResult> Runs)
{
    /// <summary>The runs in which something happened that must not.</summary>
    public IReadOnlyList<SimulationResult> Violated => [.. Runs.Where(run => run.Violations.Count > 0)];

    /// <summary>One line: runs, steps, faults by kind, collisions, violations.</summary>
    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"{Runs.Count} runs, {Runs.Sum(run => run.Steps)} steps, faults: {Faults}; {Runs.Sum(run => run.Collisions)} edits typed under a write, {Violated.Count} runs with violations");

    private string Faults => string.Join(", ", Runs.SelectMany(run => run.Faults)
        .GroupBy(fault => fault.Key, fault => fault.Value)
        .OrderBy(kind => kind.Key)
        .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Key} {kind.Sum()}")));
}
