using System.Globalization;

namespace Amo2GSheet.Core.Sheets;

/// <summary>Turns an unformatted cell into the text that is compared: an id is the same whether the cell holds it as number or text.</summary>
public static class CellText
{
    /// <summary>The trimmed text of a cell: whole numbers without a fraction or exponent, booleans as people see them.</summary>
    /// <param name="cell">A JSON value of the Sheets API: null, string, integer, double or bool.</param>
    public static string Of(object? cell) => cell switch
    {
        null => "",
        string text => text.Trim(),
        bool truth => truth ? "TRUE" : "FALSE",
        double number when Math.Abs(number) < 1e15 => ((decimal)number).ToString("0.###############", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString()?.Trim() ?? "",
    };
}
