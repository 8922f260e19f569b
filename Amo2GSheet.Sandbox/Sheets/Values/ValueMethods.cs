using System.Text.Json;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>values.get, batchGet, batchGetByDataFilter.</summary>
internal static class ValueMethods
{
    public static SheetsReply Get(SheetWorld world, SheetsCall call)
    {
        var book = world.Open(call.SpreadsheetId, call.Who);
        var (switches, rendering) = (world.Switches, call.Query.Rendering());
        var read = Read(book, Ranges.Find(book, call.Argument, switches), rendering, switches);
        return (json, mask) => read.Write(json, mask, switches);
    }

    public static SheetsReply BatchGet(SheetWorld world, SheetsCall call)
    {
        var book = world.Open(call.SpreadsheetId, call.Who);
        var (switches, rendering) = (world.Switches, call.Query.Rendering());
        var reads = call.Query.All("ranges").Select(range => Read(book, Ranges.Find(book, range, switches), rendering, switches)).ToList();
        return List(book.Id, reads, (json, mask, read) => read.Write(json, mask, switches));
    }

    public static SheetsReply BatchGetByDataFilter(SheetWorld world, SheetsCall call)
    {
        var book = world.Open(call.SpreadsheetId, call.Who);
        var switches = world.Switches;
        var rendering = Rendering.Of(
            call.Body.Text("majorDimension"), call.Body.Text("valueRenderOption"), call.Body.Text("dateTimeRenderOption"));
        var reads = (from filter in call.Body.Items("dataFilters")
                     from place in DataFilters.Places(book, filter, switches)
                     select (Filter: filter.Clone(), Read: Read(book, place, rendering, switches))).ToList();
        return List(book.Id, reads, (json, mask, match) =>
        {
            json.WriteStartObject();
            if (mask["valueRange"] is { } below)
            {
                json.WritePropertyName("valueRange");
                match.Read.Write(json, below, switches);
            }

            if (mask.Has("dataFilters"))
            {
                json.WriteStartArray("dataFilters");
                DataFilters.Echo(match.Filter).WriteTo(json);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        });
    }

    private static ValueRead Read(Book book, Place place, Rendering rendering, SheetSwitches switches) =>
        new(book, place.Tab, place.BoundForRead(switches), rendering);

    private static SheetsReply List<T>(string spreadsheetId, List<T> reads, Action<Utf8JsonWriter, FieldMask, T> write) => (json, mask) =>
    {
        json.WriteStartObject();
        if (mask.Has("spreadsheetId"))
            json.WriteString("spreadsheetId", spreadsheetId);
        if (mask["valueRanges"] is { } below && reads.Count > 0)
        {
            json.WriteStartArray("valueRanges");
            foreach (var read in reads)
                write(json, below, read);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    };
}
