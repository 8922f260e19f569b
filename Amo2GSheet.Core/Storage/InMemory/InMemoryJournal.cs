using System.Runtime.CompilerServices;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Storage.InMemory;

/// <summary>The journal in memory; like its remote twin it holds the same entry once, however often it is written.</summary>
internal sealed class InMemoryJournal : IJournal
{
    private readonly InMemoryGate _gate = new();
    private readonly Dictionary<LeadId, List<JournalEntry>> _entries = [];
    private readonly HashSet<JournalEntry> _known = [];

    public Task WriteAsync(IReadOnlyCollection<JournalEntry> entries, CancellationToken cancellationToken) =>
        _gate.Answer(() =>
        {
            foreach (var group in entries.GroupBy(entry => entry.Lead))
                Write(group.Key, group);
            return true;
        }, cancellationToken);

    public async IAsyncEnumerable<JournalEntry> ReadAsync(LeadId lead, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var entries = await _gate.Answer(() =>
            _entries.TryGetValue(lead, out var written) ? Enumerable.Reverse(written).OrderByDescending(entry => entry.At).ToList() : [], cancellationToken);
        foreach (var entry in entries)
            yield return entry;
    }

    private void Write(LeadId lead, IEnumerable<JournalEntry> entries)
    {
        if (!_entries.TryGetValue(lead, out var written))
            _entries[lead] = written = [];
        foreach (var entry in entries)
        {
            var kept = entry with
            {
                Before = TableValues.Cut(entry.Before),
                After = TableValues.Cut(entry.After),
                Detail = TableValues.Cut(entry.Detail),
            };
            // The bells are no part of what makes an entry the same.
            if (_known.Add(kept with { Heard = null }))
                written.Add(kept);
        }
    }
}
