using System.Globalization;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Kpi.Board;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary>The board's answers as JSON; docs/http.md has their shapes.</summary>
internal static class BoardJson
{
    /// <summary>The most leads of one answer.</summary>
    public const int MostLeads = 1_000;

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
        receptionists = stats.Receptionists.Select(Of),
        receptionistsTotal = Of(stats.ReceptionistsTotal()),
        updatedTo = stats.State.UpdatedTo,
        backfill = Of(stats.State.Backfill),
        staffNote = StaffNote(stats.StaffTrouble),
    };

    /// <summary>The numbers of a month; a day of a person is null, or sum, orders, dumkas, consultations.</summary>
    public static object Of(BoardReport report)
    {
        List<DateOnly> days = [.. Enumerable.Range(0, report.Range.Days).Select(report.Range.From.AddDays)];
        return new
        {
            month = report.Range.From.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            group = report.Group,
            today = report.State.Today,
            groups = report.Groups,
            days,
            byDay = days.Select(day => Of(report.Of(day))),
            staff = report.Staff.Select(one => new
            {
                code = one.Whole.Person.Code.Value,
                name = one.Whole.Person.Name,
                group = one.Whole.Person.Group,
                days = days.Select(day => one.Days.TryGetValue(day, out var tally) ? (decimal[])[tally.Sum, tally.Orders, tally.Dumkas, tally.Consultations] : null),
                total = Of(one.Whole.Tally),
            }),
            total = Of(report.Total()),
            updatedTo = report.State.UpdatedTo,
            backfill = Of(report.State.Backfill),
            staffNote = StaffNote(report.StaffTrouble),
        };
    }

    /// <summary>The leads behind a number, as many as a page can show; how many there are stands beside.</summary>
    public static object Of(IReadOnlyList<BoardLead> leads, AmoCrmOptions account) => new
    {
        leads = leads.Take(MostLeads).Select(lead => new
        {
            id = lead.Lead,
            url = account.LeadPage(lead.Lead),
            kind = lead.Kind,
            at = lead.At,
            day = lead.Day,
            staff = lead.Person?.Code.Value,
            staffName = lead.Person?.Name,
            group = lead.Person?.Group,
            budget = lead.Budget,
            receptionist = lead.Receptionist,
        }),
        total = leads.Count,
    };

    /// <summary>Credits as they stand in the ledger.</summary>
    public static object Of(IReadOnlyList<KpiCredit> credits) => new
    {
        credits = credits.Select(credit => new
        {
            lead = credit.Lead,
            kind = credit.Kind,
            staff = credit.Staff.Value,
            day = credit.Day,
            at = credit.At,
            budget = credit.Budget,
            @event = credit.Move,
        }),
        total = credits.Count,
    };

    /// <summary>A back-fill that was ordered, in full.</summary>
    public static object? Progress(KpiBackfillProgress? backfill) => backfill is null ? null : new
    {
        from = backfill.Range.From,
        to = backfill.Range.To,
        doneTo = DoneTo(backfill),
        days = backfill.Range.Days,
        daysDone = backfill.DaysDone,
        moves = backfill.Moves,
        done = backfill.Done,
    };

    /// <summary>A back-fill that is under way; null when none is.</summary>
    public static object? Of(KpiBackfillProgress? backfill) => backfill is null ? null : new
    {
        from = backfill.Range.From,
        to = backfill.Range.To,
        doneTo = DoneTo(backfill),
    };

    private static DateOnly? DoneTo(KpiBackfillProgress backfill) => backfill.DaysDone == 0 ? null : backfill.Range.From.AddDays(backfill.DaysDone - 1);

    private static object Of(BoardReceptionist one) => new
    {
        name = one.Name,
        leads = one.Leads,
        consultations = one.Tally.Consultations,
        orders = one.Tally.Orders,
        sum = one.Tally.Sum,
        conversion = Conversion(one.Tally),
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
