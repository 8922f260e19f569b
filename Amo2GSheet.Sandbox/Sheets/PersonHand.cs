namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>Does what a person does. Mistakes in the order itself are ArgumentExceptions, refusals of the sheet are <see cref="SheetsRefusal"/>s.</summary>
internal static class PersonHand
{
    public static void Do(BookEdit edit, PersonEdit order)
    {
        if (order.Do == "addTab")
        {
            AddTab(edit, order);
            return;
        }

        var tab = TabOf(edit.Book, order.Tab);
        switch (order.Do)
        {
            case "type" or "clear" or "note":
                Touch(edit, tab, order);
                break;
            case "clearFormat":
                ClearFormat(tab, ColumnIndex(edit, tab, order));
                break;
            case "insertRows":
                var at = RowOf(edit, tab, order);
                // "Insert above": the new rows look like the row that they push down.
                tab.Insert(rows: true, at, order.Count, at);
                break;
            case "deleteRows":
                tab.Delete(rows: true, RowOf(edit, tab, order), order.Count);
                break;
            case "moveRows":
                var from = RowOf(edit, tab, order);
                tab.Move(rows: true, from, from + order.Count, Target(order));
                break;
            case "cutPaste":
                CutPaste(edit, tab, RowOf(edit, tab, order), order.Count, Target(order));
                break;
            case "duplicateRow":
                DuplicateRow(tab, RowOf(edit, tab, order));
                break;
            case "sort":
                Sort(edit, tab, order);
                break;
            case "insertColumns":
                tab.Insert(rows: false, ColumnIndex(edit, tab, order), order.Count, null);
                break;
            case "deleteColumns":
                tab.Delete(rows: false, ColumnIndex(edit, tab, order), order.Count);
                break;
            case "renameTab":
                tab.Title = FreeTitle(edit, order.Title);
                break;
            case "duplicateTab":
                // The browser calls it «Copy of …» until the person types a title.
                var copy = TabRequests.CopyFrom(edit, tab);
                if (order.Title is not null)
                    copy.Title = FreeTitle(edit, order.Title);
                break;
            case "deleteTab":
                if (edit.Book.Tabs.Count == 1)
                    throw new ArgumentException("The last tab cannot be deleted.");
                edit.Book.Tabs.Remove(tab);
                break;
            case "protect":
                tab.Protected = tab.Protected.Add(new ProtectedRange(
                    ProtectionRequests.NewId(edit.Book), Area(order), null, false, edit.Who, [.. order.Editors]));
                break;
            case "unprotect":
                tab.Protected = order.Range is null ? [] : tab.Protected.RemoveAll(range => range.Place == Area(order));
                break;
            default:
                throw new ArgumentException($"Nobody knows how to '{order.Do}'.");
        }
    }

    public static Tab TabOf(Book book, string? title) => title is null
        ? book.Tabs[0]
        : book.TabByTitle(title, ignoreCase: false) ?? throw new ArgumentException($"There is no tab '{title}'.");

    private static void Touch(BookEdit edit, Tab tab, PersonEdit order)
    {
        var (row, column) = CellOf(edit, tab, order);
        var present = tab.CellAt(row, column);
        var cell = order.Do switch
        {
            "type" => edit.Typed(present, order.Text ?? throw Missing(order, "text")),
            "note" => present with { Note = string.IsNullOrEmpty(order.Text) ? null : order.Text },
            _ => present.With(null),
        };
        edit.Put(tab, row, column, cell, order.Pasted || order.Do != "type");
    }

    private static void ClearFormat(Tab tab, int column)
    {
        for (var row = 1; row < tab.RowCount; row++)
            tab.Put(row, column, (tab.CellAt(row, column) with { Format = null }).Pack());
    }

    private static void CutPaste(BookEdit edit, Tab tab, int from, int count, int to)
    {
        if (to + count > tab.RowCount || from + count > tab.RowCount)
            throw new ArgumentException("The rows do not fit into the tab.");
        var cut = Enumerable.Range(from, count).Select(row => Cells(tab, row)).ToList();
        Put(edit, tab, from, cut.ConvertAll(cells => new object?[cells.Length]));
        Put(edit, tab, to, cut);
    }

