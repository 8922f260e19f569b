namespace Amo2GSheet.Sandbox.Processes;

/// <summary>The last lines that a child printed, for messages about its failure.</summary>
internal sealed class OutputTail
{
    private const int Capacity = 200;
    private const int Quoted = 20;

    private readonly Queue<string> _lines = new();

    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Capacity)
            {
                _lines.Dequeue();
            }
        }
    }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>The very last lines, indented, ready to follow a sentence.</summary>
    public override string ToString()
    {
        var lines = Lines;
        return lines.Count == 0
            ? "It printed nothing."
            : "Its last output:" + string.Concat(lines.TakeLast(Quoted).Select(line => $"{System.Environment.NewLine}  {line}"));
    }
}
