using System.Text.Json;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>A place on a tab of one book.</summary>
internal readonly record struct Place(Tab Tab, OpenRect Rect);

/// <summary>Finds what a range text, a GridRange or a DimensionRange names, and writes it back normalised.</summary>
internal static class Ranges
{
    public static Place Find(Book book, string text, SheetSwitches switches)
    {
        if (!A1.TrySplit(text, out var title, out var rect))
            throw SheetsRefusal.UnparsableRange(text);
        var tab = title is null ? book.Tabs[0] : book.TabByTitle(title, switches.TitlesIgnoreCase);
        return tab is null ? throw SheetsRefusal.UnparsableRange(text) : new Place(tab, rect ?? OpenRect.Whole);
    }

    /// <summary>Reads a GridRange: an absent sheetId is 0, an absent index is open.</summary>
    public static Place Find(Book book, JsonElement gridRange)
    {
        var sheetId = gridRange.Int("sheetId") ?? 0;
        var tab = book.TabById(sheetId) ?? throw SheetsRefusal.NoGrid(sheetId);
        var rect = new OpenRect(
            gridRange.Int("startRowIndex"), gridRange.Int("startColumnIndex"),
            gridRange.Int("endRowIndex"), gridRange.Int("endColumnIndex"));
        if (rect is { Top: < 0 } or { Left: < 0 } or { Bottom: < 0 } or { Right: < 0 } || rect.Top > rect.Bottom || rect.Left > rect.Right)
            throw SheetsRefusal.Bad("Invalid range: start and end indexes must be non-negative and in order.");
        return new Place(tab, rect);
    }

    /// <summary>The part inside the grid; refused when the range starts outside.</summary>
    public static GridRect Bound(this Place place, SheetSwitches switches)
    {
        var (tab, rect) = place;
        if (rect.Top >= tab.RowCount || rect.Left >= tab.ColumnCount)
            throw SheetsRefusal.OutsideGrid(place.Text(switches), tab.RowCount, tab.ColumnCount);
        return rect.Clamp(tab.RowCount, tab.ColumnCount);
    }

    /// <summary>As <see cref="Bound"/>, for values reads, where being cut at the end of the grid is a switch.</summary>
    public static GridRect BoundForRead(this Place place, SheetSwitches switches)
    {
        var (tab, rect) = place;
        if (!switches.ClampReads && (rect.Bottom > tab.RowCount || rect.Right > tab.ColumnCount))
            throw SheetsRefusal.OutsideGrid(place.Text(switches), tab.RowCount, tab.ColumnCount);
        return place.Bound(switches);
    }

    public static string Text(this Place place, SheetSwitches switches) =>
        A1.Write(place.Tab.Title, place.Rect, switches.QuoteNonAsciiTitles);

    public static string Text(Tab tab, GridRect rect, SheetSwitches switches) => new Place(tab, OpenRect.Of(rect)).Text(switches);

    /// <summary>Reads a DimensionRange; absent bounds are open.</summary>
    public static (Tab Tab, bool Rows, int Start, int End) Dimension(Book book, JsonElement range)
    {
        var sheetId = range.Int("sheetId") ?? 0;
        var tab = book.TabById(sheetId) ?? throw SheetsRefusal.NoGrid(sheetId);
        var rows = IsRows(range.Text("dimension"));
        return (tab, rows, range.Int("startIndex") ?? 0, range.Int("endIndex") ?? tab.Count(rows));
    }

    public static bool IsRows(string? dimension) => dimension switch
    {
        "ROWS" => true,
        "COLUMNS" => false,
        _ => throw SheetsRefusal.Bad("No dimension specified."),
    };
}
