namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>Rows and columns as wholes: inserted, deleted, moved, cut off. Metadata and protection follow them.</summary>
internal sealed partial class Tab
{
    public int Count(bool rows) => rows ? RowCount : ColumnCount;

    /// <summary>New rows take format and validation, not values, from a neighbour, as the UI's do.</summary>
    public void Insert(bool rows, int at, int count, int? inheritFrom)
    {
        _usedRows = -1;
        if (rows)
            InsertRows(at, count, inheritFrom);
        else
            InsertColumns(at, count, inheritFrom);
        Protected = Protected.ConvertAll(range => range with { Place = range.Place.Inserted(rows, at, count) });
    }

    public void Delete(bool rows, int at, int count)
    {
        _usedRows = -1;
        if (rows)
        {
            if (at < _rows.Count)
                _rows.RemoveRange(at, Math.Min(count, _rows.Count - at));
            RowCount -= count;
            FrozenRows -= Math.Clamp(FrozenRows - at, 0, count);
        }
        else
        {
            EachRow((cells, _) => cells.Length <= at ? cells : [.. cells[..at], .. cells.Skip(at + count)]);
            if (at < _columns.Count)
                _columns.RemoveRange(at, Math.Min(count, _columns.Count - at));
            ColumnCount -= count;
            FrozenColumns -= Math.Clamp(FrozenColumns - at, 0, count);
        }

        Protected =
        [
            .. from range in Protected
               let place = range.Place.Deleted(rows, at, count)
               where place is not null
               select range with { Place = place.Value },
        ];
    }

    /// <summary>Moves [start, end) before <paramref name="destination"/>, an index counted before anything is taken out.</summary>
    public void Move(bool rows, int start, int end, int destination)
    {
        _usedRows = -1;
        var to = destination > start ? destination - (end - start) : destination;
        if (rows)
        {
            while (_rows.Count < Math.Max(end, Math.Min(destination, RowCount)))
                _rows.Add(null);
            MoveInList(_rows, start, end - start, to);
            return;
        }

        while (_columns.Count < ColumnCount)
            _columns.Add(null);
        MoveInList(_columns, start, end - start, to);
        EachRow((cells, _) =>
        {
            var list = cells.Concat(Enumerable.Repeat<object?>(null, Math.Max(0, ColumnCount - cells.Length))).ToList();
            MoveInList(list, start, end - start, to);
            return [.. list];
        });
    }

    /// <summary>Grows at the end, or cuts off what lies beyond.</summary>
    public void Resize(int rows, int columns)
    {
        _usedRows = -1;
        if (rows < RowCount)
            Delete(rows: true, rows, RowCount - rows);
        if (columns < ColumnCount)
            Delete(rows: false, columns, ColumnCount - columns);
        RowCount = rows;
        ColumnCount = columns;
    }

    public void GrowTo(int rows, int columns) => Resize(Math.Max(rows, RowCount), Math.Max(columns, ColumnCount));

    private void InsertRows(int at, int count, int? inheritFrom)
    {
        var model = inheritFrom is { } row ? RowAt(row) : null;
        if (at < _rows.Count || model is not null)
        {
            while (_rows.Count < at)
                _rows.Add(null);
            _rows.InsertRange(at, Enumerable.Range(0, count).Select(_ => model is null ? null : Model(model)));
        }

        RowCount += count;
        if (at < FrozenRows)
            FrozenRows += count;

        Row? Model(Row from) => new(_stamp, Array.ConvertAll(from.Cells, Look), null);
    }

    private void InsertColumns(int at, int count, int? inheritFrom)
    {
        EachRow((cells, _) =>
        {
            if (cells.Length <= at && inheritFrom is null)
                return cells;
            var look = inheritFrom is { } column && column < cells.Length ? Look(cells[column]) : null;
            var wide = cells.Length < at ? [.. cells, .. new object?[at - cells.Length]] : cells;
            return [.. wide[..at], .. Enumerable.Repeat(look, count), .. wide[at..]];
        });
        if (at < _columns.Count)
            _columns.InsertRange(at, new DimensionInfo?[count]);
        ColumnCount += count;
        if (at < FrozenColumns)
            FrozenColumns += count;
    }

    private void EachRow(Func<object?[], int, object?[]> change)
    {
        for (var row = 0; row < _rows.Count; row++)
        {
            if (_rows[row] is not null)
            {
                var target = Writable(row);
                target.Cells = change(target.Cells, row);
            }
        }
    }

    private static object? Look(object? stored) =>
        stored is Cell cell ? (cell with { Value = null, Formula = null, Note = null }).Pack() : null;

    private static void MoveInList<T>(List<T> list, int from, int count, int to)
    {
        var taken = list.GetRange(from, count);
        list.RemoveRange(from, count);
        list.InsertRange(Math.Min(to, list.Count), taken);
    }
}
