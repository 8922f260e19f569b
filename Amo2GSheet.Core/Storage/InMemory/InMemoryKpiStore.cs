using System.Runtime.CompilerServices;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.Storage.InMemory;

/// <summary>The ledger of credits in memory.</summary>
internal sealed class InMemoryKpiStore : IKpiStore
{
    private readonly InMemoryGate _gate = new();
    private readonly SortedDictionary<LeadId, KpiLead> _leads = [];
    private readonly Dictionary<(DateOnly, string), KpiCredit> _credits = [];

    public Task<KpiStats> ReadStatsAsync(KpiRange range, CancellationToken cancellationToken) =>
        _gate.Answer(() => KpiStats.Of(range, _credits.Values), cancellationToken);

    public Task<IReadOnlyDictionary<LeadId, KpiTally>> ReadLeadTalliesAsync(KpiRange range, CancellationToken cancellationToken) => _gate.Answer(
        () => KpiDay.Sum(_credits.Values.Where(credit => range.Holds(credit.Day)).GroupBy(credit => credit.Day).Select(day => KpiDay.Of(day.Key, [.. day]))), cancellationToken);

    public Task<IReadOnlyList<KpiCredit>> ReadCreditsAsync(KpiQuery query, CancellationToken cancellationToken) => _gate.Answer<IReadOnlyList<KpiCredit>>(
        () => [.. _credits.Values.Where(credit => KpiStoreRules.Asks(query, credit)).OrderBy(credit => credit.Day).ThenBy(KpiStoreRules.Key, StringComparer.Ordinal)],
        cancellationToken);

    public Task<IReadOnlyDictionary<LeadId, KpiLead>> ReadLeadsAsync(IReadOnlyCollection<LeadId> leads, CancellationToken cancellationToken) =>
        _gate.Answer<IReadOnlyDictionary<LeadId, KpiLead>>(
            () => leads.Distinct().Where(_leads.ContainsKey).ToDictionary(lead => lead, lead => _leads[lead]), cancellationToken);

    public async IAsyncEnumerable<KpiLead> ReadAllLeadsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var lead in await _gate.Answer(() => _leads.Values.ToList(), cancellationToken))
            yield return lead;
    }

    public Task<IReadOnlyList<KpiLead>> SaveLeadsAsync(IReadOnlyCollection<KpiLead> leads, CancellationToken cancellationToken) =>
        _gate.Answer<IReadOnlyList<KpiLead>>(() =>
        {
            KpiStoreRules.RefuseDuplicates(leads);
            var saved = new List<KpiLead>(leads.Count);
            foreach (var chunk in leads.Chunk(TableBatch.Largest))
            {
                if (chunk.Any(lead => _leads.GetValueOrDefault(lead.Lead)?.Version != lead.Version))
                    throw KpiStoreRules.Conflict();
                foreach (var lead in chunk)
                    saved.Add(_leads[lead.Lead] = lead with { Version = _gate.NextVersion() });
            }

            return saved;
        }, cancellationToken);

    public Task ChangeCreditsAsync(IReadOnlyCollection<KpiCredit> stale, IReadOnlyCollection<KpiCredit> current, CancellationToken cancellationToken) =>
        _gate.Answer(() =>
        {
            foreach (var credit in stale)
                _credits.Remove((credit.Day, KpiStoreRules.Key(credit)));
            foreach (var credit in current)
                _credits[(credit.Day, KpiStoreRules.Key(credit))] = credit;
            return true;
        }, cancellationToken);

    public Task ClearAsync(CancellationToken cancellationToken) => _gate.Answer(() =>
    {
        _leads.Clear();
        _credits.Clear();
        return true;
    }, cancellationToken);
}
