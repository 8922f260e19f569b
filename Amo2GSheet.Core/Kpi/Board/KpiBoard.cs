using Amo2GSheet.Core.Kpi.Intake;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync.CatchUp;

namespace Amo2GSheet.Core.Kpi.Board;

/// <summary>
/// The ledger's numbers as the dashboard shows them: by group, person, receptionist and day. Everything comes from storage and memory, so that a
/// page view asks amoCRM and Google nothing but what is asked for once in a while: the account's time zone, and the Staff tab.
/// </summary>
public sealed class KpiBoard
{
    private readonly IKpiLedger _ledger;
    private readonly IIntakeStore _intake;
    private readonly StaffBook _staff;
    private readonly BoardClock _clock;
    private readonly ICursorStore _cursors;

    internal KpiBoard(IKpiLedger ledger, IIntakeStore intake, StaffBook staff, BoardClock clock, ICursorStore cursors) =>
        (_ledger, _intake, _staff, _clock, _cursors) = (ledger, intake, staff, clock, cursors);

    /// <summary>The day that it is in the display time zone.</summary>
    public async Task<DateOnly> ReadTodayAsync(CancellationToken cancellationToken) =>
        DisplayDay.Of(_clock.Now, await _clock.ReadZoneAsync(cancellationToken));

    /// <summary>The numbers of a range, per group, person and receptionist.</summary>
    /// <param name="range">The days.</param>
    /// <param name="group">One group alone, as people type it; empty for people without one; null for all. Receptionists are in no group.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    public async Task<BoardStats> ReadStatsAsync(KpiRange range, string? group, CancellationToken cancellationToken)
    {
        var state = ReadStateAsync(cancellationToken);
        var stats = _ledger.ReadStatsAsync(range, cancellationToken);
        var receptions = ReadReceptionsAsync(range, cancellationToken);
        var people = await ReadPeopleAsync(cancellationToken);
        var tables = Tables(people, (await stats).ByStaff(), group);
        return new BoardStats
        {
            Range = range,
            Group = people.Spelling(group),
            Groups = people.Groups,
            Tables = tables,
            Total = tables.Aggregate(default(KpiTally), (sum, table) => sum.Add(table.Total)),
            Receptionists = (await receptions).Lines(await _ledger.ReadLeadTalliesAsync(range, cancellationToken)),
            StaffTrouble = people.Trouble,
            State = await state,
        };
    }

    /// <summary>The numbers of a range, day by day.</summary>
    /// <param name="range">The days; a month.</param>
    /// <param name="group">As for <see cref="ReadStatsAsync"/>.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    public async Task<BoardReport> ReadReportAsync(KpiRange range, string? group, CancellationToken cancellationToken)
    {
        var state = ReadStateAsync(cancellationToken);
        var stats = _ledger.ReadStatsAsync(range, cancellationToken);
        var people = await ReadPeopleAsync(cancellationToken);
        var byStaff = (await stats).Lines.ToLookup(line => line.Staff);
        List<BoardStaffDays> staff =
        [
            .. Tables(people, byStaff.ToDictionary(one => one.Key, one => one.Aggregate(default(KpiTally), (sum, line) => sum.Add(line.Tally))), group)
                .SelectMany(table => table.Staff)
                .Select(one => new BoardStaffDays(one, byStaff[one.Person.Code].ToDictionary(line => line.Day, line => line.Tally))),
        ];
        return new BoardReport
        {
            Range = range,
            Group = people.Spelling(group),
            Groups = people.Groups,
            Staff = staff,
            StaffTrouble = people.Trouble,
            State = await state,
        };
    }

    /// <summary>The leads behind a number, the oldest first.</summary>
    public async Task<IReadOnlyList<BoardLead>> ReadLeadsAsync(BoardQuery query, CancellationToken cancellationToken)
    {
        var zone = await _clock.ReadZoneAsync(cancellationToken);
        var receptions = await ReadReceptionsAsync(query.Range, cancellationToken);
        if (query is { ByReceptionist: true, Kind: null })
        {
            return
            [
                .. receptions.Of(query.Receptionist).OrderBy(lead => lead.CreatedAt).ThenBy(lead => lead.Lead)
                    .Select(lead => new BoardLead(lead.Lead, null, Shown(lead.CreatedAt), lead.Day, null, lead.Budget, receptions.NameOf(lead.Lead))),
            ];
        }

        var people = await ReadPeopleAsync(cancellationToken);
        var wanted = query.ByReceptionist ? receptions.Of(query.Receptionist).Select(lead => lead.Lead).ToHashSet() : null;
        var credits = await _ledger.ReadCreditsAsync(new KpiQuery(query.Range, query.Staff, query.Kind), cancellationToken);
        return
        [
            .. credits.Where(credit => wanted?.Contains(credit.Lead) ?? BoardPeople.IsOf(people.Of(credit.Staff), query.Group))
                .OrderBy(credit => credit.At).ThenBy(credit => credit.Lead).ThenBy(credit => credit.Kind)
                .Select(credit => new BoardLead(
                    credit.Lead, credit.Kind, Shown(credit.At), credit.Day, people.Of(credit.Staff), credit.Budget, receptions.NameOf(credit.Lead))),
        ];

        DateTimeOffset Shown(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, zone);
    }

    private static List<BoardTable> Tables(BoardPeople people, IReadOnlyDictionary<StaffCode, KpiTally> byStaff, string? group) =>
    [
        .. people.With(byStaff.Keys, group).GroupBy(person => person.Group).OrderBy(table => people.PlaceOf(table.Key)).Select(table => BoardTable.Of(
            table.Key,
            table.Select(person => new BoardStaff(person, byStaff.GetValueOrDefault(person.Code))))),
    ];

    private async Task<BoardPeople> ReadPeopleAsync(CancellationToken cancellationToken) => new(await _staff.ReadAsync(cancellationToken));

    private async Task<BoardReceptions> ReadReceptionsAsync(KpiRange range, CancellationToken cancellationToken) =>
        new(await _intake.ReadAsync(range, cancellationToken));

    private async Task<BoardState> ReadStateAsync(CancellationToken cancellationToken)
    {
        var zone = await _clock.ReadZoneAsync(cancellationToken);
        var moves = new Position(_cursors, KpiSweep.CursorName).ReadTimeAsync(cancellationToken);
        var backfill = await _cursors.ReadAsync(KpiBackfill.CursorName, cancellationToken);
        return new BoardState(
            DisplayDay.Of(_clock.Now, zone),
            await moves is { } at ? TimeZoneInfo.ConvertTime(at, zone) : null,
            KpiBackfillProgress.Parse(backfill?.Value) is { Done: false } progress ? progress : null);
    }
}
