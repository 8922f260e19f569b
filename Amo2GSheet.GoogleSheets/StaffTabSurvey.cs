using System.Globalization;
using Amo2GSheet.Core.Sheets;
using Google.Apis.Sheets.v4.Data;

namespace Amo2GSheet.GoogleSheets;

/// <summary>What is not as it should be with the staff tab, and which lines new people make. Pure. Any order of columns will do.</summary>
internal static class StaffTabSurvey
{
    private const string Number = "№";

    /// <summary>The findings; none of them stops the sync, which then shows amoCRM's responsible user.</summary>
    /// <param name="tab">The tab; null when there is none.</param>
    /// <param name="title">The title that the settings give.</param>
    /// <param name="lines">All its lines, unformatted.</param>
    public static IEnumerable<SheetFinding> Of(SheetProperties? tab, string title, IList<IList<object>> lines)
    {
        if (tab is null)
        {
            yield return Finding(
                $"There is no tab «{title}» (GOOGLE_STAFF_SHEET_NAME): «{OrderColumns.Responsible}» shows amoCRM's responsible user for every code.", SheetFix.CreateStaffTab);
            yield break;
        }

        var header = SheetLines.Texts(lines, 0);
        if (lines.All(SheetLines.IsEmpty))
        {
            yield return Finding($"«{tab.Title}» is empty: its header belongs into row 1, and people below it.", SheetFix.WriteStaffHeader);
            yield break;
        }

        var layout = new SheetLayout(header);
        var missing = OrderTabRequests.StaffHeader.Where(column => layout.IndexOf(column) is null && column != Number).ToList();
        if (missing.Count > 0)
            yield return Finding($"Row 1 of «{tab.Title}» lacks {SheetLines.Names(missing)}; it says: {SheetLines.Names(header.Where(name => name.Length > 0))}. Any order will do.");
        if (layout.IndexOf(OrderColumns.StaffCode) is not { } code || layout.IndexOf(WatchedColumns.StaffName) is not { } name)
            yield break;

        var people = People(lines, code, name);
        if (people.Count == 0)
            yield return Finding($"«{tab.Title}» has nobody in it yet.");
        foreach (var same in people.Where(person => person.Key.Length > 0).GroupBy(person => person.Key).Where(same => same.Count() > 1))
        {
            var counts = same.Where(person => person.Name.Length > 0).Select(person => $"row {person.Line + 1} counts").FirstOrDefault() ?? "none of them has a name";
            yield return Finding(
                $"«{tab.Title}» has code {string.Join(" and ", same.Select(person => person.Code).Distinct())} in rows {SheetLines.Numbers([.. same.Select(person => person.Line)])}: "
                + $"{counts}. With and without leading zeros a code is the same; delete the others.");
        }

        List<int> half = [.. people.Where(person => person.Key.Length == 0 || person.Name.Length == 0).Select(person => person.Line)];
        if (half.Count > 0)
            yield return Finding($"«{tab.Title}» has rows with a code and no name, or a name and no code: {SheetLines.Numbers(half)}. No order gets a name by them.");
    }

    /// <summary>The lines for people whose code the tab does not have, cell by cell; codes are text.</summary>
    /// <exception cref="SheetMisconfiguredException">The tab lacks a column.</exception>
    public static IReadOnlyList<IReadOnlyList<object?>> Add(string title, IList<IList<object>> lines, IReadOnlyList<StaffMember> staff)
    {
        var layout = new SheetLayout(SheetLines.Texts(lines, 0));
        if (layout.IndexOf(OrderColumns.StaffCode) is not { } code || layout.IndexOf(WatchedColumns.StaffName) is not { } name)
            throw new SheetMisconfiguredException(
                $"Row 1 of «{title}» lacks «{OrderColumns.StaffCode}» or «{WatchedColumns.StaffName}»: put the header there first, then add people.");

        var taken = People(lines, code, name).Select(person => person.Key).ToHashSet();
        var number = layout.IndexOf(Number);
        var last = number is { } column ? lines.Skip(1).Select(line => Whole(CellText.Of(line.ElementAtOrDefault(column)))).DefaultIfEmpty(0).Max() : 0;
        var added = new List<IReadOnlyList<object?>>();
        foreach (var member in staff.Where(member => StaffList.Key(member.Code).Length > 0 && taken.Add(StaffList.Key(member.Code))))
        {
            var cells = new object?[layout.Headers.Count];
            (cells[code], cells[name]) = (member.Code.Trim(), member.Name.Trim());
            if (layout.IndexOf(WatchedColumns.StaffDepartment) is { } department)
                cells[department] = member.Department.Trim();
            if (number is { } place)
                cells[place] = (double)(last + added.Count + 1);
            added.Add(cells);
        }

        return added;
    }

    private static List<(int Line, string Code, string Key, string Name)> People(IList<IList<object>> lines, int code, int name) =>
    [
        .. Enumerable.Range(1, Math.Max(0, lines.Count - 1))
            .Select(line => (Line: line, Code: CellText.Of(lines[line].ElementAtOrDefault(code)), Name: CellText.Of(lines[line].ElementAtOrDefault(name))))
            .Where(person => person.Code.Length + person.Name.Length > 0)
            .Select(person => (person.Line, person.Code, StaffList.Key(person.Code), person.Name)),
    ];

    private static int Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static SheetFinding Finding(string sentence, SheetFix? fix = null) => new(sentence, Blocks: false, fix);
}
