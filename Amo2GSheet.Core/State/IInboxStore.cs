using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.State;

/// <summary>Leads that something happened to, durable until a pass has decided about them. One entry a lead, however many bells.</summary>
public interface IInboxStore
{
    /// <summary>Stores bells durably. A bell for a lead that waits already is merged into its entry and renews the entry's version.</summary>
    /// <param name="bells">The bells; several may name one lead.</param>
    /// <param name="now">Our clock.</param>
    /// <param name="cancellationToken">Stops the call; what was stored stays.</param>
    Task PutAsync(IReadOnlyCollection<LeadBell> bells, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="max"/> entries: those with fewest attempts first, among them the longest waiting.</summary>
    Task<IReadOnlyList<InboxEntry>> ReadAsync(int max, CancellationToken cancellationToken);

    /// <summary>One lead's entry, or null when it does not wait.</summary>
    Task<InboxEntry?> FindAsync(LeadId lead, CancellationToken cancellationToken);

    /// <summary>Deletes decided entries, each only in the version that was read: a bell that came meanwhile keeps its entry.</summary>
    /// <returns>How many stayed because a new bell came.</returns>
    Task<int> CompleteAsync(IReadOnlyCollection<InboxEntry> entries, CancellationToken cancellationToken);

    /// <summary>Counts an attempt and keeps the reason; an entry that changed meanwhile is left as it is.</summary>
    Task PostponeAsync(IReadOnlyCollection<Postponement> entries, CancellationToken cancellationToken);
}
