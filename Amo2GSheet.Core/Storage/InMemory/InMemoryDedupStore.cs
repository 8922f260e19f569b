using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Storage.InMemory;

/// <summary>What was handled, in memory.</summary>
internal sealed class InMemoryDedupStore : IDedupStore
{
    private readonly InMemoryGate _gate = new();
    private readonly Dictionary<(LeadId Lead, long StatusId), Handled> _handled = [];

    public Task<Handled?> FindAsync(LeadId lead, long statusId, CancellationToken cancellationToken) =>
        _gate.Answer(() => _handled.GetValueOrDefault((lead, statusId)), cancellationToken);

    public Task<IReadOnlyList<Handled>> ReadAsync(LeadId lead, CancellationToken cancellationToken) =>
        _gate.Answer<IReadOnlyList<Handled>>(() => [.. _handled.Values.Where(one => one.Lead == lead)], cancellationToken);

    public Task MarkAsync(IReadOnlyCollection<Handled> handled, CancellationToken cancellationToken) =>
        _gate.Answer(() =>
        {
            foreach (var one in DedupRules.Newest(handled))
                _handled[(one.Lead, one.StatusId)] = one with { LastModified = BaseRules.ToTheSecond(one.LastModified) };
            return true;
        }, cancellationToken);
}
