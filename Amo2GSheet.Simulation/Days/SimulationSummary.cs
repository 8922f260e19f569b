using System.Globalization;

namespace Amo2GSheet.Simulation.Days;

/// <summary>What runs came to. Of a run that went well only its counts are kept: there may be a million.</summary>
internal sealed class SimulationSummary
{
    private readonly SortedDictionary<Fault, long> _faults = [];
    private readonly List<SimulationResult> _violated = [];

    /// <summary>How many runs ended.</summary>
    public int Runs { get; private set; }

    /// <summary>How many things happened in them.</summary>
    public long Steps { get; private set; }

    /// <summary>How often each fault struck.</summary>
    public IReadOnlyDictionary<Fault, long> Faults => _faults;

    /// <summary>How often a person typed into a cell in the very moment in which it was written.</summary>
    public long Collisions { get; private set; }

    /// <summary>How many ended with a comparison of both sides.</summary>
    public int Compared { get; private set; }

    /// <summary>The runs in which something happened that must not, by seed.</summary>
    public IReadOnlyList<SimulationResult> Violated => [.. _violated.OrderBy(run => run.Seed)];

    /// <summary>One line: runs, steps, faults by kind, collisions, violations.</summary>
    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"{Runs} runs, {Steps} steps, faults: {string.Join(", ", Faults.Select(fault => string.Create(CultureInfo.InvariantCulture, $"{fault.Key} {fault.Value}")))}; {Collisions} edits typed under a write, {_violated.Count} runs with violations");

    /// <summary>Counts a run.</summary>
    public void Add(SimulationResult result)
    {
        Runs++;
        Steps += result.Steps;
        Collisions += result.Collisions;
        Compared += result.Compared ? 1 : 0;
        foreach (var (fault, count) in result.Faults)
            _faults[fault] = _faults.GetValueOrDefault(fault) + count;
        if (result.Violations.Count > 0)
            _violated.Add(result);
    }
}
