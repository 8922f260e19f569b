using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>values.update, append, clear, their batch forms and the ByDataFilter calls.</summary>
internal static class ValueWriteMethods
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static SheetsReply Update(SheetWorld world, SheetsCall call) => Replies.Json(world.Change(call.SpreadsheetId, call.Who, edit =>
    {
        var userEntered = ValueOptions.IsUserEntered(call.Query["valueInputOption"]);
        var place = Argument(edit, call);
        var written = Inside("data[0]", () => ValueWrite.Update(edit, place, ValueWrite.Rows(call.Body, string.Empty), userEntered));
        return Reply(edit, written, call.Query.Flag("includeValuesInResponse"), call.Query.Rendering("response"), Columns(call.Body));
    }));

    public static SheetsReply Append(SheetWorld world, SheetsCall call) => Replies.Json(world.Change(call.SpreadsheetId, call.Who, edit =>
    {
        var userEntered = ValueOptions.IsUserEntered(call.Query["valueInputOption"]);
        var insertRows = ValueOptions.InsertsRows(call.Query["insertDataOption"]);
        var place = Argument(edit, call);
        var rows = ValueWrite.Rows(call.Body, string.Empty);
        var (table, written) = Inside("data[0]", () => ValueWrite.Append(edit, place, rows, userEntered, insertRows));
        var reply = new JsonObject { ["spreadsheetId"] = edit.Book.Id };
        if (table is { } found)
            reply["tableRange"] = Ranges.Text(place.Tab, found, edit.Switches);
        reply["updates"] = Reply(
            edit, written, call.Query.Flag("includeValuesInResponse"), call.Query.Rendering("response"), Columns(call.Body));
        return reply;
    }));

    public static SheetsReply Clear(SheetWorld world, SheetsCall call) => Replies.Json(world.Change(call.SpreadsheetId, call.Who, edit =>
        new JsonObject { ["spreadsheetId"] = edit.Book.Id, ["clearedRange"] = Cleared(edit, edit.Find(call.Argument)) }));

    public static SheetsReply BatchClear(SheetWorld world, SheetsCall call) => Replies.Json(world.Change(call.SpreadsheetId, call.Who, edit =>
        ClearAll(edit, call.Body.Items("ranges").Select(range => edit.Find(range.GetString()!)))));

    public static SheetsReply BatchClearByDataFilter(SheetWorld world, SheetsCall call) =>
        Replies.Json(world.Change(call.SpreadsheetId, call.Who, edit => ClearAll(
            edit, call.Body.Items("dataFilters").SelectMany(filter => DataFilters.Places(edit.Book, filter, edit.Switches)))));

    public static SheetsReply BatchUpdate(SheetWorld world, SheetsCall call) => Batch(world, call, (edit, data, at, userEntered) =>
    {
        var place = edit.Find(data.Text("range") ?? string.Empty);
        return [(ValueWrite.Update(edit, place, ValueWrite.Rows(data, at), userEntered), null)];
    });

    public static SheetsReply BatchUpdateByDataFilter(SheetWorld world, SheetsCall call) => Batch(world, call, (edit, data, at, userEntered) =>
    {
        var filter = data.Message("dataFilter");
        var rows = ValueWrite.Rows(data, at);
        return
        [
            .. DataFilters.Places(edit.Book, filter, edit.Switches)
                .Select(place => (ValueWrite.Update(edit, place, rows, userEntered), (JsonElement?)filter)),
        ];
    });

    private static SheetsReply Batch(
        SheetWorld world, SheetsCall call, Func<BookEdit, JsonElement, string, bool, List<(Written Written, JsonElement? Filter)>> write) =>
        Replies.Json(world.Change(call.SpreadsheetId, call.Who, edit =>
        {
            var userEntered = ValueOptions.IsUserEntered(call.Body.Text("valueInputOption"));
            var rendering = Rendering.Of(null, call.Body.Text("responseValueRenderOption"), call.Body.Text("responseDateTimeRenderOption"));
            var done = new List<(Written Written, JsonElement? Filter, bool Columns)>();
            foreach (var (data, i) in call.Body.Items("data").Select((data, i) => (data, i)))
            {
                var each = InsideAlways($"data[{i}]", () => write(edit, data, string.Empty, userEntered));
                done.AddRange(each.Select(item => (item.Written, item.Filter, Columns(data))));
            }

            return BatchReply(edit, done, rendering, call.Body.Flag("includeValuesInResponse"));
        }));

    private static JsonObject BatchReply(
        BookEdit edit, List<(Written Written, JsonElement? Filter, bool Columns)> done, Rendering rendering, bool withValues)
    {
        var reply = new JsonObject { ["spreadsheetId"] = edit.Book.Id };
        // Rows and columns that several entries touch count once.
        reply.PutNonZero("totalUpdatedRows", done.SelectMany(d => d.Written.Rows.Select(row => (d.Written.Tab, row))).Distinct().Count());
        reply.PutNonZero(
            "totalUpdatedColumns", done.SelectMany(d => d.Written.Columns.Select(column => (d.Written.Tab, column))).Distinct().Count());
        reply.PutNonZero("totalUpdatedCells", done.Sum(d => d.Written.Cells));
        reply.PutNonZero("totalUpdatedSheets", done.Where(d => d.Written.Cells > 0).Select(d => d.Written.Tab).Distinct().Count());
        if (done.Count == 0)
            return reply;
        var responses = new JsonArray();
        foreach (var (written, filter, columns) in done)
        {
            var response = Reply(edit, written, withValues, rendering, columns);
            if (filter is { } matched)
            {
                response.Remove("spreadsheetId");
                response["dataFilter"] = DataFilters.Echo(matched);
            }

            responses.Add(response);
        }

        reply["responses"] = responses;
        return reply;
    }

    private static Place Argument(BookEdit edit, SheetsCall call)
    {
        var place = edit.Find(call.Argument);
        if (call.Body.Text("range") is { Length: > 0 } range && !(edit.Find(range) == place))
            throw SheetsRefusal.Bad($"Request range[{call.Argument}] does not match value's range[{range}]");
        return place;
    }

    private static JsonObject Reply(BookEdit edit, Written written, bool withValues, Rendering rendering, bool columns)
    {
        var json = written.ToJson(edit.Book.Id, edit.Switches);
        if (!withValues)
            return json;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
            new ValueRead(edit.Book, written.Tab, written.Rect, rendering with { Columns = columns }).Write(writer, FieldMask.All, edit.Switches);
        json["updatedData"] = JsonNode.Parse(buffer.ToArray());
        return json;
    }

    private static JsonObject ClearAll(BookEdit edit, IEnumerable<Place> places) => new()
    {
        ["spreadsheetId"] = edit.Book.Id,
        ["clearedRanges"] = new JsonArray([.. places.ToList().Select(place => (JsonNode)Cleared(edit, place))]),
    };

    private static string Cleared(BookEdit edit, Place place) => Ranges.Text(place.Tab, ValueWrite.Clear(edit, place), edit.Switches);

    private static bool Columns(JsonElement valueRange) => ValueOptions.IsColumns(valueRange.Text("majorDimension"));

    /// <summary>The single calls name their entry only for what was seen so: protected cells.</summary>
    private static T Inside<T>(string place, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SheetsRefusal refusal) when (refusal.Message.StartsWith("You are trying to edit a protected", StringComparison.Ordinal))
        {
            throw refusal.Inside(place);
        }
    }

    private static T InsideAlways<T>(string place, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SheetsRefusal refusal)
        {
            throw refusal.Inside(place);
        }
    }
}
