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
        raw is not null && Known(part, line, raw) is { } content ? content : CellContent.Of(raw);

    /// <summary>The range of a column, below its header, that holds every cell whose meaning is open; null when none is.</summary>
    /// <param name="part">The column.</param>
    /// <param name="values">Its values from the header down.</param>
    /// <param name="use">What its values are taken for.</param>
    public GridRange? Open(GridPart part, IList<object> values, ColumnUse use)
    {
        var (first, last) = (0, 0);
        for (var line = 1; line < values.Count; line++)
        {
            if (!IsOpen(values[line], use) || Known(part, line, values[line]) is { Kind: not CellKind.Unclear })
                continue;
            first = first == 0 ? line : first;
            last = line;
        }

        return first == 0 ? null : part.ToRange(first, last + 1);
    }

    /// <summary>Takes what the cells of a column hold. A cell whose two readings disagree is unclear until they agree.</summary>
    /// <param name="part">The column.</param>
    /// <param name="values">Its values as they were read before, from the header down.</param>
    /// <param name="use">What its values are taken for.</param>
    /// <param name="cells">The cells with their formats, from some line on; null when Google left them out.</param>
    /// <returns>False when a cell became unclear, because rows moved between the two reads or Google gives its value in two ways: reading again tells which.</returns>
    public bool Learn(GridPart part, IList<object> values, ColumnUse use, GridData? cells)
    {
        var isSettled = true;
        if (!_known.TryGetValue(part, out var lines))
            _known[part] = lines = [];
        for (var line = 1; line < values.Count; line++)
        {
            var (raw, known) = (values[line], Known(part, line, values[line]));
            if (!IsOpen(raw, use) || known is { Kind: not CellKind.Unclear })
                continue;
            var cell = cells?.RowData?.ElementAtOrDefault(line - (cells.StartRow ?? 0))?.Values?.FirstOrDefault();
            var isSame = cell is not null && Holds(cell, raw);
            isSettled &= isSame || known is not null;
            lines[line] = (raw, isSame ? Read(cell!, raw) : new CellContent(CellKind.Unclear, CellText.Of(raw)));
        }

        return isSettled;
    }

    private CellContent? Known(GridPart part, int line, object raw) =>
        _known.TryGetValue(part, out var lines) && lines.TryGetValue(line, out var known) && known.Raw.Equals(raw) ? known.Content : null;

    private static bool IsOpen(object? raw, ColumnUse use) => (raw, use) switch
    {
        (null or bool, _) => false,
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
