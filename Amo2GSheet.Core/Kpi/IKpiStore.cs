using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.Kpi;

/// <summary>Where the ledger is kept. Written by one worker at a time, under the ledger's lease.</summary>
public interface IKpiStore : IKpiLedger
{
    /// <summary>What is known of these leads; one of which nothing is known is not in it.</summary>
    Task<IReadOnlyDictionary<LeadId, KpiLead>> ReadLeadsAsync(IReadOnlyCollection<LeadId> leads, CancellationToken cancellationToken);

    /// <summary>What is known of every lead, by id.</summary>
    IAsyncEnumerable<KpiLead> ReadAllLeadsAsync(CancellationToken cancellationToken);

    /// <summary>Saves leads, a hundred to a transaction, each over the version that it was read with (null: it must not be there yet).</summary>
    /// <returns>The same leads in the same order, with their new versions.</returns>
    /// <exception cref="State.StateConflictException">Somebody else saved one of them meanwhile, or the answer to a save was lost.</exception>
    Task<IReadOnlyList<KpiLead>> SaveLeadsAsync(IReadOnlyCollection<KpiLead> leads, CancellationToken cancellationToken);

    /// <summary>Takes credits out of the ledger and puts credits in. Both may be repeated: a credit that is there is replaced, one that is gone stays gone.</summary>
    /// <param name="stale">Credits to take out, unless the same line is put in again.</param>
    /// <param name="current">Credits to put in.</param>
    /// <param name="cancellationToken">Stops the calls; what was written stays.</param>
    Task ChangeCreditsAsync(IReadOnlyCollection<KpiCredit> stale, IReadOnlyCollection<KpiCredit> current, CancellationToken cancellationToken);

    /// <summary>Forgets everything: leads first, then credits. May be repeated after it was cut short.</summary>
    Task ClearAsync(CancellationToken cancellationToken);
}
