using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Storage.InMemory;

/// <summary>The inbox in memory.</summary>
internal sealed class InMemoryInboxStore : IInboxStore
{
    private readonly InMemoryGate _gate = new();
    private readonly Dictionary<LeadId, InboxEntry> _entries = [];

    public Task PutAsync(IReadOnlyCollection<LeadBell> bells, DateTimeOffset now, CancellationToken cancellationToken) =>
        _gate.Answer(() =>
        {
            foreach (var bell in InboxRules.Merge(bells))
            {
                var entry = _entries.TryGetValue(bell.Lead, out var waiting) ? InboxRules.Again(waiting, bell, now) : InboxRules.First(bell, now);
                _entries[bell.Lead] = entry with { Version = _gate.NextVersion() };
            }

            return true;
        }, cancellationToken);

    public Task<IReadOnlyList<InboxEntry>> ReadAsync(int max, CancellationToken cancellationToken) =>
        _gate.Answer(() => InboxRules.Order(_entries.Values, max), cancellationToken);

    public Task<InboxEntry?> FindAsync(LeadId lead, CancellationToken cancellationToken) =>
        _gate.Answer(() => _entries.GetValueOrDefault(lead), cancellationToken);

    public Task<int> CompleteAsync(IReadOnlyCollection<InboxEntry> entries, CancellationToken cancellationToken) =>
        _gate.Answer(() =>
        {
            var stayed = 0;
            foreach (var entry in entries.DistinctBy(entry => entry.Lead))
            {
                if (IsCurrent(entry))
                    _entries.Remove(entry.Lead);
                else if (_entries.ContainsKey(entry.Lead))
                    stayed++;
            }

            return stayed;
        }, cancellationToken);

    public Task PostponeAsync(IReadOnlyCollection<(InboxEntry Entry, string Reason)> entries, CancellationToken cancellationToken) =>
        _gate.Answer(() =>
        {
            foreach (var (entry, reason) in entries.Where(postponed => IsCurrent(postponed.Entry)))
            {
                _entries[entry.Lead] = entry with
                {
                    Attempts = entry.Attempts + 1,
                    LastError = TableValues.Cut(reason, InboxRules.LongestReason),
                    Version = _gate.NextVersion(),
                };
            }

            return true;
        }, cancellationToken);

    private bool IsCurrent(InboxEntry entry) => _entries.TryGetValue(entry.Lead, out var waiting) && waiting.Version == entry.Version;
}
