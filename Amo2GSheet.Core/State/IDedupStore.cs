using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.State;

/// <summary>Which (lead, status) was handled when. Written after the work, never before it.</summary>
public interface IDedupStore
{
    /// <summary>What was handled last for a lead at a status, or null.</summary>
    Task<Handled?> FindAsync(LeadId lead, long statusId, CancellationToken cancellationToken);

    /// <summary>All that is remembered of a lead, in no order: the last time at each status.</summary>
    Task<IReadOnlyList<Handled>> ReadAsync(LeadId lead, CancellationToken cancellationToken);

    /// <summary>Remembers handled leads; an older memory of the same lead and status is replaced.</summary>
    Task MarkAsync(IReadOnlyCollection<Handled> handled, CancellationToken cancellationToken);
}

/// <summary>A lead that a pass has decided about.</summary>
/// <param name="Lead">The lead.</param>
/// <param name="StatusId">The status at which it was read.</param>
/// <param name="LastModified">The lead's <c>updated_at</c> at that read.</param>
/// <param name="ReadAt">When the lead was read, by our clock.</param>
public sealed record Handled(LeadId Lead, long StatusId, DateTimeOffset LastModified, DateTimeOffset ReadAt);
