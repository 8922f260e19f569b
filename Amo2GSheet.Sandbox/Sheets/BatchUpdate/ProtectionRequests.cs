using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>Protected ranges; and conditional formats, which are kept and given back but colour nothing here.</summary>
internal static class ProtectionRequests
{
    public static JsonObject? Add(BookEdit edit, JsonElement request)
    {
        var given = request.Message("protectedRange");
        if (given.Find("range") is null)
            throw SheetsRefusal.Bad("A protected range must have a range.");
        var place = edit.Find(given.Message("range"));
        place.Bound(edit.Switches);
        var id = given.Int("protectedRangeId") ?? NewId(edit.Book);
        if (Find(edit.Book, id) is not null)
            throw SheetsRefusal.Bad($"A protected range with the id {id} already exists.");
        CheckEditors(given);
        var range = new ProtectedRange(
            id, place.Rect, given.Text("description"), given.Flag("warningOnly"), edit.Who, Editors(given));
        place.Tab.Protected = place.Tab.Protected.Add(range);
        var json = JsonWriting.Protected(place.Tab, range, edit.Who, edit.IsOwner);
        return new JsonObject { ["addProtectedRange"] = new JsonObject { ["protectedRange"] = json } };
    }

    public static JsonObject? Update(BookEdit edit, JsonElement request)
    {
        var mask = request.UpdateMask("ProtectedRange");
        var given = request.Message("protectedRange");
        var (tab, range) = Editable(edit, given.Int("protectedRangeId"));
        var changed = range;
        if (mask.Has("description"))
            changed = changed with { Description = given.Text("description") };
        if (mask.Has("warningOnly"))
            changed = changed with { WarningOnly = given.Flag("warningOnly") };
        if (mask.Has("editors"))
        {
            CheckEditors(given);
            changed = changed with { Editors = Editors(given) };
        }

        if (mask.Has("range") && given.Find("range") is { } place)
        {
            var found = edit.Find(place);
            if (found.Tab != tab)
                throw SheetsRefusal.Bad("A protected range cannot move to another sheet.");
            changed = changed with { Place = found.Rect };
        }

        tab.Protected = tab.Protected.Replace(range, changed);
        return null;
    }

    public static JsonObject? Delete(BookEdit edit, JsonElement request)
    {
        var (tab, range) = Editable(edit, request.Int("protectedRangeId"));
        tab.Protected = tab.Protected.Remove(range);
        return null;
    }

    public static JsonObject? AddConditionalFormat(BookEdit edit, JsonElement request)
    {
        var rule = request.Message("rule");
        var places = rule.Items("ranges").Select(edit.Find).ToList();
        if (places.Count == 0)
            throw SheetsRefusal.Bad("A conditional format rule must have at least one range.");
        var tab = places[0].Tab;
        var index = request.Int("index") ?? 0;
        if (index < 0 || index > tab.ConditionalFormats.Count)
            throw SheetsRefusal.Bad($"Index {index} is out of range.");
        tab.ConditionalFormats = tab.ConditionalFormats.Insert(index, rule.GetRawText());
        return null;
    }

    public static JsonObject? DeleteConditionalFormat(BookEdit edit, JsonElement request)
    {
        var tab = edit.TabById(request.Int("sheetId"));
        var index = request.Int("index") ?? 0;
        if (index < 0 || index >= tab.ConditionalFormats.Count)
            throw SheetsRefusal.Bad($"No conditional format on sheet: {tab.SheetId} at index: {index}");
        var deleted = new JsonObject { ["rule"] = JsonNode.Parse(tab.ConditionalFormats[index]) };
        tab.ConditionalFormats = tab.ConditionalFormats.RemoveAt(index);
        return new JsonObject { ["deleteConditionalFormatRule"] = deleted };
    }

    public static int NewId(Book book) => book.NextId(id => Find(book, id) is not null);

    private static (Tab Tab, ProtectedRange Range)? Find(Book book, int id)
    {
        foreach (var tab in book.Tabs)
        {
            if (tab.Protected.Find(range => range.Id == id) is { } range)
                return (tab, range);
        }

        return null;
    }

    private static (Tab Tab, ProtectedRange Range) Editable(BookEdit edit, int? id)
    {
        var found = Find(edit.Book, id ?? 0) ?? throw SheetsRefusal.Bad($"No protected range with id: {id ?? 0}");
        return !edit.IsOwner && found.Range.Stops(edit.Who) ? throw SheetsRefusal.ProtectedCell() : found;
    }

    private static void CheckEditors(JsonElement given)
    {
        if (given.Flag("warningOnly") && given.Find("editors") is not null)
            throw SheetsRefusal.Bad("Editors cannot be set on a protected range that only warns.");
    }

    private static ImmutableArray<string> Editors(JsonElement given) =>
        [.. given.Message("editors").Items("users").Select(user => user.GetString()!)];
}
