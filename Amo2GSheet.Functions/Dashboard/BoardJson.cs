using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Kpi.Board;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary>The board's answers as JSON; docs/http.md has their shapes.</summary>
internal static class BoardJson
{
    /// <summary>The numbers of a range.</summary>
    public static object Of(BoardStats stats) => new
    {
        from = stats.Range.From,
        to = stats.Range.To,
        group = stats.Group,
        today = stats.State.Today,
        groups = stats.Groups,
        tables = stats.Tables.Select(table => new { group = table.Group, staff = table.Staff.Select(Of), total = Of(table.Total) }),
        total = Of(stats.Total),
        updatedTo = stats.State.UpdatedTo,
        backfill = Of(stats.State.Backfill),
        staffNote = StaffNote(stats.StaffTrouble),
    };

    /// <summary>A back-fill that is under way; null when none is.</summary>
    public static object? Of(KpiBackfillProgress? backfill) => backfill is null ? null : new
    {
        from = backfill.Range.From,
        to = backfill.Range.To,
        doneTo = backfill.DaysDone == 0 ? (DateOnly?)null : backfill.Range.From.AddDays(backfill.DaysDone - 1),
    };

    /// <summary>Numbers.</summary>
    public static object Of(KpiTally tally) => new
    {
        sum = tally.Sum,
        orders = tally.Orders,
        dumkas = tally.Dumkas,
        consultations = tally.Consultations,
        conversion = Conversion(tally),
    };

    private static object Of(BoardStaff one) => new
    {
        code = one.Person.Code.Value,
        name = one.Person.Name,
        sum = one.Tally.Sum,
        orders = one.Tally.Orders,
        dumkas = one.Tally.Dumkas,
        consultations = one.Tally.Consultations,
        conversion = Conversion(one.Tally),
    };

    /// <summary>To four digits, which are hundredths of a percent.</summary>
    public static decimal? Conversion(KpiTally tally) => tally.Conversion is { } share ? decimal.Round(share, 4) : null;

    private static string? StaffNote(string? trouble) => trouble is null
        ? null
        : "Лист сотрудников сейчас не читается: имена и группы показаны последние известные, или одни коды.";
}
