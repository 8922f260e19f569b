using Amo2GSheet.Cli.Frame;

namespace Amo2GSheet.Cli.Import.Excel;

/// <summary>Which cells are covered by a merge: Excel keeps the value in its upper left cell alone.</summary>
internal sealed class MergedCells
{
    private const int RowsPerShelf = 64;
    private const int MostPlaces = 2_000_000;

    private readonly Dictionary<int, List<Area>> _shelves = [];
    private int _places;

    /// <summary>Adds an area, such as <c>B2:C5</c>; what is none is passed over.</summary>
    public void Add(string? reference)
    {
        var corners = reference?.Split(':') ?? [];
        if (corners.Length != 2 || CellAddress.Read(corners[0]) is not { } from || CellAddress.Read(corners[1]) is not { } to)
            return;

        var area = new Area(reference!, from, to);
        for (var shelf = from.Row / RowsPerShelf; shelf <= to.Row / RowsPerShelf; shelf++)
        {
            if (++_places > MostPlaces)
                throw new CommandException("The sheet has too many merged cells to be read: unmerge them.");
            if (!_shelves.TryGetValue(shelf, out var areas))
                _shelves[shelf] = areas = [];
            areas.Add(area);
        }
    }

    /// <summary>The merge that covers a cell and keeps its value elsewhere; null when the cell is its own.</summary>
    /// <param name="row">From 1.</param>
    /// <param name="column">From 0.</param>
    public string? Covering(int row, int column) => _shelves.GetValueOrDefault(row / RowsPerShelf)?.Find(area =>
        row >= area.From.Row && row <= area.To.Row && column >= area.From.Column && column <= area.To.Column
        && (row, column) != (area.From.Row, area.From.Column))?.Reference;

    private sealed record Area(string Reference, (int Row, int Column) From, (int Row, int Column) To);
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
