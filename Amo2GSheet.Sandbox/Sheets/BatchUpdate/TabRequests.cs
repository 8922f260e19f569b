using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>Requests about tabs as wholes, and about the spreadsheet's own properties.</summary>
internal static class TabRequests
{
    public static JsonObject? Add(BookEdit edit, JsonElement request)
    {
        var properties = request.Message("properties");
        var grid = properties.Message("gridProperties");
        var book = edit.Book;
        var title = properties.Text("title") ?? FreeTitle(edit);
        CheckTitle(edit, title, null);
        var id = NewId(book, properties.Int("sheetId"));
        var tab = new Tab(id, title, grid.Int("rowCount") ?? 1000, grid.Int("columnCount") ?? 26, book.Stamp)
        {
            FrozenRows = grid.Int("frozenRowCount") ?? 0,
            FrozenColumns = grid.Int("frozenColumnCount") ?? 0,
            Hidden = properties.Flag("hidden"),
        };
        book.Tabs.Insert(Math.Clamp(properties.Int("index") ?? book.Tabs.Count, 0, book.Tabs.Count), tab);
        edit.CheckSize();
        return new JsonObject { ["addSheet"] = new JsonObject { ["properties"] = JsonWriting.Properties(book, tab) } };
    }

    public static JsonObject? Delete(BookEdit edit, JsonElement request)
    {
        var tab = edit.TabById(request.Int("sheetId"));
        edit.GuardTab(tab);
        if (edit.Book.Tabs.Count == 1)
            throw SheetsRefusal.Bad("You can't remove all the sheets in a document.");
        if (edit.Book.Tabs.TrueForAll(other => other == tab || other.Hidden))
            throw SheetsRefusal.Bad("You can't remove all the visible sheets in a document.");
        edit.Book.Tabs.Remove(tab);
        return null;
    }

    public static JsonObject? Duplicate(BookEdit edit, JsonElement request)
    {
        var source = edit.TabById(request.Int("sourceSheetId"));
        var copy = Copy(edit, source, request.Text("newSheetName") ?? $"Copy of {source.Title}", request.Int("newSheetId"));
        var index = request.Int("insertSheetIndex") ?? 0;
        edit.Book.Tabs.Insert(Math.Clamp(index, 0, edit.Book.Tabs.Count), copy);
        edit.CheckSize();
        return new JsonObject { ["duplicateSheet"] = new JsonObject { ["properties"] = JsonWriting.Properties(edit.Book, copy) } };
    }

    /// <summary>Puts a copy of a tab, perhaps of another book, at the end of this one (sheets.copyTo).</summary>
    public static Tab CopyFrom(BookEdit edit, Tab source)
    {
        var title = $"Copy of {source.Title}";
        for (var n = 2; edit.Book.TabByTitle(title, edit.Switches.TitlesIgnoreCase) is not null; n++)
            title = $"Copy of {source.Title} {n}";
        var copy = Copy(edit, source, title, null);
        edit.Book.Tabs.Add(copy);
        edit.CheckSize();
        return copy;
    }

    public static JsonObject? Update(BookEdit edit, JsonElement request)
    {
        var mask = request.UpdateMask("SheetProperties");
        var properties = request.Message("properties");
        var tab = edit.TabById(properties.Int("sheetId"));
        if (mask["title"] is not null && (!mask.IsAll || properties.Find("title") is not null))
        {
            var title = properties.Text("title") ?? string.Empty;
            CheckTitle(edit, title, tab);
            tab.Title = title;
        }

        if (mask.Has("hidden"))
        {
            tab.Hidden = properties.Flag("hidden");
            if (edit.Book.Tabs.TrueForAll(other => other.Hidden))
                throw SheetsRefusal.Bad("You can't hide all the sheets in a document.");
        }

        if (mask["gridProperties"] is { } grid && (!mask.IsAll || properties.Find("gridProperties") is not null))
            UpdateGrid(edit, tab, properties.Message("gridProperties"), grid);
        if (mask.Has("index") && properties.Int("index") is { } index)
            MoveTo(edit.Book, tab, index);
        return null;
    }

    public static JsonObject? UpdateBook(BookEdit edit, JsonElement request)
    {
        var mask = request.UpdateMask("SpreadsheetProperties");
        var properties = request.Message("properties");
        if (mask.Has("title"))
            edit.Book.Title = properties.Text("title") ?? throw SheetsRefusal.Bad("The title of a spreadsheet cannot be empty.");
        if (mask.Has("locale") && properties.Text("locale") is { } locale)
            edit.Book.Locale = locale;
        if (mask.Has("timeZone") && properties.Text("timeZone") is { } zone)
            edit.Book.TimeZone = zone;
        return null;
    }

