using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>DataFilter: a1Range, gridRange or a lookup of developer metadata, as places.</summary>
internal static class DataFilters
{
    private static readonly string[] Kinds = ["a1Range", "gridRange", "developerMetadataLookup"];

    public static IReadOnlyList<Place> Places(Book book, JsonElement filter, SheetSwitches switches)
    {
        CheckOneOf(filter);
        if (filter.Text("a1Range") is { } text)
            return [Ranges.Find(book, text, switches)];
        if (filter.Find("gridRange") is { } range)
            return [Ranges.Find(book, range)];
        // Metadata of the whole spreadsheet names no cells.
        var places = MetadataShelf.Lookup(book, filter.Message("developerMetadataLookup"))
            .Where(found => found.Tab is not null)
            .Select(found => new Place(found.Tab!, found.Rect))
            .ToList();
        return places.Count == 0 && switches.UnmatchedFilterIsError
            ? throw SheetsRefusal.Bad("No data matches the given data filter.")
            : places;
    }

    public static void CheckOneOf(JsonElement filter)
    {
        var given = Kinds.Count(name => filter.Find(name) is not null);
        if (given != 1)
            throw SheetsRefusal.Bad("Exactly one of a1Range, gridRange and developerMetadataLookup must be set in a data filter.");
    }

    /// <summary>The filter as replies repeat it: zero-valued numbers of a gridRange are gone.</summary>
    public static JsonNode Echo(JsonElement filter)
    {
        var echo = JsonNode.Parse(filter.GetRawText())!.AsObject();
        if (echo["gridRange"] is JsonObject range)
        {
            foreach (var name in range.Where(pair => pair.Value?.ToString() == "0").Select(pair => pair.Key).ToList())
                range.Remove(name);
        }

        return echo;
    }
}
