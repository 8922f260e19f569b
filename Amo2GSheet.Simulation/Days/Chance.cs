using System.Diagnostics.CodeAnalysis;

namespace Amo2GSheet.Simulation.Days;

/// <summary>All chance of a run, out of its seed.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Chance that can be repeated; nothing secret hangs on it.")]
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>True with a probability.</summary>
    public bool Is(double probability) => probability > 0 && _random.NextDouble() < probability;

    /// <summary>A whole number from <paramref name="from"/> up to, not including, <paramref name="below"/>.</summary>
    public int Number(int from, int below) => _random.Next(from, below);

    /// <summary>A time between two.</summary>
    public TimeSpan Time(double fromSeconds, double toSeconds) => TimeSpan.FromSeconds(Math.Round(fromSeconds + (_random.NextDouble() * (toSeconds - fromSeconds)), 3));

    /// <summary>A fraction of one, for those who take their chance as a function.</summary>
    public double Fraction() => _random.NextDouble();

    /// <summary>One of several.</summary>
    public T Of<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>The same in another order.</summary>
    public IReadOnlyList<T> Shuffled<T>(IEnumerable<T> items)
    {
        T[] all = [.. items];
        _random.Shuffle(all);
        return all;
    }

    /// <summary>Chance of its own, so that what one part draws does not shift what another gets.</summary>
    public Chance Split() => new(_random.Next());
}
