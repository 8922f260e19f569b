using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>A metadata entry and where it was found: on the book (<see cref="Tab"/> null), a tab (<see cref="Index"/> null), a row or a column.</summary>
internal readonly record struct Shelved(MetadataEntry Entry, Tab? Tab, bool Rows, int? Index)
{
    public string LocationType => Tab is null ? "SPREADSHEET" : Index is null ? "SHEET" : Rows ? "ROW" : "COLUMN";

    /// <summary>The cells that the entry stands for: a whole row, a whole column, a whole tab.</summary>
    public OpenRect Rect => Index is not { } index ? OpenRect.Whole
        : Rows ? new OpenRect(index, null, index + 1, null)
        : new OpenRect(null, index, null, index + 1);

    public JsonObject ToJson()
    {
        var location = new JsonObject { ["locationType"] = LocationType };
        if (Tab is null)
            location["spreadsheet"] = true;
        else if (Index is { } index)
            location["dimensionRange"] = JsonWriting.DimensionRange(Tab.SheetId, Rows, index, index + 1);
        else
            location["sheetId"] = Tab.SheetId;
        var json = new JsonObject { ["metadataId"] = Entry.Id, ["metadataKey"] = Entry.Key };
        if (Entry.Value is not null)
            json["metadataValue"] = Entry.Value;
        json["location"] = location;
        json["visibility"] = Entry.Visibility;
        return json;
    }
}

/// <summary>Finds developer metadata. It is kept on the row, column, tab or book that it describes, so it moves with them by itself.</summary>
internal static class MetadataShelf
{
    /// <summary>Characters of keys and values that the spreadsheet, and each tab, may hold.</summary>
    public const int MaxCharacters = 30_000;

    public static IEnumerable<Shelved> All(Book book)
    {
        foreach (var entry in book.Metadata)
            yield return new Shelved(entry, null, false, null);
        foreach (var shelved in book.Tabs.SelectMany(OnTab))
            yield return shelved;
    }

    public static IEnumerable<Shelved> OnTab(Tab tab)
    {
        foreach (var entry in tab.Metadata)
            yield return new Shelved(entry, tab, false, null);
        foreach (var rows in new[] { true, false })
        {
            foreach (var (index, info) in tab.Infos(rows))
            {
                foreach (var entry in info.Metadata)
                    yield return new Shelved(entry, tab, rows, index);
            }
        }
    }

    /// <summary>All entries that a DataFilter matches: by lookup, or by lying in a range.</summary>
    public static IEnumerable<Shelved> Match(Book book, JsonElement filter, SheetSwitches switches)
    {
        DataFilters.CheckOneOf(filter);
        if (filter.Find("developerMetadataLookup") is { } lookup)
            return Lookup(book, lookup);
        var place = DataFilters.Places(book, filter, switches)[0];
        var rect = place.Bound(switches);
        return OnTab(place.Tab).Where(found => found.Rect.Clamp(place.Tab.RowCount, place.Tab.ColumnCount).Intersects(rect));
    }

    public static IEnumerable<Shelved> Lookup(Book book, JsonElement lookup)
    {
        var (id, key, value) = (lookup.Int("metadataId"), lookup.Text("metadataKey"), lookup.Text("metadataValue"));
        var (visibility, type) = (lookup.Text("visibility"), lookup.Text("locationType"));
        var at = lookup.Find("metadataLocation") is { } location ? Target(book, location) : (Shelved?)null;
        var exact = lookup.Text("locationMatchingStrategy") == "EXACT_LOCATION";
        return All(book).Where(found =>
            (id is null || found.Entry.Id == id)
            && (key is null || found.Entry.Key == key)
            && (value is null || found.Entry.Value == value)
            && (visibility is null || found.Entry.Visibility == visibility)
            && (type is null || found.LocationType == type)
            && (at is not { } wanted || (exact ? SamePlace(found, wanted) : Touch(found, wanted))));
    }

    /// <summary>Reads a location: spreadsheet, sheetId, or a dimensionRange of exactly one row or column.</summary>
    public static Shelved Target(Book book, JsonElement location)
    {
        var none = new MetadataEntry(0, string.Empty, null, string.Empty);
        if (location.Find("dimensionRange") is { } range)
        {
            var (tab, rows, start, end) = Ranges.Dimension(book, range);
            if (end - start != 1 || start < 0 || end > tab.Count(rows))
                throw SheetsRefusal.Bad("The location of developer metadata must be exactly one row or column.");
            return new Shelved(none, tab, rows, start);
        }

        if (location.Int("sheetId") is { } sheetId)
            return new Shelved(none, book.TabById(sheetId) ?? throw SheetsRefusal.NoGrid(sheetId), false, null);
        return location.Flag("spreadsheet")
            ? new Shelved(none, null, false, null)
            : throw SheetsRefusal.Bad("A location must be specified for developer metadata.");
    }

    /// <summary>Replaces the entries of one place.</summary>
    public static void Change(Book book, Shelved place, Func<ImmutableList<MetadataEntry>, ImmutableList<MetadataEntry>> change)
    {
        if (place.Tab is not { } tab)
        {
            book.Metadata = change(book.Metadata);
        }
        else if (place.Index is not { } index)
        {
            tab.Metadata = change(tab.Metadata);
        }
        else
        {
            var info = tab.InfoAt(place.Rows, index);
            tab.PutInfo(place.Rows, index, info with { Metadata = change(info.Metadata) });
        }
    }

    private static bool SamePlace(Shelved a, Shelved b) =>
        ReferenceEquals(a.Tab, b.Tab) && a.Index == b.Index && (a.Index is null || a.Rows == b.Rows);

    private static bool Touch(Shelved found, Shelved wanted)
    {
        if (found.Tab is null || wanted.Tab is null)
            return true;
        var (rows, columns) = (found.Tab.RowCount, found.Tab.ColumnCount);
        return ReferenceEquals(found.Tab, wanted.Tab) && found.Rect.Clamp(rows, columns).Intersects(wanted.Rect.Clamp(rows, columns));
    }
}
