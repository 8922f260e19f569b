namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>
/// Finds the table that `values.append` continues: the last (bottom-most, then right-most) block of cells that touches the range.
/// Blocks are what wholly blank rows and columns leave apart.
/// </summary>
internal static class TableDetection
{
    public static GridRect? LastTable(Tab tab, GridRect range)
    {
        var found = new List<GridRect>();
        Split(tab, new GridRect(0, 0, tab.UsedRows(), tab.ColumnCount), byRows: true, settled: false, found);
        GridRect? last = null;
        foreach (var block in found.Where(range.Intersects))
        {
            if (last is not { } best || (block.Bottom, block.Right).CompareTo((best.Bottom, best.Right)) > 0)
                last = block;
        }

        return last;
    }

    /// <summary>Cuts at blank rows, then at blank columns, and so on until neither cuts any more.</summary>
    private static void Split(Tab tab, GridRect area, bool byRows, bool settled, List<GridRect> found)
    {
        var parts = byRows ? Bands(area.Top, area.Bottom, RowBlanks(tab, area)) : Bands(area.Left, area.Right, ColumnBlanks(tab, area));
        foreach (var (start, end) in parts)
        {
            var part = byRows ? area with { Top = start, Bottom = end } : area with { Left = start, Right = end };
            if (settled && part == area)
                found.Add(part);
            else
                Split(tab, part, !byRows, settled: part == area, found);
        }
    }

    private static bool[] RowBlanks(Tab tab, GridRect area)
    {
        var blank = new bool[area.Height];
        for (var row = area.Top; row < area.Bottom; row++)
            blank[row - area.Top] = tab.RowAt(row)?.IsBlank(area.Left, area.Right) ?? true;
        return blank;
    }

    private static bool[] ColumnBlanks(Tab tab, GridRect area)
    {
        var blank = new bool[area.Width];
        Array.Fill(blank, true);
        for (var row = area.Top; row < area.Bottom; row++)
        {
            if (tab.RowAt(row) is not { } cells)
                continue;
            for (var column = area.Left; column < Math.Min(area.Right, cells.Cells.Length); column++)
                blank[column - area.Left] &= Cell.ValueOf(cells.Cells[column]) is null;
        }

        return blank;
    }

    private static IEnumerable<(int Start, int End)> Bands(int from, int to, bool[] blank)
    {
        var start = -1;
        for (var i = from; i <= to; i++)
        {
            var gap = i == to || blank[i - from];
            if (!gap && start < 0)
                start = i;
            if (gap && start >= 0)
            {
                yield return (start, i);
                start = -1;
            }
        }
    }
}
