using System.Globalization;
using System.Text.RegularExpressions;
using Amo2GSheet.Cli.Import.Excel;

namespace Amo2GSheet.Cli.Import;

/// <summary>Reads amounts and other numbers. Digits may be grouped in threes, by one separator throughout.</summary>
internal static partial class AmountReader
{
    private const string Accepted = "write it like 1 500 000 or 1500000,50, or make the cell a number";

    /// <summary>The cell as number.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="reason">Why not, as the end of a sentence about the cell.</param>
    public static decimal? Read(SheetValue cell, out string reason)
    {
        reason = "";
        if (cell is NumberValue { Number: var exact })
            return exact;

        var text = cell is TextValue typed ? Blanks().Replace(typed.Text, " ").Trim() : "";
        var why = "which is no number";
        if (Characters().IsMatch(text))
        {
            if (Ambiguous().IsMatch(text))
                why = "which may be thousands or a fraction";
            else if (Plain(text) is { } plain && decimal.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                return number;
            else
                why = "whose digits are not grouped consistently";
        }

        reason = $"says «{CellReading.Cut(CellReading.Text(cell))}», {why}: {Accepted}";
        return null;
    }

    private static string? Plain(string text)
    {
        var shape = Whole().Match(text);
        if (!shape.Success)
            shape = Grouped().Match(text);
        if (!shape.Success)
            return null;

        var digits = shape.Groups["separator"] is { Success: true, Value: var separator }
            ? shape.Groups["whole"].Value.Replace(separator, "", StringComparison.Ordinal)
            : shape.Groups["whole"].Value;
        return $"{(text[0] == '-' ? "-" : "")}{digits}.{shape.Groups["fraction"].Value}0";
    }

    // Ordinary, non-breaking and narrow spaces.
    [GeneratedRegex(@"[\s\u00A0\u202F\u2009]+")]
    private static partial Regex Blanks();

    [GeneratedRegex("^[+-]?[0-9 .,']*[0-9]$")]
    private static partial Regex Characters();

    // 1,500 may be fifteen hundred or one and a half, and 1 500.000 may be a million and a half with two separators.
    [GeneratedRegex("^[+-]? ?[1-9][0-9]{0,2}(?:[ '][0-9]{3})*[.,][0-9]{3}$")]
    private static partial Regex Ambiguous();

    [GeneratedRegex("^[+-]? ?(?<whole>[0-9]{1,20})(?:[.,](?<fraction>[0-9]{1,15}))?$")]
    private static partial Regex Whole();

    // A blank or an apostrophe always groups. A point or a comma groups when it repeats or when the other one follows.
    [GeneratedRegex("""
        ^[+-]?[ ]?(?<whole>[1-9][0-9]{0,2}(?:
            (?<separator>[ '])[0-9]{3}(?:\k<separator>[0-9]{3}){0,6}
            |(?<separator>[.,])[0-9]{3}(?:(?:\k<separator>[0-9]{3}){1,6}|(?=[.,]))
        ))(?:(?!\k<separator>)[.,](?<fraction>[0-9]{1,15}))?$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Grouped();
}
