using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>What happened in amoCRM while nobody listened. Throws as <see cref="IAmoCrm"/> does.</summary>
public interface IAmoCatchUp
{
    /// <summary>Leads changed since a moment, the longest unchanged first, 250 to a page; the next page is asked for when this one is worked off.</summary>
    /// <param name="from">Since when, to the second. Whether amoCRM takes that second itself in is not documented.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    IAsyncEnumerable<LeadPage> ReadChangedAsync(DateTimeOffset from, CancellationToken cancellationToken);

    /// <summary>Leads made between two moments, oldest first, page by page as <see cref="ReadChangedAsync"/>.</summary>
    /// <param name="from">Since when, to the second; may or may not be taken in.</param>
    /// <param name="until">Until when, to the second; may or may not be taken in.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    IAsyncEnumerable<LeadPage> ReadCreatedAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Leads that stand at a stage now, page by page as <see cref="ReadChangedAsync"/>; those of any other stage are left out.</summary>
    /// <param name="stage">The stage. Older documents let a request name several, the newest but one: one is asked for, and both hold.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    IAsyncEnumerable<LeadPage> ReadAtStageAsync(StageKey stage, CancellationToken cancellationToken);

    /// <summary>Deletions, restorations and merges of leads since a moment, in no particular order.</summary>
    /// <param name="from">Since when, to the second; may or may not be taken in.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    Task<LeadEvents> ReadEventsAsync(DateTimeOffset from, CancellationToken cancellationToken);
}

/// <summary>A page of leads, without their contacts.</summary>
/// <param name="Leads">The leads; empty when nothing was found.</param>
/// <param name="IsLast">No page follows.</param>
/// <param name="ServerTime">amoCRM's clock when it answered; null when it did not say.</param>
public sealed record LeadPage(IReadOnlyList<Lead> Leads, bool IsLast, DateTimeOffset? ServerTime);

/// <summary>What the account's history says.</summary>
/// <param name="Events">The events.</param>
/// <param name="ServerTime">amoCRM's clock when it answered first; null when it did not say.</param>
public sealed record LeadEvents(IReadOnlyList<LeadEvent> Events, DateTimeOffset? ServerTime);

/// <summary>A lead came or went.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Leads">All leads that it names. Which of two merged leads an event names first is not documented.</param>
public sealed record LeadEvent(string Id, LeadEventKind Kind, DateTimeOffset At, IReadOnlyList<LeadId> Leads);

/// <summary>What happened to a lead.</summary>
public enum LeadEventKind
{
    /// <summary>It went into the recycle bin.</summary>
    Deleted,

    /// <summary>It came back from there.</summary>
    Restored,

    /// <summary>Two leads became one.</summary>
    Merged,
}
