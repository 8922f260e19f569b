using System.Globalization;
using System.Text.Json.Nodes;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Sandbox.Page;

/// <summary>A spreadsheet as people see it: of each tab what the cells of the used rows show, notes, and dropdowns.</summary>
internal static class BookPicture
{
    /// <summary>Blank rows below the used ones, to type into.</summary>
    private const int Spare = 5;

    /// <summary>More rows than anybody looks at; the others are counted.</summary>
    private const int MostRows = 300;

    public static JsonArray Of(Book book)
    {
        var locale = SheetLocale.Of(book.Locale);
        return new JsonArray([.. book.Tabs.Where(tab => !tab.Hidden).Select(tab => (JsonNode)Of(tab, locale))]);
    }

    /// <summary>What the `ID` cell of a row shows, as a lead's id; null when it is none.</summary>
    public static long? LeadIn(Book book, Tab tab, int row)
    {
        var locale = SheetLocale.Of(book.Locale);
        for (var column = 0; column < tab.ColumnCount; column++)
        {
            if (Shown.Text(tab.Stored(0, column), locale) == "ID")
                return long.TryParse(Shown.Text(tab.Stored(row, column), locale), CultureInfo.InvariantCulture, out var id) ? id : null;
        }

        return null;
    }

    private static JsonObject Of(Tab tab, SheetLocale locale)
    {
        var used = tab.UsedRows();
        var shown = Math.Min(Math.Min(used + Spare, tab.RowCount), MostRows);
        var width = Width(tab, shown);
        var lists = new JsonObject();
        for (var column = 0; column < width && tab.RowCount > 1; column++)
        {
            if (tab.CellAt(1, column).Rule is { Type: "ONE_OF_LIST" } rule)
                lists[column.ToString(CultureInfo.InvariantCulture)] = new JsonArray([.. rule.Values.Select(value => (JsonNode)value)]);
        }

        return new JsonObject
        {
            ["id"] = tab.SheetId,
            ["title"] = tab.Title,
            ["columns"] = new JsonArray([.. Enumerable.Range(0, width).Select(column => (JsonNode)Shown.Text(tab.Stored(0, column), locale))]),
            ["lists"] = lists,
            ["rows"] = new JsonArray([.. Enumerable.Range(1, Math.Max(0, shown - 1)).Select(row => (JsonNode)Line(tab, row, width, locale))]),
            ["more"] = Math.Max(0, used - shown),
        };
    }

    private static JsonObject Line(Tab tab, int row, int width, SheetLocale locale)
    {
        var notes = new JsonObject();
        for (var column = 0; column < width; column++)
        {
            if (tab.CellAt(row, column).Note is { } note)
                notes[column.ToString(CultureInfo.InvariantCulture)] = note;
        }

        return new JsonObject
        {
            ["row"] = row + 1,
            ["cells"] = new JsonArray([.. Enumerable.Range(0, width).Select(column => (JsonNode)Shown.Text(tab.Stored(row, column), locale))]),
            ["notes"] = notes,
        };
    }

    private static int Width(Tab tab, int rows)
    {
        for (var column = tab.ColumnCount - 1; column > 0; column--)
        {
            for (var row = 0; row < rows; row++)
            {
                if (tab.ValueAt(row, column) is not null)
                    return column + 1;
            }
        }

        return 1;
    }
}
