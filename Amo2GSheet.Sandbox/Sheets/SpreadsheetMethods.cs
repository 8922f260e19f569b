using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>spreadsheets.get, getByDataFilter, create; sheets.copyTo; developerMetadata.get and search.</summary>
internal static class SpreadsheetMethods
{
    public static SheetsReply Get(SheetWorld world, SheetsCall call)
    {
        var book = world.Open(call.SpreadsheetId, call.Who);
        var places = call.Query.All("ranges").Select(range => Ranges.Find(book, range, world.Switches)).ToList();
        return View(world, call, book, places, call.Query.Flag("includeGridData"));
    }

    public static SheetsReply GetByDataFilter(SheetWorld world, SheetsCall call)
    {
        var book = world.Open(call.SpreadsheetId, call.Who);
        var places = call.Body.Items("dataFilters").SelectMany(filter => DataFilters.Places(book, filter, world.Switches)).ToList();
        return View(world, call, book, places, call.Body.Flag("includeGridData"));
    }

    public static SheetsReply Create(SheetWorld world, SheetsCall call)
    {
        var properties = call.Body.Message("properties");
        var book = new Book("sandbox-" + Guid.NewGuid().ToString("N"), properties.Text("title") ?? "Untitled spreadsheet", call.Who)
        {
            Locale = properties.Text("locale") ?? "en_US",
            TimeZone = properties.Text("timeZone") ?? "Etc/GMT",
        };
        var edit = new BookEdit(book, call.Who, person: false, world.Switches, year: 0);
        foreach (var sheet in call.Body.Items("sheets"))
            TabRequests.Add(edit, sheet);
        if (book.Tabs.Count == 0)
            book.Tabs.Add(new Tab(0, "Sheet1", 1000, 26, 0));
        world.Add(book);
        return Replies.Json(new BookView(book, call.Who, world.Switches).ToJson([], gridData: false, FieldMask.All));
    }

    public static SheetsReply CopyTo(SheetWorld world, SheetsCall call)
    {
        var book = world.Open(call.SpreadsheetId, call.Who);
        var sheetId = int.TryParse(call.Argument, out var id) ? id : -1;
        var source = book.TabById(sheetId) ?? throw SheetsRefusal.NoGrid(sheetId);
        return Replies.Json(world.Change(call.Body.Text("destinationSpreadsheetId") ?? string.Empty, call.Who, edit =>
            JsonWriting.Properties(edit.Book, TabRequests.CopyFrom(edit, source))));
    }

    public static SheetsReply GetMetadata(SheetWorld world, SheetsCall call)
    {
        var book = world.Open(call.SpreadsheetId, call.Who);
        foreach (var found in MetadataShelf.All(book))
        {
            if (int.TryParse(call.Argument, out var id) && found.Entry.Id == id)
                return Replies.Json(found.ToJson());
        }

        throw new SheetsRefusal(404, "NOT_FOUND", $"No metadata with the ID {call.Argument} exists.");
    }

    public static SheetsReply SearchMetadata(SheetWorld world, SheetsCall call)
    {
        var book = world.Open(call.SpreadsheetId, call.Who);
        var matches = call.Body.Items("dataFilters")
            .SelectMany(filter => MetadataShelf.Match(book, filter, world.Switches).Select(found => (Found: found, Filter: filter)))
            .GroupBy(match => match.Found.Entry.Id)
            .Select(group => (JsonNode)new JsonObject
            {
                ["developerMetadata"] = group.First().Found.ToJson(),
                ["dataFilters"] = new JsonArray([.. group.Select(match => DataFilters.Echo(match.Filter))]),
            })
            .ToArray();
        return Replies.Json(matches.Length == 0 ? [] : new JsonObject { ["matchedDeveloperMetadata"] = new JsonArray(matches) });
    }

    private static SheetsReply View(SheetWorld world, SheetsCall call, Book book, List<Place> places, bool includeGridData)
    {
        // A mask decides about grid data by itself; includeGridData is heard only without one.
        var mask = FieldMask.Parse(call.Query["fields"]);
        var gridData = mask.IsAll ? includeGridData : mask["sheets"]?.Has("data") ?? false;
        return Replies.Json(new BookView(book, call.Who, world.Switches).ToJson(places, gridData, mask));
    }
}
