using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync.CatchUp;

namespace Amo2GSheet.Core.Kpi.Board;

/// <summary>
/// The ledger's numbers as the dashboard shows them: by group, person and day. Everything comes from storage and memory, so that a page view asks
/// amoCRM and Google nothing but what is asked for once in a while: the account's time zone, and the Staff tab.
/// </summary>
public sealed class KpiBoard
{
    private readonly IKpiLedger _ledger;
    private readonly StaffBook _staff;
    private readonly BoardClock _clock;
    private readonly ICursorStore _cursors;

    internal KpiBoard(IKpiLedger ledger, StaffBook staff, BoardClock clock, ICursorStore cursors) =>
        (_ledger, _staff, _clock, _cursors) = (ledger, staff, clock, cursors);

    /// <summary>The day that it is in the display time zone.</summary>
    public async Task<DateOnly> ReadTodayAsync(CancellationToken cancellationToken) =>
        BoardClock.DayOf(_clock.Now, await _clock.ReadZoneAsync(cancellationToken));

    /// <summary>The numbers of a range, per group and person.</summary>
    /// <param name="range">The days.</param>
    /// <param name="group">One group alone, as people type it; empty for people without one; null for all.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    public async Task<BoardStats> ReadStatsAsync(KpiRange range, string? group, CancellationToken cancellationToken)
    {
        var state = ReadStateAsync(cancellationToken);
        var stats = _ledger.ReadStatsAsync(range, cancellationToken);
        var people = await ReadPeopleAsync(cancellationToken);
        var byStaff = (await stats).ByStaff();
        var shown = people.With(byStaff.Keys, group);
        List<BoardTable> tables =
        [
            .. shown.GroupBy(person => person.Group).OrderBy(table => people.PlaceOf(table.Key)).Select(table => BoardTable.Of(
                table.Key,
                table.Select(person => new BoardStaff(person, byStaff.GetValueOrDefault(person.Code))))),
        ];
        return new BoardStats
        {
            Range = range,
            Group = people.Spelling(group),
            Groups = people.Groups,
            Tables = tables,
            Total = tables.Aggregate(default(KpiTally), (sum, table) => sum.Add(table.Total)),
            StaffTrouble = people.Trouble,
            State = await state,
        };
    }

    private async Task<BoardPeople> ReadPeopleAsync(CancellationToken cancellationToken) => new(await _staff.ReadAsync(cancellationToken));

    private async Task<BoardState> ReadStateAsync(CancellationToken cancellationToken)
    {
        var zone = await _clock.ReadZoneAsync(cancellationToken);
        var moves = new Position(_cursors, KpiSweep.CursorName).ReadTimeAsync(cancellationToken);
        var backfill = await _cursors.ReadAsync(KpiBackfill.CursorName, cancellationToken);
        return new BoardState(
            BoardClock.DayOf(_clock.Now, zone),
            await moves is { } at ? TimeZoneInfo.ConvertTime(at, zone) : null,
            KpiBackfillProgress.Parse(backfill?.Value) is { Done: false } progress ? progress : null);
    }
}
