using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>What one ValueRange changed. Counts leave out nulls, the range does not.</summary>
internal readonly record struct Written(Tab Tab, GridRect Rect, IReadOnlySet<int> Rows, IReadOnlySet<int> Columns, int Cells)
{
    public JsonObject ToJson(string? spreadsheetId, SheetSwitches switches)
    {
        var json = new JsonObject();
        if (spreadsheetId is not null)
            json["spreadsheetId"] = spreadsheetId;
        json["updatedRange"] = Ranges.Text(Tab, Rect, switches);
        json.PutNonZero("updatedRows", Rows.Count);
        json.PutNonZero("updatedColumns", Columns.Count);
        json.PutNonZero("updatedCells", Cells);
        return json;
    }
}

/// <summary>Puts arrays of values into a tab, as values.update, append and their batch forms do.</summary>
internal static class ValueWrite
{
    /// <summary>Turns the JSON array into rows of elements; an absent cell is Undefined, a JSON null is Null: both leave the cell alone.</summary>
    public static JsonElement[][] Rows(JsonElement valueRange, string at)
    {
        var lines = valueRange.Items("values").Select((line, i) => Line(line, i, at)).ToArray();
        if (!ValueOptions.IsColumns(valueRange.Text("majorDimension")))
            return lines;
        var height = lines.Length == 0 ? 0 : lines.Max(line => line.Length);
        return [.. Enumerable.Range(0, height).Select(row => lines.Select(line => row < line.Length ? line[row] : default).ToArray())];
    }

    /// <summary>Writes into a range: one cell is an anchor, more bound the array. Never grows the grid.</summary>
    public static Written Update(BookEdit edit, Place place, JsonElement[][] rows, bool userEntered)
    {
        var bound = place.Bound(edit.Switches);
        var area = place.Rect.IsSingleCell ? bound with { Bottom = place.Tab.RowCount, Right = place.Tab.ColumnCount } : bound;
        var width = Width(rows);
        var range = Ranges.Text(place.Tab, bound, edit.Switches);
        if (rows.Length > area.Height)
            throw SheetsRefusal.Bad($"Requested writing within range [{range}], but tried writing to row [{area.Bottom + 1}]");
        if (width > area.Width)
        {
            throw SheetsRefusal.Bad(
                $"Requested writing within range [{range}], but tried writing to column [{A1.ColumnName(area.Right)}]");
        }

        return Put(edit, place.Tab, area.Top, area.Left, rows, userEntered);
    }

    /// <summary>Continues the table that the range finds, growing the grid when it ends.</summary>
    public static (GridRect? Table, Written Written) Append(
        BookEdit edit, Place place, JsonElement[][] rows, bool userEntered, bool insertRows)
    {
        var tab = place.Tab;
        var range = place.Bound(edit.Switches);
        var table = TableDetection.LastTable(tab, range);
        var (top, left) = table is { } found ? (found.Bottom, found.Left) : (range.Top, range.Left);
        if (insertRows && table is not null && top < tab.RowCount)
            tab.Insert(rows: true, top, rows.Length, top - 1);
        edit.Grow(tab, top + rows.Length, left + Width(rows));
        return (table, Put(edit, tab, top, left, rows, userEntered));
    }

    public static GridRect Clear(BookEdit edit, Place place)
    {
        var rect = place.Bound(edit.Switches);
        edit.Guard(place.Tab, rect);
        for (var row = rect.Top; row < rect.Bottom; row++)
        {
            if (place.Tab.RowAt(row) is not { } present)
                continue;
            for (var column = rect.Left; column < Math.Min(rect.Right, present.Cells.Length); column++)
            {
                if (place.Tab.CellAt(row, column) is { HasContent: true } cell)
                    place.Tab.Put(row, column, cell.With(null));
            }
        }

        return rect;
    }

    private static JsonElement[] Line(JsonElement line, int index, string at)
    {
        if (line.ValueKind != JsonValueKind.Array)
        {
            throw SheetsRefusal.BadField(
                $"Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), {line.GetRawText()}", "data.values");
        }

        var cells = line.EnumerateArray().ToArray();
        for (var i = 0; i < cells.Length; i++)
        {
            var kind = cells[i].ValueKind;
            if (kind is JsonValueKind.Array or JsonValueKind.Object)
                throw SheetsRefusal.Bad($"Invalid {at}values[{index}][{i}]: {(kind == JsonValueKind.Array ? "list_value" : "struct_value")} {{\n}}\n");
        }

        return cells;
    }

    private static int Width(JsonElement[][] rows) => rows.Length == 0 ? 0 : rows.Max(row => row.Length);

    private static Written Put(BookEdit edit, Tab tab, int top, int left, JsonElement[][] rows, bool userEntered)
    {
        var rect = GridRect.At(top, left, Math.Max(1, rows.Length), Math.Max(1, Width(rows)));
        var (touchedRows, touchedColumns, cells) = (new HashSet<int>(), new HashSet<int>(), 0);
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < rows[row].Length; column++)
            {
                var value = rows[row][column];
                if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
                    continue;
                edit.Guard(tab, GridRect.At(top + row, left + column, 1, 1));
                edit.Put(tab, top + row, left + column, Entered(edit, tab.CellAt(top + row, left + column), value, userEntered));
                touchedRows.Add(top + row);
                touchedColumns.Add(left + column);
                cells++;
            }
        }

        return new Written(tab, rect, touchedRows, touchedColumns, cells);
    }

    private static Cell Entered(BookEdit edit, Cell present, JsonElement value, bool userEntered) => value.ValueKind switch
    {
        JsonValueKind.Number => present.With(value.GetDouble()),
        JsonValueKind.True or JsonValueKind.False => present.With(value.GetBoolean()),
        _ when value.GetString() is not { Length: > 0 } text => present.With(null),
        _ when userEntered => edit.Typed(present, value.GetString()!),
        _ => present.With(value.GetString()),
    };
}
