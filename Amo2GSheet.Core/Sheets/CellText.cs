using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Amo2GSheet.Core.Sheets;

/// <summary>Turns an unformatted cell into the text that is compared: an id is the same whether the cell holds it as number or text.</summary>
public static class CellText
{
    /// <summary>The longest text of a cell that is kept as it is.</summary>
    public const int LongestKept = 1_000;

    private const int Head = 900;

    /// <summary>
    /// A cell's text as it is compared and stored: a longer one is its first characters and a hash of all of it, so that storage never holds more
    /// of a cell, and a change anywhere in it is still a change. Nothing comes of taking it twice.
    /// </summary>
    public static string Bounded(string text)
    {
        if (text.Length <= LongestKept)
            return text;
        var head = text[..(char.IsHighSurrogate(text[Head - 1]) ? Head - 1 : Head)];
        return string.Create(CultureInfo.InvariantCulture, $"{head}… [{text.Length}: {Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan())))}]");
    }

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
