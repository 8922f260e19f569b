using Amo2GSheet.Core.Sheets;
using Google.Apis.Sheets.v4.Data;

namespace Amo2GSheet.GoogleSheets;

/// <summary>
/// Tells what an unformatted value leaves open: whether a number is shown as a date or an amount, and whether «#N/A» is a text or an error. Such a
/// cell is looked at once, with its format; while the same value stands in the same place, what was seen there holds. So a read without news stays
/// one call of plain values, a quarter of the size.
/// </summary>
internal sealed class CellMeanings
{
    /// <summary>What a date typed into an id's cell comes to: days from 1954 to 2118. Ids of leads are greater, so that they need no second look.</summary>
    private const double FirstDay = 20_000;

    private const double LastDay = 80_000;

    private static readonly string[] ShownAsText = ["DATE", "TIME", "DATE_TIME", "CURRENCY", "PERCENT"];

    private readonly Dictionary<GridPart, Dictionary<int, (object Raw, CellContent Content)>> _known = [];

    /// <summary>Forgets everything: tabs changed.</summary>
    public void Clear() => _known.Clear();

    /// <summary>What a cell of a column holds.</summary>
    /// <param name="part">The column.</param>
    /// <param name="line">Zero-based line.</param>
    /// <param name="raw">Its value as read.</param>
    public CellContent Of(GridPart part, int line, object? raw) =>
        raw is not null && _known.TryGetValue(part, out var lines) && lines.TryGetValue(line, out var known) && known.Raw.Equals(raw) ? known.Content : CellContent.Of(raw);

    /// <summary>The range of a column, below its header, that holds every cell whose meaning is open; null when none is.</summary>
    /// <param name="part">The column.</param>
    /// <param name="values">Its values from the header down.</param>
    /// <param name="use">What its values are taken for.</param>
    public GridRange? Open(GridPart part, IReadOnlyList<object?> values, ColumnUse use)
    {
        var lines = _known.GetValueOrDefault(part);
        var (first, last) = (0, 0);
        for (var line = 1; line < values.Count; line++)
        {
            if (values[line] is not { } raw || !IsOpen(raw, use) || (lines is not null && lines.TryGetValue(line, out var known) && known.Raw.Equals(raw)))
                continue;
            first = first == 0 ? line : first;
            last = line;
        }

        return first == 0 ? null : part.ToRange(first, last + 1);
    }

    /// <summary>Takes what the cells of a column hold.</summary>
    /// <param name="part">The column.</param>
    /// <param name="values">Its values as they were read before, from the header down.</param>
    /// <param name="use">What its values are taken for.</param>
    /// <param name="cells">The cells with their formats, from some line on.</param>
    /// <returns>False when a cell holds another value by now: rows moved between the two reads.</returns>
    public bool Learn(GridPart part, IReadOnlyList<object?> values, ColumnUse use, GridData cells)
    {
        var first = cells.StartRow ?? 0;
        if (!_known.TryGetValue(part, out var lines))
            _known[part] = lines = [];
        for (var index = 0; index < (cells.RowData?.Count ?? 0) && first + index < values.Count; index++)
        {
            if (values[first + index] is not { } raw || !IsOpen(raw, use))
                continue;
            if (cells.RowData![index].Values?.FirstOrDefault() is not { } cell || !Holds(cell, raw))
                return false;
            lines[first + index] = (raw, Read(cell, raw));
        }

        // Blank cells at the end are left out: there, too, another value may have been.
        return Open(part, values, use) is null;
    }

    private static bool IsOpen(object raw, ColumnUse use) => (raw, use) switch
    {
        (bool, _) => false,
        // Google shows «Loading...» in the language of the spreadsheet.
        (string text, _) => text.StartsWith('#') || text.EndsWith("...", StringComparison.Ordinal) || text.EndsWith('…'),
        (_, ColumnUse.Names) => false,
        (_, ColumnUse.Ids) => Number(raw) is >= FirstDay and <= LastDay,
        _ => true,
    };

    private static bool Holds(CellData cell, object raw) => cell.EffectiveValue switch
    {
        { NumberValue: { } number } => raw is not string && number.Equals(Number(raw)),
        { StringValue: { } text } => raw is string same && same == text,
        { ErrorValue: not null } => raw is string,
        _ => false,
    };

    private static CellContent Read(CellData cell, object raw)
    {
        if (cell.EffectiveValue.ErrorValue is not null)
            return new CellContent(CellKind.Error, CellText.Of(raw));
        return raw is not string && ShownAsText.Contains(cell.EffectiveFormat?.NumberFormat?.Type) && cell.FormattedValue?.Trim() is { Length: > 0 } seen
            ? new CellContent(CellKind.Number, seen)
            : CellContent.Of(raw);
    }

    private static double Number(object raw) => Convert.ToDouble(raw, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What the values of a column are taken for.</summary>
internal enum ColumnUse
{
    /// <summary>Ids of leads.</summary>
    Ids,

    /// <summary>What clerks type: order numbers, statuses.</summary>
    Entries,

    /// <summary>Codes and names of the staff.</summary>
    Names,
}