    private static void Put(BookEdit edit, Tab tab, int top, List<object?[]> rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows[row].Length; column++)
                edit.Put(tab, top + row, column, Cell.Unpack(rows[row][column]), pasted: true);
        }
    }

    private static void DuplicateRow(Tab tab, int row)
    {
        var cells = Cells(tab, row);
        tab.Insert(rows: true, row + 1, 1, null);
        for (var column = 0; column < cells.Length; column++)
            tab.Put(row + 1, column, cells[column]);
    }

    private static object?[] Cells(Tab tab, int row) =>
        [.. Enumerable.Range(0, tab.ColumnCount).Select(column => tab.Stored(row, column))];

    private static void Sort(BookEdit edit, Tab tab, PersonEdit order)
    {
        var column = PersonEyes.Column(edit.Book, tab, order.HeaderRow, order.Column ?? throw Missing(order, "column"));
        var area = tab.Whole with { Top = order.HeaderRow, Bottom = Math.Max(order.HeaderRow, tab.UsedRows()) };
        SortRequest.Sort(edit, tab, area, [(column, order.Descending)]);
    }

    private static void AddTab(BookEdit edit, PersonEdit order)
    {
        var id = edit.Book.NextId(taken => edit.Book.TabById(taken) is not null);
        edit.Book.Tabs.Add(new Tab(id, FreeTitle(edit, order.Title), 1000, 26, edit.Book.Stamp));
    }

    private static string FreeTitle(BookEdit edit, string? title) =>
        string.IsNullOrEmpty(title) ? throw new ArgumentException("A title is needed.")
        : edit.Book.TabByTitle(title, edit.Switches.TitlesIgnoreCase) is null ? title
        : throw new ArgumentException($"There is a tab '{title}' already.");

    private static (int Row, int Column) CellOf(BookEdit edit, Tab tab, PersonEdit order)
    {
        if (order.Cell is null)
        {
            var header = order.Column ?? throw Missing(order, "cell, or column with find or row");
            return (RowOf(edit, tab, order), PersonEyes.Column(edit.Book, tab, order.HeaderRow, header));
        }

        var place = A1.ParsePlace(order.Cell);
        return place is { IsSingleCell: true, Top: { } row, Left: { } column } && row < tab.RowCount && column < tab.ColumnCount
            ? (row, column)
            : throw new ArgumentException($"'{order.Cell}' is no cell of tab '{tab.Title}'.");
    }

    private static int RowOf(BookEdit edit, Tab tab, PersonEdit order)
    {
        if (order.Find is { } wanted)
            return PersonEyes.Row(edit.Book, tab, order.HeaderRow, wanted);
        var row = (order.Row ?? throw Missing(order, "row or find")) - 1;
        return row >= 0 && row < tab.RowCount && order.Count > 0 && row + order.Count <= tab.RowCount
            ? row
            : throw new ArgumentException($"Tab '{tab.Title}' has no such rows: {order.Row}, {order.Count} of them.");
    }

    private static int ColumnIndex(BookEdit edit, Tab tab, PersonEdit order)
    {
        var column = order.Column is { } header
            ? PersonEyes.Column(edit.Book, tab, order.HeaderRow, header)
            : (order.Row ?? throw Missing(order, "column (a header) or row (a column number)")) - 1;
        return column >= 0 && column + order.Count <= tab.ColumnCount ? column : throw new ArgumentException("There is no such column.");
    }

    private static int Target(PersonEdit order) => (order.To ?? throw Missing(order, "to")) - 1;

    private static OpenRect Area(PersonEdit order) => order.Range is null
        ? OpenRect.Whole
        : A1.ParsePlace(order.Range) ?? throw new ArgumentException($"'{order.Range}' is no range.");

    private static ArgumentException Missing(PersonEdit order, string what) => new($"'{order.Do}' needs {what}.");
}
