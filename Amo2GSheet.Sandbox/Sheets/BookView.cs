using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>A spreadsheet as spreadsheets.get shows it.</summary>
internal sealed class BookView(Book book, string who, SheetSwitches switches)
{
    private readonly SheetLocale _locale = SheetLocale.Of(book.Locale);

    /// <param name="places">Limits tabs and grid data; none = everything.</param>
    /// <param name="gridData">Cells too.</param>
    /// <param name="mask">Only what it asks for is gathered; the rest of its work is <see cref="FieldMask.Apply"/>'s.</param>
    public JsonObject ToJson(IReadOnlyList<Place> places, bool gridData, FieldMask mask)
    {
        var json = new JsonObject
        {
            ["spreadsheetId"] = book.Id,
            ["properties"] = new JsonObject
            {
                ["title"] = book.Title,
                ["locale"] = book.Locale,
                ["autoRecalc"] = "ON_CHANGE",
                ["timeZone"] = book.TimeZone,
                ["defaultFormat"] = new JsonObject(),
                ["spreadsheetTheme"] = new JsonObject { ["primaryFontFamily"] = "Arial" },
            },
        };
        var tabs = book.Tabs.Where(tab => places.Count == 0 || places.Any(place => place.Tab == tab));
        if (mask["sheets"] is { } sheetMask)
            json["sheets"] = new JsonArray([.. tabs.Select(tab => Sheet(tab, places, gridData, sheetMask))]);
        json["spreadsheetUrl"] = $"https://docs.google.com/spreadsheets/d/{book.Id}/edit";
        if (!book.Metadata.IsEmpty)
            json["developerMetadata"] = Entries(MetadataShelf.All(book).Where(found => found.Tab is null));
        return json;
    }

    private JsonObject Sheet(Tab tab, IReadOnlyList<Place> places, bool gridData, FieldMask mask)
    {
        var json = new JsonObject { ["properties"] = JsonWriting.Properties(book, tab) };
        if (gridData && mask["data"] is { } dataMask)
        {
            var rects = places.Where(place => place.Tab == tab).Select(place => place.Bound(switches)).ToList();
            json["data"] = new JsonArray([.. (rects.Count > 0 ? rects : [tab.Whole]).Select(rect => Grid(tab, rect, dataMask))]);
        }

        if (!tab.ConditionalFormats.IsEmpty)
            json["conditionalFormats"] = new JsonArray([.. tab.ConditionalFormats.Select(rule => JsonNode.Parse(rule))]);
        if (!tab.Protected.IsEmpty)
        {
            var isOwner = who.Equals(book.Owner, StringComparison.OrdinalIgnoreCase);
            json["protectedRanges"] = new JsonArray([.. tab.Protected.Select(range => JsonWriting.Protected(tab, range, who, isOwner))]);
        }

        if (!tab.Metadata.IsEmpty)
            json["developerMetadata"] = Entries(MetadataShelf.OnTab(tab).Where(found => found.Index is null));
        return json;
    }

    private JsonObject Grid(Tab tab, GridRect rect, FieldMask mask)
    {
        var json = new JsonObject();
        json.PutNonZero("startRow", rect.Top);
        json.PutNonZero("startColumn", rect.Left);
        if (mask["rowData"] is { } rowMask)
        {
            var cellMask = rowMask["values"] ?? FieldMask.All;
            var rows = new List<JsonObject>();
            for (var row = rect.Top; row < rect.Bottom; row++)
                rows.Add(RowData(tab, row, rect, cellMask));
            Trim(rows);
            if (rows.Count > 0)
                json["rowData"] = new JsonArray([.. rows]);
        }

        if (mask.Has("rowMetadata"))
            json["rowMetadata"] = Dimensions(tab, rows: true, rect.Top, rect.Bottom);
        if (mask.Has("columnMetadata"))
            json["columnMetadata"] = Dimensions(tab, rows: false, rect.Left, rect.Right);
        return json;
    }

    private JsonObject RowData(Tab tab, int row, GridRect rect, FieldMask mask)
    {
        var cells = new List<JsonObject>();
        for (var column = rect.Left; column < Math.Min(rect.Right, tab.RowAt(row)?.Cells.Length ?? 0); column++)
            cells.Add(CellData.ToJson(tab.CellAt(row, column), _locale, mask));
        Trim(cells);
        return cells.Count == 0 ? [] : new JsonObject { ["values"] = new JsonArray([.. cells]) };
    }

    private static void Trim(List<JsonObject> items)
    {
        while (items.Count > 0 && items[^1].Count == 0)
            items.RemoveAt(items.Count - 1);
    }

    private static JsonArray Dimensions(Tab tab, bool rows, int start, int end)
    {
        var list = new JsonArray();
        for (var index = start; index < end; index++)
        {
            var info = tab.InfoAt(rows, index);
            var json = new JsonObject { ["pixelSize"] = info.PixelSize ?? (rows ? 21 : 100) };
            if (info.Hidden)
                json["hiddenByUser"] = true;
            if (!info.Metadata.IsEmpty)
                json["developerMetadata"] = Entries(info.Metadata.Select(entry => new Shelved(entry, tab, rows, index)));
            list.Add(json);
        }

        return list;
    }

    private static JsonArray Entries(IEnumerable<Shelved> found) => new([.. found.Select(entry => entry.ToJson())]);
}
