namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>Reads tabs as people do: what cells show, found by header.</summary>
internal static class PersonEyes
{
    public static SeenTab See(Book book, Tab tab, int headerRow)
    {
        var locale = SheetLocale.Of(book.Locale);
        var names = Enumerable.Range(0, tab.ColumnCount).Select(column => Name(tab, headerRow - 1, column, locale)).ToArray();
        var width = Array.FindLastIndex(names, name => name.FromHeader) + 1;
        var rows = new List<SeenRow>();
        for (var row = headerRow; row < tab.RowCount; row++)
        {
            if (tab.RowAt(row) is not { } cells)
                continue;
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            var notes = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var column = 0; column < Math.Min(cells.Cells.Length, names.Length); column++)
            {
                var stored = cells.Cells[column];
                if (Cell.ValueOf(stored) is not null)
                    values[names[column].Text] = Shown.Text(stored, locale);
                if (stored is Cell { Note: { } note })
                    notes[names[column].Text] = note;
            }

            if (values.Count + notes.Count > 0)
                rows.Add(new SeenRow(row + 1, values, notes));
        }

        return new SeenTab(tab.Title, [.. names.Take(width).Select(name => name.FromHeader ? name.Text : string.Empty)], rows);
    }

    /// <summary>Index of the column under a header.</summary>
    public static int Column(Book book, Tab tab, int headerRow, string header)
    {
        var locale = SheetLocale.Of(book.Locale);
        for (var column = 0; column < tab.ColumnCount; column++)
        {
            if (Shown.Text(tab.Stored(headerRow - 1, column), locale) == header)
                return column;
        }

        throw new ArgumentException($"Tab '{tab.Title}' has no column '{header}'.");
    }

    /// <summary>Index of the topmost row below the header that shows these values.</summary>
    public static int Row(Book book, Tab tab, int headerRow, IReadOnlyDictionary<string, string> wanted)
    {
        var locale = SheetLocale.Of(book.Locale);
        var columns = wanted.Select(pair => (Column: Column(book, tab, headerRow, pair.Key), pair.Value)).ToList();
        for (var row = headerRow; row < tab.RowCount; row++)
        {
            if (columns.TrueForAll(pair => Shown.Text(tab.Stored(row, pair.Column), locale) == pair.Value))
                return row;
        }

        throw new ArgumentException(
            $"Tab '{tab.Title}' has no row with {string.Join(", ", wanted.Select(pair => $"{pair.Key} = {pair.Value}"))}.");
    }

    private static (string Text, bool FromHeader) Name(Tab tab, int row, int column, SheetLocale locale)
    {
        var text = row >= 0 ? Shown.Text(tab.Stored(row, column), locale) : string.Empty;
        return text.Length > 0 ? (text, true) : (A1.ColumnName(column), false);
    }
}
