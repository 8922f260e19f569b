using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Kpi.Intake;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.Storage.InMemory;

/// <summary>The leads that came in, in memory.</summary>
internal sealed class InMemoryIntakeStore : IIntakeStore
{
    private readonly InMemoryGate _gate = new();
    private readonly SortedDictionary<(DateOnly, LeadId), IntakeLead> _leads = [];

    public Task<IReadOnlyList<IntakeLead>> ReadAsync(KpiRange range, CancellationToken cancellationToken) =>
        _gate.Answer<IReadOnlyList<IntakeLead>>(() => [.. _leads.Values.Where(lead => range.Holds(lead.Day))], cancellationToken);

    public Task SaveAsync(IReadOnlyCollection<IntakeLead> leads, CancellationToken cancellationToken) => _gate.Answer(() =>
    {
        foreach (var lead in leads)
            _leads[(lead.Day, lead.Lead)] = lead;
        return true;
    }, cancellationToken);

    public Task ClearAsync(CancellationToken cancellationToken) => _gate.Answer(() =>
    {
        _leads.Clear();
        return true;
    }, cancellationToken);
}
