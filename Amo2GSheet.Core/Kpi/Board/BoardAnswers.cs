namespace Amo2GSheet.Core.Kpi.Board;

/// <summary>How far the ledger has come.</summary>
/// <param name="Today">The day that it is in the display time zone.</param>
/// <param name="UpdatedTo">The ledger holds all moves up to here; null when no sweep has been done.</param>
/// <param name="Backfill">A back-fill that is under way; null when none is.</param>
public sealed record BoardState(DateOnly Today, DateTimeOffset? UpdatedTo, KpiBackfillProgress? Backfill);

/// <summary>A person's numbers.</summary>
/// <param name="Person">Who.</param>
/// <param name="Tally">The numbers; zeros for somebody without credits.</param>
public sealed record BoardStaff(BoardPerson Person, KpiTally Tally);

/// <summary>A group's numbers.</summary>
/// <param name="Group">The group; empty for people without one.</param>
/// <param name="Staff">Its people by sum, the greatest first.</param>
/// <param name="Total">All together.</param>
public sealed record BoardTable(string Group, IReadOnlyList<BoardStaff> Staff, KpiTally Total)
{
    internal static BoardTable Of(string group, IEnumerable<BoardStaff> staff)
    {
        // People without orders by what they did; equals by code, so that the order never changes by itself.
        List<BoardStaff> ordered =
        [
            .. staff.OrderByDescending(one => one.Tally.Sum).ThenByDescending(one => one.Tally.Orders)
                .ThenByDescending(one => one.Tally.Consultations).ThenByDescending(one => one.Tally.Dumkas).ThenBy(one => one.Person.Code),
        ];
        return new BoardTable(group, ordered, ordered.Aggregate(default(KpiTally), (sum, one) => sum.Add(one.Tally)));
    }
}

/// <summary>The numbers of a range.</summary>
public sealed record BoardStats
{
    /// <summary>The days.</summary>
    public required KpiRange Range { get; init; }

    /// <summary>The group that was asked for; null for all.</summary>
    public required string? Group { get; init; }

    /// <summary>All groups of the Staff tab; the last is none.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>A table for each group that has people.</summary>
    public required IReadOnlyList<BoardTable> Tables { get; init; }

    /// <summary>All tables together.</summary>
    public required KpiTally Total { get; init; }

    /// <summary>Why the Staff tab could not be read; null when it could.</summary>
    public required string? StaffTrouble { get; init; }

    /// <summary>How far the ledger has come.</summary>
    public required BoardState State { get; init; }
}
