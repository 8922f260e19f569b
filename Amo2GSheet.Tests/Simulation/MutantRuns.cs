using System.Collections.Concurrent;

namespace Amo2GSheet.Tests.Simulation;

/// <summary>Runs seeds of mutants and of the code as it is, on as many threads as the machine has processors.</summary>
/// <param name="mutants">The mutants.</param>
internal sealed class MutantRuns(IReadOnlyList<Mutant> mutants)
{
    /// <summary>The seeds among which each mutant must be found.</summary>
    public const int MostSeeds = 13_000;

    /// <summary>A mutant may hang; a run that does not end counts for nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lazy<byte[]> _core = new(() => ProductCompiler.Compile(mutants));

    /// <summary>Runs seeds, each with the mutant of that number or, for 0, with the code as it is.</summary>
    /// <param name="runs">Which.</param>
    /// <param name="ended">Hears the first of what the checker found, or null; on whatever thread.</param>
    public async Task RunAsync(IEnumerable<(int Seed, int Mutant)> runs, Action<int, int, string?> ended)
    {
        var core = _core.Value;
        using var waiting = runs.GetEnumerator();
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(async () =>
        {
            await using var product = new SimulatedProduct(core);
            while (Next() is var (seed, mutant))
                ended(seed, mutant, await LookAsync(product, seed, mutant));
        })));

        (int Seed, int Mutant)? Next()
        {
            lock (waiting)
                return waiting.MoveNext() ? waiting.Current : null;
        }
    }

    /// <summary>Looks for the first seed that finds each of some mutants.</summary>
    /// <param name="numbers">The mutants' numbers.</param>
    /// <param name="progress">Hears of all that is found so far; may be null.</param>
    /// <returns>Seed and violation by number; nothing for those that no seed finds.</returns>
    public async Task<IReadOnlyDictionary<int, (int Seed, string Violation)>> SearchAsync(
        IReadOnlyCollection<int> numbers, Action<IReadOnlyDictionary<int, (int Seed, string Violation)>>? progress)
    {
        var found = new ConcurrentDictionary<int, (int Seed, string Violation)>();
        // Seed by seed, so that each is tried only for what no earlier one has found.
        var runs = Enumerable.Range(1, MostSeeds).SelectMany(seed => numbers.Where(number => !found.ContainsKey(number)).Select(number => (seed, number)));
        await RunAsync(runs, (seed, number, violation) =>
        {
            if (violation is null)
                return;
            lock (found)
            {
                // Two seeds are tried at once, and the later may be done first.
                if (!found.TryGetValue(number, out var other) || seed < other.Seed)
                    found[number] = (seed, violation);
                progress?.Invoke(found);
            }
        });
        return found;
    }

    private static async Task<string?> LookAsync(SimulatedProduct product, int seed, int mutant)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await product.RunAsync(seed, mutant, patience.Token) is [var violation, ..] ? violation : null;
        }
#pragma warning disable CA1031 // A mutant may throw whatever it likes: that is no finding of the checker's.
        catch (Exception) when (mutant > 0)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
