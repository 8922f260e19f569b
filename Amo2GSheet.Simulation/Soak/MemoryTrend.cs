using System.Diagnostics;
using Amo2GSheet.Simulation.Sandbox;

namespace Amo2GSheet.Simulation.Soak;

/// <summary>
/// The memory of the service's process. Judged is the last process of the run, from its warm-up on: the median of its last samples may
/// be above that of its first ones by no more than <see cref="MostGrowthMb"/> and a little for each tracked row.
/// </summary>
/// <param name="functions">The process.</param>
/// <param name="time">The clock.</param>
internal sealed class MemoryTrend(FunctionsProcess functions, TimeProvider time)
{
    /// <summary>What a healthy process was never seen to come near: the heap breathes between collections.</summary>
    public const double MostGrowthMb = 64;

    private const double MbOfRow = 0.01;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly List<double> _samples = [];
    private readonly Lock _lock = new();
    private (int? Process, long Since) _watched;

    /// <summary>Takes samples until it is cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Take();
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What was seen.</summary>
    /// <param name="rows">How many rows the service tracks in the end.</param>
    public MemoryReport Report(int rows)
    {
        lock (_lock)
        {
            var part = Math.Max(1, _samples.Count / 5);
            return _samples.Count == 0
                ? new MemoryReport(0, 0, 0, MostGrowthMb)
                : new MemoryReport(_samples.Count, Median(_samples.Take(part)), Median(_samples.TakeLast(part)), MostGrowthMb + (rows * MbOfRow));
        }
    }

    private static double Median(IEnumerable<double> samples)
    {
        var sorted = samples.Order().ToArray();
        return Math.Round(sorted[sorted.Length / 2], 1);
    }

    private void Take()
    {
        if (functions.ProcessId is not { } id)
            return;
        lock (_lock)
        {
            if (_watched.Process != id)
            {
                _watched = (id, time.GetTimestamp());
                _samples.Clear();
            }

            if (time.GetElapsedTime(_watched.Since) < WarmUp)
                return;
            try
            {
                using var process = Process.GetProcessById(id);
                _samples.Add(process.WorkingSet64 / 1024.0 / 1024.0);
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                // It was killed between two looks.
            }
        }
    }
}

/// <summary>The memory of the last process, in megabytes of resident memory.</summary>
/// <param name="Samples">How many samples after the warm-up.</param>
/// <param name="FirstMb">Median of the first fifth.</param>
/// <param name="LastMb">Median of the last fifth.</param>
/// <param name="MostGrowthMb">How much more the last may be.</param>
internal sealed record MemoryReport(int Samples, double FirstMb, double LastMb, double MostGrowthMb)
{
    /// <summary>Whether it stayed within the bound.</summary>
    public bool IsFlat => LastMb - FirstMb <= MostGrowthMb;
}
