using System.Collections.Immutable;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>
/// One tab. Committed tabs are never changed: a change works on a <see cref="Fork"/>, which shares the rows until it writes to them.
/// So a reader needs no lock, and a refused batch is undone by forgetting the fork.
/// </summary>
internal sealed partial class Tab
{
    private readonly long _stamp;
    private readonly List<Row?> _rows;
    private readonly List<DimensionInfo?> _columns;

    // Readers of a committed tab ask for it column by column; −1 is not known.
    private int _usedRows = -1;

    public Tab(int sheetId, string title, int rows, int columns, long stamp)
        : this(sheetId, title, stamp, [], [])
    {
        RowCount = rows;
        ColumnCount = columns;
    }

    private Tab(int sheetId, string title, long stamp, List<Row?> rows, List<DimensionInfo?> columns)
    {
        SheetId = sheetId;
        Title = title;
        _stamp = stamp;
        _rows = rows;
        _columns = columns;
    }

    public int SheetId { get; }

    public string Title { get; set; }

    public bool Hidden { get; set; }

    public int RowCount { get; private set; }

    public int ColumnCount { get; private set; }

    public int FrozenRows { get; set; }

    public int FrozenColumns { get; set; }

    public ImmutableList<MetadataEntry> Metadata { get; set; } = [];

    public ImmutableList<ProtectedRange> Protected { get; set; } = [];

    /// <summary>Conditional format rules as they came, in order.</summary>
    public ImmutableList<string> ConditionalFormats { get; set; } = [];

    public GridRect Whole => new(0, 0, RowCount, ColumnCount);

    public Tab Fork(long stamp) => Copy(SheetId, Title, stamp);

    /// <summary>Rows already written under this very stamp are copied, or both tabs would write into them.</summary>
    public Tab Copy(int sheetId, string title, long stamp) => new(
        sheetId, title, stamp, _rows.ConvertAll(row => row?.Stamp == stamp ? row.CopyFor(stamp) : row), [.. _columns])
    {
        Hidden = Hidden,
        RowCount = RowCount,
        ColumnCount = ColumnCount,
        FrozenRows = FrozenRows,
        FrozenColumns = FrozenColumns,
        Metadata = Metadata,
        Protected = Protected,
        ConditionalFormats = ConditionalFormats,
    };

    /// <summary>The row's cells, or null when nothing was ever put into it.</summary>
    public Row? RowAt(int row) => row < _rows.Count ? _rows[row] : null;

    public object? Stored(int row, int column) => RowAt(row)?[column];

    public object? ValueAt(int row, int column) => Cell.ValueOf(Stored(row, column));

    public Cell CellAt(int row, int column) => Cell.Unpack(Stored(row, column));

    public void Put(int row, int column, Cell cell) => Put(row, column, cell.Pack());

    public void Put(int row, int column, object? stored)
    {
        if (stored is null && Stored(row, column) is null)
            return;
        var target = Writable(row);
        if (column >= target.Cells.Length)
        {
            var wider = target.Cells;
            // Tabs of the usual width are given their whole row at once.
            Array.Resize(ref wider, Math.Max(column + 1, Math.Min(ColumnCount, 32)));
            target.Cells = wider;
        }

        target.Cells[column] = stored;
    }

    /// <summary>Rows below the last one that holds a value are blank; 0 = nothing anywhere.</summary>
    public int UsedRows() => _usedRows >= 0 ? _usedRows : _usedRows = CountUsedRows();

    private int CountUsedRows()
    {
        for (var row = _rows.Count - 1; row >= 0; row--)
        {
            if (_rows[row] is { } used && !used.IsBlank(0, ColumnCount))
                return row + 1;
        }

        return 0;
    }

    public DimensionInfo InfoAt(bool rows, int index) => rows
        ? RowAt(index)?.Info ?? DimensionInfo.Plain
        : (index < _columns.Count ? _columns[index] : null) ?? DimensionInfo.Plain;

    public void PutInfo(bool rows, int index, DimensionInfo info)
    {
        if (rows)
        {
            Writable(index).Info = info;
            return;
        }

        while (_columns.Count <= index)
            _columns.Add(null);
        _columns[index] = info;
    }

    /// <summary>The rows or columns that carry metadata or other settings of their own.</summary>
    public IEnumerable<(int Index, DimensionInfo Info)> Infos(bool rows)
    {
        for (var index = 0; index < (rows ? _rows.Count : _columns.Count); index++)
        {
            if ((rows ? _rows[index]?.Info : _columns[index]) is { } info)
                yield return (index, info);
        }
    }

    private Row Writable(int row)
    {
        _usedRows = -1;
        while (_rows.Count <= row)
            _rows.Add(null);
        var present = _rows[row];
        if (present?.Stamp == _stamp)
            return present;
        return _rows[row] = present?.CopyFor(_stamp) ?? new Row(_stamp, [], null);
    }
}
