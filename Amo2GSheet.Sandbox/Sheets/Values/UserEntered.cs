using System.Globalization;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>What typed text came to: a value, perhaps a formula, perhaps a number format that the cell takes on.</summary>
internal readonly record struct Entry(object? Value, string? Formula = null, string? FormatType = null, string? Pattern = null);

/// <summary>Reads text as Google Sheets reads what is typed into a cell (`USER_ENTERED`). Pure.</summary>
internal static class UserEntered
{
    public static Entry Parse(string text, SheetLocale locale, int currentYear, bool plusNumberIsNumber = true)
    {
        if (text.Length == 0)
            return default;
        // The apostrophe says "text follows"; it is eaten and never returned.
        if (text[0] == '\'')
            return new Entry(text[1..]);
        if (text[0] == '=' && text.Length > 1)
            return Formula(text);
        if (text.Equals("TRUE", StringComparison.OrdinalIgnoreCase) || text.Equals("FALSE", StringComparison.OrdinalIgnoreCase))
            return new Entry(text.Length == 4);

        var trimmed = text.Trim();
        if (CellError.Find(trimmed) is { } error)
            return new Entry(error, "=" + error.Display);
        var plus = trimmed.StartsWith('+');
        if (!(plus && !plusNumberIsNumber) && Number(trimmed, locale) is { } number)
            return number;
        if (TypedDate.Parse(trimmed, locale, currentYear) is { } date)
            return date;
        // A leading sign starts a formula, also before a name: `+ Label` shows #ERROR!.
        if (text.Length > 1 && text[0] is '+' or '-' && text.Trim().Length > 1)
            return Formula("=" + text);
        return new Entry(text);
    }

    private static Entry Formula(string formula) => new(Arithmetic.Evaluate(formula), formula);

    private static Entry? Number(string text, SheetLocale locale)
    {
        var (body, sign) = text[0] switch
        {
            '-' => (text[1..], -1d),
            '+' => (text[1..], 1d),
            _ => (text, 1d),
        };
        var currency = body.StartsWith('$');
        if (currency)
            body = body[1..];
        var percent = body.EndsWith('%');
        if (percent)
            body = body[..^1];

        if (!IsNumber(body, locale, out var grouped, out var fraction, out var exponent))
            return null;
        var plain = body.Replace(locale.Group, string.Empty, StringComparison.Ordinal)
            .Replace(" ", string.Empty, StringComparison.Ordinal).Replace(locale.Decimal, '.');
        var value = sign * double.Parse(plain, NumberStyles.Float, CultureInfo.InvariantCulture);
        var decimals = fraction ? "." + new string('0', currency ? 2 : Math.Min(2, FractionDigits(body, locale))) : string.Empty;
        return (currency, percent, exponent, grouped) switch
        {
            (true, _, _, _) => new Entry(value, null, "CURRENCY", "\"$\"#,##0" + decimals),
            (_, true, _, _) => new Entry(value / 100, null, "PERCENT", "0" + decimals + "%"),
            (_, _, true, _) => new Entry(value, null, "SCIENTIFIC", "0.00E+00"),
            (_, _, _, true) => new Entry(value, null, "NUMBER", "#,##0" + decimals),
            _ => new Entry(value),
        };
    }

    private static int FractionDigits(string body, SheetLocale locale) => body.Length - body.IndexOf(locale.Decimal, StringComparison.Ordinal) - 1;

    /// <summary>Digits with whole groups of three, one decimal mark, an exponent; nothing else.</summary>
    private static bool IsNumber(string body, SheetLocale locale, out bool grouped, out bool fraction, out bool exponent)
    {
        grouped = fraction = exponent = false;
        var mantissa = body;
        if (body.IndexOfAny(['e', 'E']) is var e and > 0)
        {
            exponent = true;
            mantissa = body[..e];
            var power = body[(e + 1)..].TrimStart('+', '-');
            if (power.Length is 0 or > 3 || !power.All(char.IsAsciiDigit))
                return false;
        }

        var parts = mantissa.Split(locale.Decimal);
        if (parts.Length > 2 || parts.Length == 2 && !parts[1].All(char.IsAsciiDigit))
            return false;
        fraction = parts.Length == 2 && parts[1].Length > 0;
        var groups = parts[0].Replace(" ", locale.Group, StringComparison.Ordinal).Split(locale.Group);
        grouped = groups.Length > 1;
        if (!groups.All(group => group.All(char.IsAsciiDigit)))
            return false;
        if (grouped && (groups[0].Length is 0 or > 3 || groups.Skip(1).Any(group => group.Length != 3)))
            return false;
        return parts[0].Length > 0 || fraction;
    }
}
