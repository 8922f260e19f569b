namespace Amo2GSheet.Benchmarks;

/// <summary>Times in milliseconds, sorted.</summary>
internal sealed class Latencies(IEnumerable<TimeSpan> times)
{
    private readonly double[] _sorted = [.. times.Select(time => time.TotalMilliseconds).Order()];

    public double Max => _sorted[^1];

    /// <summary>The smallest time that at least this share of all times does not exceed (nearest rank: always one that was measured).</summary>
    public double Percentile(double share) => _sorted[Math.Max(0, (int)Math.Ceiling(share * _sorted.Length) - 1)];
}
