namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>A row of packed cells. Writable only by the tab copy that made it (<see cref="Stamp"/>); others copy it first.</summary>
internal sealed class Row(long stamp, object?[] cells, DimensionInfo? info)
{
    public long Stamp { get; } = stamp;

    public object?[] Cells { get; set; } = cells;

    public DimensionInfo? Info { get; set; } = info;

    public object? this[int column] => column < Cells.Length ? Cells[column] : null;

    public Row CopyFor(long stamp) => new(stamp, (object?[])Cells.Clone(), Info);

    public bool IsBlank(int left, int right)
    {
        for (var column = left; column < Math.Min(right, Cells.Length); column++)
        {
            if (Cell.ValueOf(Cells[column]) is not null)
                return false;
        }

        return true;
    }
}
