using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.GoogleSheets;

/// <summary>A lead's id and the line that it stands in.</summary>
/// <param name="Lead">The lead.</param>
/// <param name="Line">Zero-based index of the line.</param>
internal readonly record struct RowId(LeadId Lead, int Line);

/// <summary>Looks at lines as Google answers them: without blank cells at their ends.</summary>
internal static class SheetLines
{
    private const int Shown = 5;

    /// <summary>A line's cells as text; empty when there is no such line.</summary>
    public static IReadOnlyList<string> Texts(IList<IList<object>> lines, int line) => line < lines.Count ? [.. lines[line].Select(CellText.Of)] : [];

    /// <summary>Whether no cell of a line has a value.</summary>
    public static bool IsEmpty(IList<object> line) => line.All(cell => cell is null or "");

    /// <summary>The ids below the header row of a whole tab; none when it has no such column.</summary>
    public static IReadOnlyList<RowId> Ids(IList<IList<object>> lines) =>
        new SheetLayout(Texts(lines, 0)).IndexOf(OrderColumns.Id) is { } column ? Ids([.. lines.Select(line => CellText.Of(line.ElementAtOrDefault(column)))]) : [];

    /// <summary>The ids in a column from the header down.</summary>
    public static IReadOnlyList<RowId> Ids(IReadOnlyList<string> column) =>
        [.. column.Select((text, line) => (Is: LeadId.TryParse(text, out var lead) && line > 0, Row: new RowId(lead, line))).Where(found => found.Is).Select(found => found.Row)];

    /// <summary>
    /// Lines without an id that stood before and stand no more, wherever. Compared without formulas: their text changes when lines move.
    /// </summary>
    public static IEnumerable<IList<object>> LostNotes(IList<IList<object>> before, IList<IList<object>> after)
    {
        var left = Notes(after).CountBy(Words).ToDictionary();
        foreach (var line in Notes(before))
        {
            var words = Words(line);
            if (words.Length == 0)
                continue;
            if (left.TryGetValue(words, out var count) && count > 0)
                left[words] = count - 1;
            else
                yield return line;
        }

        static string Words(IList<object> line) =>
            string.Join('\u001f', line.Select(CellText.Of).Select(text => text.StartsWith('=') ? "" : text)).Trim('\u001f');
    }

    private static IEnumerable<IList<object>> Notes(IList<IList<object>> lines)
    {
        var rows = Ids(lines).Select(row => row.Line).ToHashSet();
        return lines.Skip(1).Where((line, index) => !rows.Contains(index + 1) && !IsEmpty(line));
    }

    /// <summary>Line numbers as people count them: <c>2, 5, 9</c>, and how many more.</summary>
    /// <param name="lines">Zero-based indexes.</param>
    public static string Numbers(IReadOnlyCollection<int> lines) =>
        string.Join(", ", lines.Take(Shown).Select(line => $"{line + 1}")) + (lines.Count > Shown ? $" and {lines.Count - Shown} more" : "");

    /// <summary>Names in quotes.</summary>
    public static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"«{name}»"));

    /// <summary>Repeated headers with their columns: <c>«Статус» in columns C and U</c>.</summary>
    public static string Places(IEnumerable<RepeatedColumn> columns) =>
        string.Join(", ", columns.Select(column => $"«{column.Name}» in columns {string.Join(" and ", column.Indexes.Select(Column))}"));

    /// <summary>A column's letters.</summary>
    /// <param name="index">Zero-based index.</param>
    public static string Column(int index) => index < 26 ? $"{(char)('A' + index)}" : Column((index / 26) - 1) + Column(index % 26);
}

/// <summary>Ids that stand in several lines.</summary>
internal static class DuplicateIds
{
    private const int Shown = 10;

    /// <summary>A finding for each such id.</summary>
    /// <param name="tabs">Tabs with their ids, the active one first.</param>
    public static IEnumerable<SheetFinding> In(IReadOnlyList<(string Title, IReadOnlyList<RowId> Ids)> tabs)
    {
        var doubled = tabs
            .SelectMany(tab => tab.Ids.Select(row => (row.Lead, Place: $"row {row.Line + 1} of «{tab.Title}»")))
            .GroupBy(row => row.Lead, row => row.Place)
            .Where(places => places.Count() > 1)
            .ToList();
        foreach (var places in doubled.Take(Shown))
        {
            yield return new SheetFinding(
                $"Lead {places.Key} stands in {string.Join(" and ", places)}: the first counts, the others are not synced. Delete them.", Blocks: false, Fix: null);
        }

        if (doubled.Count > Shown)
            yield return new SheetFinding($"{doubled.Count - Shown} more leads stand in several rows.", Blocks: false, Fix: null);
    }
}
