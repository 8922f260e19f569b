namespace Amo2GSheet.Simulation.Sandbox;

/// <summary>What the service prints, over all its restarts.</summary>
/// <param name="show">Takes each line at once; null to show none.</param>
internal sealed class FunctionsLog(Action<string>? show)
{
    private const int Kept = 80;

    private readonly Queue<string> _lines = new();

    /// <summary>Raised after a line was taken; from any thread.</summary>
    public event Action? Added;

    /// <summary>The last lines, oldest first.</summary>
    public IReadOnlyList<string> Last
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Takes a line.</summary>
    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Kept)
                _lines.Dequeue();
        }

        show?.Invoke(line);
        Added?.Invoke();
    }
}
