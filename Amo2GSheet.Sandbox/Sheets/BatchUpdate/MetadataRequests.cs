using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>createDeveloperMetadata, updateDeveloperMetadata, deleteDeveloperMetadata.</summary>
internal static class MetadataRequests
{
    public static JsonObject? Create(BookEdit edit, JsonElement request)
    {
        var given = request.Message("developerMetadata");
        var key = given.Text("metadataKey");
        var visibility = given.Text("visibility");
        if (string.IsNullOrEmpty(key))
            throw SheetsRefusal.Bad("A metadata key must be specified.");
        if (visibility is not ("DOCUMENT" or "PROJECT"))
            throw SheetsRefusal.Bad("Visibility must be specified.");
        if (given.Int("metadataId") is <= 0)
            throw SheetsRefusal.Bad("The metadata ID must be positive.");
        if (given.Int("metadataId") is { } wanted && IsTaken(edit.Book, wanted))
            throw SheetsRefusal.Bad($"Developer metadata with the ID {wanted} already exists.");
        var place = MetadataShelf.Target(edit.Book, given.Message("location"));
        var entry = new MetadataEntry(given.Int("metadataId") ?? NewId(edit.Book), key, given.Text("metadataValue"), visibility);
        MetadataShelf.Change(edit.Book, place, entries => entries.Add(entry));
        CheckSize(edit.Book, place);
        var reply = new JsonObject { ["developerMetadata"] = (place with { Entry = entry }).ToJson() };
        return new JsonObject { ["createDeveloperMetadata"] = reply };
    }

    public static JsonObject? Update(BookEdit edit, JsonElement request)
    {
        var mask = request.UpdateMask("DeveloperMetadata");
        var given = request.Message("developerMetadata");
        var changed = new JsonArray();
        foreach (var found in Matched(edit, request.Items("dataFilters")))
        {
            var entry = found.Entry;
            if (mask.Has("metadataKey"))
                entry = entry with { Key = given.Text("metadataKey") ?? throw SheetsRefusal.Bad("A metadata key must be specified.") };
            if (mask.Has("metadataValue"))
                entry = entry with { Value = given.Text("metadataValue") };
            if (mask.Has("visibility"))
                entry = entry with { Visibility = given.Text("visibility") ?? throw SheetsRefusal.Bad("Visibility must be specified.") };
            var target = mask.Has("location") && given.Find("location") is { } location ? MetadataShelf.Target(edit.Book, location) : found;
            MetadataShelf.Change(edit.Book, found, entries => entries.Remove(found.Entry));
            MetadataShelf.Change(edit.Book, target, entries => entries.Add(entry));
            CheckSize(edit.Book, target);
            changed.Add((target with { Entry = entry }).ToJson());
        }

        return Reply("updateDeveloperMetadata", "developerMetadata", changed);
    }

    public static JsonObject? Delete(BookEdit edit, JsonElement request)
    {
        var deleted = new JsonArray();
        foreach (var found in Matched(edit, [request.Message("dataFilter")]))
        {
            MetadataShelf.Change(edit.Book, found, entries => entries.Remove(found.Entry));
            deleted.Add(found.ToJson());
        }

        return Reply("deleteDeveloperMetadata", "deletedDeveloperMetadata", deleted);
    }

    public static int NewId(Book book) => book.NextId(id => IsTaken(book, id));

    private static bool IsTaken(Book book, int id) => MetadataShelf.All(book).Any(found => found.Entry.Id == id);

    private static List<Shelved> Matched(BookEdit edit, IEnumerable<JsonElement> filters) =>
        [.. filters.SelectMany(filter => MetadataShelf.Match(edit.Book, filter, edit.Switches)).DistinctBy(found => found.Entry.Id)];

    private static JsonObject Reply(string kind, string field, JsonArray entries) =>
        new() { [kind] = entries.Count == 0 ? new JsonObject() : new JsonObject { [field] = entries } };

    private static void CheckSize(Book book, Shelved place)
    {
        var entries = place.Tab is null ? book.Metadata : MetadataShelf.OnTab(place.Tab).Select(found => found.Entry);
        if (entries.Sum(entry => entry.Key.Length + (entry.Value?.Length ?? 0)) > MetadataShelf.MaxCharacters)
            throw SheetsRefusal.Bad($"Developer metadata may hold at most {MetadataShelf.MaxCharacters} characters per sheet and per spreadsheet.");
    }
}
