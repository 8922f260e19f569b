using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>Replies in the API's JSON: zero-valued numbers of ranges are left out, as protobuf leaves them out.</summary>
internal static class JsonWriting
{
    public static JsonObject GridRange(int sheetId, OpenRect place)
    {
        var range = new JsonObject();
        range.PutNonZero("sheetId", sheetId);
        range.PutNonZero("startRowIndex", place.Top);
        range.PutNonZero("endRowIndex", place.Bottom);
        range.PutNonZero("startColumnIndex", place.Left);
        range.PutNonZero("endColumnIndex", place.Right);
        return range;
    }

    public static JsonObject DimensionRange(int sheetId, bool rows, int start, int end)
    {
        var range = new JsonObject();
        range.PutNonZero("sheetId", sheetId);
        range["dimension"] = rows ? "ROWS" : "COLUMNS";
        range.PutNonZero("startIndex", start);
        range.PutNonZero("endIndex", end);
        return range;
    }

    public static void PutNonZero(this JsonObject target, string name, int? value)
    {
        if (value is not null and not 0)
            target[name] = value;
    }

    public static JsonObject Properties(Book book, Tab tab)
    {
        var grid = new JsonObject { ["rowCount"] = tab.RowCount, ["columnCount"] = tab.ColumnCount };
        grid.PutNonZero("frozenRowCount", tab.FrozenRows);
        grid.PutNonZero("frozenColumnCount", tab.FrozenColumns);
        var properties = new JsonObject
        {
            ["sheetId"] = tab.SheetId,
            ["title"] = tab.Title,
            ["index"] = book.Tabs.IndexOf(tab),
            ["sheetType"] = "GRID",
            ["gridProperties"] = grid,
        };
        if (tab.Hidden)
            properties["hidden"] = true;
        return properties;
    }

    public static JsonObject Protected(Tab tab, ProtectedRange range, string who, bool isOwner)
    {
        var json = new JsonObject { ["protectedRangeId"] = range.Id, ["range"] = GridRange(tab.SheetId, range.Place) };
        if (range.Description is not null)
            json["description"] = range.Description;
        if (range.WarningOnly)
            json["warningOnly"] = true;
        if (isOwner || !range.Stops(who))
            json["requestingUserCanEdit"] = true;
        if (!range.WarningOnly)
        {
            json["editors"] = range.Editors.IsEmpty
                ? new JsonObject()
                : new JsonObject { ["users"] = new JsonArray([.. range.Editors.Select(user => (JsonNode)user)]) };
        }

        return json;
    }
}
