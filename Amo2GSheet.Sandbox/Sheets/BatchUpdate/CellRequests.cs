using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>updateCells, appendCells, repeatCell, setDataValidation. Values are typed: nothing is parsed.</summary>
internal static class CellRequests
{
    public static JsonObject? Update(BookEdit edit, JsonElement request)
    {
        var mask = request.UpdateMask("CellData");
        var rows = Rows(request);
        if (request.Find("range") is { } range)
        {
            var place = edit.Find(range);
            var rect = place.Bound(edit.Switches);
            if (rows.Length > rect.Height)
                throw Beyond("row", rect.Top + rect.Height + 1, rect.Bottom);
            if (Width(rows) > rect.Width)
                throw Beyond("column", rect.Right + 1, rect.Right);
            Cover(edit, place.Tab, rect, rows, mask);
            return null;
        }

        if (request.Find("start") is not { } start)
            throw SheetsRefusal.Bad("Must specify one of start or range.");
        var tab = edit.TabById(start.Int("sheetId"));
        var (top, left) = (start.Int("rowIndex") ?? 0, start.Int("columnIndex") ?? 0);
        if (top < 0 || left < 0)
            throw SheetsRefusal.Bad("Indexes must be non-negative.");
        if (top + rows.Length > tab.RowCount)
            throw Beyond("row", top + rows.Length, tab.RowCount);
        if (left + Width(rows) > tab.ColumnCount)
            throw Beyond("column", left + Width(rows), tab.ColumnCount);
        Lay(edit, tab, top, left, rows, mask);
        return null;
    }

    /// <summary>Goes below the last row that holds a value anywhere on the tab: no table detection.</summary>
    public static JsonObject? Append(BookEdit edit, JsonElement request)
    {
        var mask = request.UpdateMask("CellData");
        if (request.Find("tableId") is not null)
            throw SheetsRefusal.NotModelled("appendCells with a tableId");
        var tab = edit.TabById(request.Int("sheetId"));
        var rows = Rows(request);
        var top = tab.UsedRows();
        edit.Grow(tab, top + rows.Length, Width(rows));
        Lay(edit, tab, top, 0, rows, mask);
        return null;
    }

    public static JsonObject? Repeat(BookEdit edit, JsonElement request)
    {
        var mask = request.UpdateMask("CellData");
        var place = edit.Find(request.Message("range"));
        var cell = request.Message("cell");
        Each(edit, place.Tab, place.Bound(edit.Switches), present => CellData.Apply(present, cell, mask));
        return null;
    }

    public static JsonObject? SetValidation(BookEdit edit, JsonElement request)
    {
        var place = edit.Find(request.Message("range"));
        var rule = request.Find("rule") is { } given ? Validation.Read(given) : null;
        var rect = place.Bound(edit.Switches);
        edit.Guard(place.Tab, rect);
        for (var row = rect.Top; row < rect.Bottom; row++)
        {
            for (var column = rect.Left; column < rect.Right; column++)
                place.Tab.Put(row, column, place.Tab.CellAt(row, column) with { Rule = rule });
        }

        return null;
    }

    public static void DropRules(Tab tab)
    {
        for (var row = 0; row < tab.RowCount; row++)
        {
            for (var column = 0; column < (tab.RowAt(row)?.Cells.Length ?? 0); column++)
            {
                if (tab.Stored(row, column) is Cell { Rule: not null } cell)
                    tab.Put(row, column, cell with { Rule = null });
            }
        }
    }

    private static void Cover(BookEdit edit, Tab tab, GridRect rect, JsonElement[][] rows, FieldMask mask)
    {
        // Cells of the range that the rows do not reach are cleared, as far as the mask goes.
        edit.Guard(tab, rect);
        for (var row = rect.Top; row < rect.Bottom; row++)
        {
            var data = row - rect.Top < rows.Length ? rows[row - rect.Top] : [];
            for (var column = rect.Left; column < rect.Right; column++)
            {
                var cell = column - rect.Left < data.Length ? data[column - rect.Left] : default;
                edit.Put(tab, row, column, CellData.Apply(tab.CellAt(row, column), cell, mask));
            }
        }
    }

    private static void Lay(BookEdit edit, Tab tab, int top, int left, JsonElement[][] rows, FieldMask mask)
    {
        for (var row = 0; row < rows.Length; row++)
        {
            if (rows[row].Length == 0)
                continue;
            edit.Guard(tab, GridRect.At(top + row, left, 1, rows[row].Length));
            for (var column = 0; column < rows[row].Length; column++)
            {
                var present = tab.CellAt(top + row, left + column);
                edit.Put(tab, top + row, left + column, CellData.Apply(present, rows[row][column], mask));
            }
        }
    }

    private static void Each(BookEdit edit, Tab tab, GridRect rect, Func<Cell, Cell> change)
    {
        edit.Guard(tab, rect);
        // One result per distinct look of a blank cell: a column of formats shares one object.
        (Cell? From, Cell? To) last = default;
        for (var row = rect.Top; row < rect.Bottom; row++)
        {
            for (var column = rect.Left; column < rect.Right; column++)
            {
                var present = tab.CellAt(row, column);
                if (!ReferenceEquals(last.From, present))
                    last = (present, change(present));
                edit.Put(tab, row, column, last.To!);
            }
        }
    }

    private static JsonElement[][] Rows(JsonElement request) =>
        [.. request.Items("rows").Select(row => row.Items("values").ToArray())];

    private static int Width(JsonElement[][] rows) => rows.Length == 0 ? 0 : rows.Max(row => row.Length);

    private static SheetsRefusal Beyond(string word, int tried, int last) =>
        SheetsRefusal.Bad($"Attempting to write {word}: {tried - 1}, beyond the last requested {word} of: {last - 1}");
}
