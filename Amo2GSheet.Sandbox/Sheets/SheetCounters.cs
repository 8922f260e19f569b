using System.Collections.Concurrent;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>How often the API was called. Token calls and control calls do not count; refused calls do.</summary>
public sealed class SheetCounters
{
    private readonly ConcurrentDictionary<string, (bool IsWrite, int Count)> _calls = new(StringComparer.Ordinal);

    /// <summary>Calls that retrieve.</summary>
    public int Reads => _calls.Values.Where(call => !call.IsWrite).Sum(call => call.Count);

    /// <summary>Calls that change.</summary>
    public int Writes => _calls.Values.Where(call => call.IsWrite).Sum(call => call.Count);

    /// <summary>Calls by route, e.g. `POST v4/spreadsheets/{id}:batchUpdate`.</summary>
    public IReadOnlyDictionary<string, int> Routes =>
        _calls.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => pair.Value.Count);

    /// <summary>Calls of one route; 0 when it was never called.</summary>
    public int Count(string route) => _calls.TryGetValue(route, out var call) ? call.Count : 0;

    /// <summary>Starts again at zero.</summary>
    public void Reset() => _calls.Clear();

    internal void Add(SheetsMethod method) =>
        _calls.AddOrUpdate(method.Label, (method.IsWrite, 1), (_, call) => (call.IsWrite, call.Count + 1));
}