    private static void UpdateGrid(BookEdit edit, Tab tab, JsonElement grid, FieldMask mask)
    {
        var rows = mask.Has("rowCount") ? grid.Int("rowCount") ?? tab.RowCount : tab.RowCount;
        var columns = mask.Has("columnCount") ? grid.Int("columnCount") ?? tab.ColumnCount : tab.ColumnCount;
        if (rows < 1 || columns is < 1 or > A1.MaxColumns)
            throw SheetsRefusal.Bad("A sheet must have at least one row and one column.");
        if (rows < tab.RowCount)
            edit.Guard(tab, tab.Whole with { Top = rows });
        if (columns < tab.ColumnCount)
            edit.Guard(tab, tab.Whole with { Left = columns });
        tab.Resize(rows, columns);
        edit.CheckSize();
        if (mask.Has("frozenRowCount"))
            tab.FrozenRows = grid.Int("frozenRowCount") ?? 0;
        if (mask.Has("frozenColumnCount"))
            tab.FrozenColumns = grid.Int("frozenColumnCount") ?? 0;
        if (tab.FrozenRows >= tab.RowCount || tab.FrozenColumns >= tab.ColumnCount)
            throw SheetsRefusal.Bad("You can't freeze all visible rows or columns on the sheet.");
    }

    /// <summary>The wanted index counts the tabs as they stand before the move.</summary>
    private static void MoveTo(Book book, Tab tab, int index)
    {
        if (index < 0 || index > book.Tabs.Count)
            throw SheetsRefusal.Bad($"Index {index} is out of range.");
        var from = book.Tabs.IndexOf(tab);
        book.Tabs.RemoveAt(from);
        book.Tabs.Insert(Math.Min(index > from ? index - 1 : index, book.Tabs.Count), tab);
    }

    private static Tab Copy(BookEdit edit, Tab source, string title, int? wantedId)
    {
        CheckTitle(edit, title, null);
        var book = edit.Book;
        var copy = source.Copy(NewId(book, wantedId), title, book.Stamp);
        copy.Metadata = edit.Switches.DuplicateKeepsMetadata ? Renewed(book, copy.Metadata) : [];
        foreach (var rows in new[] { true, false })
        {
            foreach (var (index, info) in copy.Infos(rows).Where(item => !item.Info.Metadata.IsEmpty).ToList())
                copy.PutInfo(rows, index, info with { Metadata = edit.Switches.DuplicateKeepsMetadata ? Renewed(book, info.Metadata) : [] });
        }

        copy.Protected = edit.Switches.DuplicateKeepsRules
            ? copy.Protected.ConvertAll(range => range with { Id = ProtectionRequests.NewId(book) })
            : [];
        if (!edit.Switches.DuplicateKeepsRules)
            CellRequests.DropRules(copy);
        return copy;
    }

    private static ImmutableList<MetadataEntry> Renewed(Book book, ImmutableList<MetadataEntry> entries) =>
        entries.ConvertAll(entry => entry with { Id = MetadataRequests.NewId(book) });

    private static int NewId(Book book, int? wanted)
    {
        if (wanted is < 0)
            throw SheetsRefusal.Bad($"Sheet id {wanted} must be non-negative.");
        if (wanted is { } id && book.TabById(id) is not null)
            throw SheetsRefusal.Bad($"A sheet with the id {id} already exists. Please enter another id.");
        return wanted ?? book.NextId(taken => book.TabById(taken) is not null);
    }

    private static string FreeTitle(BookEdit edit)
    {
        var n = edit.Book.Tabs.Count + 1;
        while (edit.Book.TabByTitle($"Sheet{n}", edit.Switches.TitlesIgnoreCase) is not null)
            n++;
        return $"Sheet{n}";
    }

    private static void CheckTitle(BookEdit edit, string title, Tab? self)
    {
        if (title.Length is 0 or > 100)
            throw SheetsRefusal.Bad("A sheet's title must have between 1 and 100 characters.");
        if (edit.Book.TabByTitle(title, edit.Switches.TitlesIgnoreCase) is { } other && other != self)
            throw SheetsRefusal.Bad($"A sheet with the name \"{title}\" already exists. Please enter another name.");
    }
}
