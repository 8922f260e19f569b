using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>Requests about whole rows and columns.</summary>
internal static class DimensionRequests
{
    public static JsonObject? Insert(BookEdit edit, JsonElement request)
    {
        var range = request.Message("range");
        var (tab, rows, start, end) = Ranges.Dimension(edit.Book, range);
        if (range.Int("endIndex") is null || start < 0 || end <= start)
            throw SheetsRefusal.Bad("range.startIndex and range.endIndex must both be set, and endIndex must be greater.");
        if (start > tab.Count(rows))
            throw SheetsRefusal.Bad($"range.startIndex[{start}] is after last {Word(rows)} in grid[{tab.Count(rows)}]");
        var before = request.Flag("inheritFromBefore");
        if (before && start == 0)
            throw SheetsRefusal.Bad("inheritFromBefore cannot be true when inserting at the first row or column.");
        tab.Insert(rows, start, end - start, before ? start - 1 : start < tab.Count(rows) ? start : null);
        edit.CheckSize();
        return null;
    }

    public static JsonObject? Delete(BookEdit edit, JsonElement request)
    {
        var (tab, rows, start, end) = Bounded(edit, request.Message("range"));
        edit.Guard(tab, rows ? tab.Whole with { Top = start, Bottom = end } : tab.Whole with { Left = start, Right = end });
        if (end - start == tab.Count(rows))
            throw SheetsRefusal.Bad($"You can't delete all the {Word(rows)}s on the sheet.");
        tab.Delete(rows, start, end - start);
        return null;
    }

    public static JsonObject? Append(BookEdit edit, JsonElement request)
    {
        var tab = edit.TabById(request.Int("sheetId"));
        var rows = Ranges.IsRows(request.Text("dimension"));
        var length = request.Int("length") ?? 0;
        if (length < 1)
            throw SheetsRefusal.Bad("length must be greater than zero.");
        edit.Grow(tab, tab.RowCount + (rows ? length : 0), tab.ColumnCount + (rows ? 0 : length));
        return null;
    }

    public static JsonObject? Move(BookEdit edit, JsonElement request)
    {
        var (tab, rows, start, end) = Bounded(edit, request.Message("source"));
        var to = request.Int("destinationIndex") ?? 0;
        if (to < 0 || to > tab.Count(rows))
            throw SheetsRefusal.Bad($"destinationIndex[{to}] is outside the grid[{tab.Count(rows)}]");
        if (to > start && to < end)
            throw SheetsRefusal.Bad("destinationIndex must not lie inside the source.");
        var (low, high) = (Math.Min(start, to), Math.Max(end, to));
        edit.Guard(tab, rows ? tab.Whole with { Top = low, Bottom = high } : tab.Whole with { Left = low, Right = high });
        tab.Move(rows, start, end, to);
        return null;
    }

    public static JsonObject? Update(BookEdit edit, JsonElement request)
    {
        var mask = request.UpdateMask("DimensionProperties");
        var properties = request.Message("properties");
        var (tab, rows, start, end) = Bounded(edit, request.Message("range"));
        for (var index = start; index < end; index++)
        {
            var info = tab.InfoAt(rows, index);
            if (mask.Has("hiddenByUser"))
                info = info with { Hidden = properties.Flag("hiddenByUser") };
            if (mask.Has("pixelSize"))
                info = info with { PixelSize = properties.Int("pixelSize") };
            tab.PutInfo(rows, index, info);
        }

        return null;
    }

    public static JsonObject? AutoResize(BookEdit edit, JsonElement request)
    {
        Bounded(edit, request.Message("dimensions"));
        return null;
    }

    private static (Tab Tab, bool Rows, int Start, int End) Bounded(BookEdit edit, JsonElement range)
    {
        var (tab, rows, start, end) = Ranges.Dimension(edit.Book, range);
        if (start < 0 || end <= start)
            throw SheetsRefusal.Bad("The range must hold at least one row or column.");
        return start >= tab.Count(rows)
            ? throw SheetsRefusal.Bad($"Cannot use a {Word(rows)} that doesn't exist. Tried index {start}, but there are {tab.Count(rows)}.")
            : (tab, rows, start, Math.Min(end, tab.Count(rows)));
    }

    private static string Word(bool rows) => rows ? "row" : "column";
}
