using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>
/// insertRange: blank cells come in, and what was there moves down, only as wide as the range. The new cells keep format and validation of
/// those that stood there; the grid grows when something would be pushed off its end.
/// </summary>
internal static class InsertRangeRequest
{
    public static JsonObject? Insert(BookEdit edit, JsonElement request)
    {
        var place = edit.Find(request.Message("range"));
        if (!Ranges.IsRows(request.Text("shiftDimension")))
            throw SheetsRefusal.NotModelled("insertRange that shifts columns");
        var (tab, rect) = (place.Tab, place.Bound(edit.Switches));
        edit.Guard(tab, rect with { Bottom = tab.RowCount });
        var used = tab.UsedRows();
        if (used > rect.Top)
            edit.Grow(tab, used + rect.Height, tab.ColumnCount);
        for (var column = rect.Left; column < rect.Right; column++)
        {
            for (var row = tab.RowCount - 1; row >= rect.Bottom; row--)
                tab.Put(row, column, tab.Stored(row - rect.Height, column));
            for (var row = rect.Top; row < rect.Bottom; row++)
                tab.Put(row, column, tab.CellAt(row, column) with { Value = null, Formula = null, Note = null });
        }

        return null;
    }
}
