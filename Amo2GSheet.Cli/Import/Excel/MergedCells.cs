using Amo2GSheet.Cli.Frame;

namespace Amo2GSheet.Cli.Import.Excel;

/// <summary>The merged areas of a sheet: Excel keeps the value of each in its upper left cell alone.</summary>
internal sealed class MergedCells
{
    private const int MostAreas = 500_000;

    private readonly List<MergedArea> _areas = [];

    /// <summary>Adds an area, such as <c>B2:C5</c>; what is none is passed over.</summary>
    public void Add(string? reference)
    {
        var corners = reference?.Split(':') ?? [];
        if (corners.Length != 2 || CellAddress.Read(corners[0]) is not { } from || CellAddress.Read(corners[1]) is not { } to)
            return;
        if (_areas.Count == MostAreas)
            throw new CommandException("The sheet has too many merged cells to be read: unmerge them.");
        _areas.Add(new MergedArea(reference!, from, to));
    }

    /// <summary>The cells of some columns that are covered by a merge. To be asked for once all areas are added.</summary>
    /// <param name="columns">The columns, from 0.</param>
    public CoveredCells Over(IEnumerable<int> columns) => new([.. columns.Order()], _areas);
}

/// <summary>An area of merged cells.</summary>
internal sealed record MergedArea(string Reference, (int Row, int Column) From, (int Row, int Column) To);

/// <summary>
/// Cells that are covered by a merge and are not its first. The areas are kept in a segment tree over the rows, so that neither a tall area nor many
/// areas make the look at one row long.
/// </summary>
internal sealed class CoveredCells
{
    private const int Leaves = 1 << 21;

    /// <summary>One is enough to refuse a row; a few show where to look.</summary>
    private const int MostOfRow = 5;

    private readonly int[] _columns;
    private readonly Dictionary<int, List<MergedArea>> _nodes = [];

    /// <summary>Arranges the areas that cover one of the columns.</summary>
    /// <param name="columns">The columns in order.</param>
    /// <param name="areas">The areas.</param>
    public CoveredCells(int[] columns, IEnumerable<MergedArea> areas)
    {
        _columns = columns;
        foreach (var area in areas)
        {
            // The first row counts only when a column beside the first cell is covered.
            var inside = Inside(area).Take(2).ToList();
            if (inside.Count == 0)
                continue;
            var first = inside is [var only] && only == area.From.Column ? area.From.Row + 1 : area.From.Row;
            for (int from = first + Leaves, to = area.To.Row + Leaves + 1; from < to; from /= 2, to /= 2)
            {
                if (from % 2 == 1)
                    Add(from++, area);
                if (to % 2 == 1)
                    Add(--to, area);
            }
        }
    }

    /// <summary>Covered cells of a row with the areas that cover them, from the left; the first few found when there are many.</summary>
    /// <param name="row">From 1.</param>
    public IReadOnlyList<(int Column, string Area)> Of(int row)
    {
        var found = new List<(int Column, string Area)>();
        for (var node = row + Leaves; node >= 1 && found.Count < MostOfRow; node /= 2)
        {
            foreach (var area in _nodes.GetValueOrDefault(node) ?? [])
            {
                found.AddRange(Inside(area).Where(column => (row, column) != area.From).Take(MostOfRow - found.Count).Select(column => (column, area.Reference)));
                if (found.Count == MostOfRow)
                    break;
            }
        }

        return [.. found.DistinctBy(cell => cell.Column).OrderBy(cell => cell.Column)];
    }

    private IEnumerable<int> Inside(MergedArea area)
    {
        var at = Array.BinarySearch(_columns, area.From.Column);
        for (at = at < 0 ? ~at : at; at < _columns.Length && _columns[at] <= area.To.Column; at++)
            yield return _columns[at];
    }

    private void Add(int node, MergedArea area)
    {
        if (!_nodes.TryGetValue(node, out var areas))
            _nodes[node] = areas = [];
        areas.Add(area);
    }
}

/// <summary>Addresses as Excel writes them.</summary>
internal static class CellAddress
{
    /// <summary>Excel's last column is XFD.</summary>
    public const int MostColumns = 16_384;

    /// <summary>The last row that Excel has.</summary>
    public const int MostRows = 1_048_576;

    /// <summary>Row (from 1) and column (from 0) of <c>B7</c>; null for anything else, dollars allowed.</summary>
    public static (int Row, int Column)? Read(string? address)
    {
        int column = 0, row = 0;
        foreach (var letter in address ?? "")
        {
            if (letter == '$')
                continue;
            if (char.IsAsciiLetter(letter) && row == 0 && column <= MostColumns)
                column = (column * 26) + (char.ToUpperInvariant(letter) - 'A') + 1;
            else if (char.IsAsciiDigit(letter) && row <= MostRows)
                row = (row * 10) + (letter - '0');
            else
                return null;
        }

        return column is > 0 and <= MostColumns && row is > 0 and <= MostRows ? (row, column - 1) : null;
    }

    /// <summary>The letters of a column, from 0.</summary>
    public static string Letters(int column)
    {
        var letters = "";
        for (var left = column; left >= 0; left = (left / 26) - 1)
            letters = (char)('A' + (left % 26)) + letters;
        return letters;
    }
}
