using Amo2GSheet.Core.Leads;

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

/// <summary>A receptionist's numbers.</summary>
/// <param name="Name">Who, in the spelling used most; empty for leads that nobody took in.</param>
/// <param name="Leads">Leads that were made in the range.</param>
/// <param name="Tally">What was credited for these leads in the range, whoever got it.</param>
public sealed record BoardReceptionist(string Name, int Leads, KpiTally Tally);

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

    /// <summary>Receptionists by leads, the most first.</summary>
    public required IReadOnlyList<BoardReceptionist> Receptionists { get; init; }

    /// <summary>All receptionists together.</summary>
    public BoardReceptionist ReceptionistsTotal() => new(
        "", Receptionists.Sum(one => one.Leads), Receptionists.Aggregate(default(KpiTally), (sum, one) => sum.Add(one.Tally)));

    /// <summary>Why the Staff tab could not be read; null when it could.</summary>
    public required string? StaffTrouble { get; init; }

    /// <summary>How far the ledger has come.</summary>
    public required BoardState State { get; init; }
}

/// <summary>A person's numbers, day by day.</summary>
/// <param name="Whole">All days together.</param>
/// <param name="Days">Days with any credit.</param>
public sealed record BoardStaffDays(BoardStaff Whole, IReadOnlyDictionary<DateOnly, KpiTally> Days);

/// <summary>The numbers of a range, day by day.</summary>
public sealed record BoardReport
{
    /// <summary>The days.</summary>
    public required KpiRange Range { get; init; }

    /// <summary>The group that was asked for; null for all.</summary>
    public required string? Group { get; init; }

    /// <summary>All groups of the Staff tab; the last is none.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>The people, group by group, by sum.</summary>
    public required IReadOnlyList<BoardStaffDays> Staff { get; init; }

    /// <summary>Why the Staff tab could not be read; null when it could.</summary>
    public required string? StaffTrouble { get; init; }

    /// <summary>How far the ledger has come.</summary>
    public required BoardState State { get; init; }

    /// <summary>Everybody's numbers on one day.</summary>
    public KpiTally Of(DateOnly day) => Staff.Aggregate(default(KpiTally), (sum, one) => sum.Add(one.Days.GetValueOrDefault(day)));

    /// <summary>All together.</summary>
    public KpiTally Total() => Staff.Aggregate(default(KpiTally), (sum, one) => sum.Add(one.Whole.Tally));
}

/// <summary>Which leads are asked for.</summary>
/// <param name="Range">The days.</param>
/// <param name="Kind">Credits of this kind; null for all, and for the leads themselves when they are asked for by receptionist.</param>
public sealed record BoardQuery(KpiRange Range, KpiKind? Kind = null)
{
    /// <summary>Of this person; null for everybody.</summary>
    public StaffCode? Staff { get; init; }

    /// <summary>Of people of this group; empty for people without one; null for all.</summary>
    public string? Group { get; init; }

    /// <summary>Leads that were made in the range, by who took them in; person and group are left out of account.</summary>
    public bool ByReceptionist { get; init; }

    /// <summary>This one's; empty for leads that nobody took in; null for everybody's.</summary>
    public string? Receptionist { get; init; }
}

/// <summary>A lead behind a number.</summary>
/// <param name="Lead">The lead.</param>
/// <param name="Kind">What was credited; null for a lead that came in.</param>
/// <param name="At">When, in the display time zone.</param>
/// <param name="Day">The day of that, as it was counted.</param>
/// <param name="Person">Who was credited; null for a lead that came in.</param>
/// <param name="Budget">The budget of an order as it was credited, or of a lead that came in when it was last seen.</param>
/// <param name="Receptionist">Who took the lead in; empty for nobody, and for a lead that was not made in the range.</param>
public sealed record BoardLead(LeadId Lead, KpiKind? Kind, DateTimeOffset At, DateOnly Day, BoardPerson? Person, decimal Budget, string Receptionist);
