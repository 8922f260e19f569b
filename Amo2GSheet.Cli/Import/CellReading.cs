using System.Globalization;
using System.Text.RegularExpressions;
using Amo2GSheet.Cli.Import.Excel;
using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Cli.Import;

/// <summary>In which order a day written with slashes is read.</summary>
internal enum DayOrder
{
    /// <summary>Not said: a day that could be either is refused.</summary>
    Unsaid,

    /// <summary>Day first.</summary>
    Dmy,

    /// <summary>Month first.</summary>
    Mdy,
}

/// <summary>What a cell says, as text, number, day or tick. What could mean two things means neither.</summary>
internal static partial class CellReading
{
    private static readonly string[] Points = ["d.M.yyyy", "d.M.yyyy H:mm", "d.M.yyyy H:mm:ss"];
    private static readonly string[] Isos = ["yyyy-MM-dd", "yyyy-MM-dd H:mm", "yyyy-MM-dd H:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"];
    private static readonly string[] DaySlashes = ["d/M/yyyy", "d/M/yyyy H:mm", "d/M/yyyy H:mm:ss"];
    private static readonly string[] MonthSlashes = ["M/d/yyyy", "M/d/yyyy H:mm", "M/d/yyyy H:mm:ss"];

    private static readonly HashSet<string> Yes = [.. new[] { "да", "yes", "true", "истина", "1", "+", "✓" }.Select(NameFold.Of)];
    private static readonly HashSet<string> No = [.. new[] { "нет", "no", "false", "ложь", "0", "-" }.Select(NameFold.Of)];

    /// <summary>The cell as a person would type it.</summary>
    public static string Text(SheetValue cell) => cell switch
    {
        TextValue text => text.Text.Trim(),
        NumberValue number => Invariant(number.Number),
        BoolValue truth => truth.Value ? "Да" : "Нет",
        DateValue { HasTime: true } date => date.Moment.ToString("dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture),
        DateValue date => date.Moment.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture),
        _ => "",
    };

    /// <summary>A number in invariant text.</summary>
    public static string Invariant(decimal number) => number.ToString("0.###############", CultureInfo.InvariantCulture);

    /// <summary>The cell as a day, with a time where it has one.</summary>
    /// <remarks><see cref="Canonical"/> counts it: what is a day here, and which, is never changed.</remarks>
    /// <param name="cell">The cell.</param>
    /// <param name="order">How days with slashes are read.</param>
    /// <param name="reason">Why not, as the end of a sentence about the cell.</param>
    public static DateTime? Day(SheetValue cell, DayOrder order, out string reason)
    {
        reason = "";
        if (cell is DateValue date)
            return date.Moment;

        reason = cell is NumberValue
            ? $"holds the number {Text(cell)} and not a date: give the cell a date's format"
            : $"says «{Cut(Text(cell))}», which is no date: write it like 31.12.2026";
        if (cell is not TextValue text)
            return null;

        var typed = string.Join(' ', text.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if ((Parse(typed, Points) ?? Parse(typed, Isos)) is { } sure)
            return sure;

        var (day, month) = (Parse(typed, DaySlashes), Parse(typed, MonthSlashes));
        if (day is null || month is null || day == month)
            return day ?? month;
        if (order == DayOrder.Unsaid)
            reason = $"says «{Cut(typed)}», where day and month may be either: say --dates dmy or --dates mdy, or make the cell a date";
        return order switch { DayOrder.Dmy => day, DayOrder.Mdy => month, _ => null };
    }

    /// <summary>The cell as tick.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="reason">Why not, as the end of a sentence about the cell.</param>
    public static bool? Tick(SheetValue cell, out string reason)
    {
        reason = "";
        if (cell is BoolValue truth)
            return truth.Value;

        var folded = NameFold.Of(Text(cell));
        if (Yes.Contains(folded) || No.Contains(folded))
            return Yes.Contains(folded);
        reason = $"says «{Cut(Text(cell))}», which is neither yes nor no";
        return null;
    }

    /// <summary>
    /// The cell as it counts for telling rows apart: a date, a number and a text that says the same are the same, whichever program saved
    /// the workbook last. It depends on no setting and on nothing in amoCRM.
    /// </summary>
    public static string Canonical(SheetValue cell)
    {
        if (Day(cell, DayOrder.Unsaid, out _) is { } day)
            return day.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        if (Number(cell, out _) is { } number)
            return Invariant(number);
        return cell is UnusableValue unusable ? $"!{unusable.Reason}" : FingerprintFold.Of(Text(cell));
    }

    /// <summary>Text for a message, not longer than a line.</summary>
    public static string Cut(string text) => text.Length <= 40 ? text : $"{text[..39]}…";

    private static DateTime? Parse(string text, string[] formats) =>
        DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment : null;

    // The number that a row's fingerprint counts, as the first version of the import read it; never change it. What is sent is read by AmountReader.
    private static decimal? Number(SheetValue cell, out string reason)
    {
        reason = "";
        if (cell is NumberValue { Number: var exact })
            return exact;

        var text = cell is TextValue typed ? Spaces().Replace(typed.Text, "") : "";
        return !Ambiguous().IsMatch(text) && Plain(text) is { } plain && decimal.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    private static string? Plain(string text)
    {
        if (Whole().IsMatch(text) || Fraction().IsMatch(text))
            return text.Replace(',', '.');
        if (Groups().Match(text) is not { Success: true } groups)
            return null;

        var separator = groups.Groups["separator"].Value;
        return text.Replace(separator, "", StringComparison.Ordinal).Replace(',', '.');
    }

    // Ordinary, non-breaking and narrow spaces, and the apostrophe of Swiss thousands.
    [GeneratedRegex(@"[\s\u00A0\u202F\u2009']")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}$")]
    private static partial Regex Ambiguous();

    [GeneratedRegex(@"^[+-]?[0-9]{1,20}$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[+-]?[0-9]{1,20}[.,][0-9]{1,15}$")]
    private static partial Regex Fraction();

    // 1,500,000 and 1.500.000,50: the separator that repeats, or that another one follows, groups thousands.
    [GeneratedRegex(@"^[+-]?[0-9]{1,3}(?<separator>[.,])[0-9]{3}(?:(?:\k<separator>[0-9]{3})+|(?=[.,]))(?:(?!\k<separator>)[.,][0-9]{1,15})?$")]
    private static partial Regex Groups();
}
