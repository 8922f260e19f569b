using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>The account's history of leads that went from stage to stage. Throws as <see cref="IAmoCrm"/> does.</summary>
public interface IAmoStageMoves
{
    /// <summary>
    /// Moves between two moments, page by page, in no particular order: which end of the history amoCRM gives first is not documented, nor how
    /// far back it reaches. A move can come twice.
    /// </summary>
    /// <param name="from">Since when, to the second; may or may not be taken in.</param>
    /// <param name="until">Until when, to the second; may or may not be taken in. Null for no end.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    IAsyncEnumerable<StageMovePage> ReadMovesAsync(DateTimeOffset from, DateTimeOffset? until, CancellationToken cancellationToken);
}

/// <summary>A page of moves.</summary>
/// <param name="Moves">The moves; empty when there were none.</param>
/// <param name="ServerTime">amoCRM's clock when it answered; null when it did not say.</param>
public sealed record StageMovePage(IReadOnlyList<StageMove> Moves, DateTimeOffset? ServerTime);

/// <summary>A lead went from one stage to another.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Lead">The lead.</param>
/// <param name="At">When, by amoCRM's clock, to the second.</param>
/// <param name="From">Where it stood before; null when the event does not say.</param>
/// <param name="To">Where it stands since.</param>
public sealed record StageMove(string Id, LeadId Lead, DateTimeOffset At, StageKey? From, StageKey To);
