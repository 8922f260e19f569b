using System.Text.Json.Serialization;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>Something that is to go wrong with coming API calls.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SheetFault
{
    /// <summary>`429`, `500`, `503`; `timeout` (hold, then drop the connection, nothing done); `lost` (done, then the connection dropped).</summary>
    public required string Kind { get; init; }

    /// <summary>How many calls it hits.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Only calls whose route contains this text, e.g. `:batchUpdate` or `GET `; absent = all.</summary>
    public string? Route { get; init; }

    /// <summary>`timeout`: seconds on the simulator's clock before the connection is dropped.</summary>
    public double HoldSeconds { get; init; } = 100;

    internal const string Timeout = "timeout";
    internal const string Lost = "lost";

    internal bool IsKnown => Kind is "429" or "500" or "503" or Timeout or Lost;
}

/// <summary>Armed faults, and edits that people make right before the next write or read. Taken one call at a time.</summary>
public sealed class SheetFaults
{
    private readonly Lock _lock = new();
    private readonly List<SheetFault> _armed = [];
    private readonly List<(bool Write, string SpreadsheetId, IReadOnlyList<PersonEdit> Edits)> _ambushes = [];

    /// <summary>What is still to come.</summary>
    public IReadOnlyList<SheetFault> Armed
    {
        get
        {
            lock (_lock)
                return [.. _armed];
        }
    }

    /// <summary>Arms a fault.</summary>
    /// <exception cref="ArgumentException">The kind is none that this knows.</exception>
    public void Arm(SheetFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (!fault.IsKnown || fault.Times < 1)
            throw new ArgumentException($"A fault is one of 429, 500, 503, timeout, lost, at least once; not '{fault.Kind}' × {fault.Times}.");
        lock (_lock)
            _armed.Add(fault);
    }

    /// <summary>Has people edit right before the next write call is done, after everything that the caller has read.</summary>
    public void BeforeNextWrite(string spreadsheetId, params IReadOnlyList<PersonEdit> edits) => Ambush(write: true, spreadsheetId, edits);

    /// <summary>Has people edit right before the next read call is answered.</summary>
    public void BeforeNextRead(string spreadsheetId, params IReadOnlyList<PersonEdit> edits) => Ambush(write: false, spreadsheetId, edits);

    /// <summary>Disarms one kind; edits that wait for a call stay.</summary>
    internal void Disarm(string kind)
    {
        lock (_lock)
            _armed.RemoveAll(fault => fault.Kind == kind);
    }

    /// <summary>Disarms everything.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _armed.Clear();
            _ambushes.Clear();
        }
    }

    internal SheetFault? Take(string route)
    {
        lock (_lock)
        {
            var index = _armed.FindIndex(fault => fault.Route is null || route.Contains(fault.Route, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
                return null;
            var fault = _armed[index];
            if (fault.Times == 1)
                _armed.RemoveAt(index);
            else
                _armed[index] = fault with { Times = fault.Times - 1 };
            return fault;
        }
    }

    internal (string SpreadsheetId, IReadOnlyList<PersonEdit> Edits)? TakeAmbush(bool write)
    {
        lock (_lock)
        {
            var index = _ambushes.FindIndex(ambush => ambush.Write == write);
            if (index < 0)
                return null;
            var found = _ambushes[index];
            _ambushes.RemoveAt(index);
            return (found.SpreadsheetId, found.Edits);
        }
    }

    private void Ambush(bool write, string spreadsheetId, IReadOnlyList<PersonEdit> edits)
    {
        lock (_lock)
            _ambushes.Add((write, spreadsheetId, edits));
    }
}
