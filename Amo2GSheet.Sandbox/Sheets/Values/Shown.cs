using System.Globalization;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>A cell as a person sees it (`FORMATTED_VALUE`).</summary>
internal static class Shown
{
    public static string Text(object? value, CellFormat? format, SheetLocale locale) => value switch
    {
        null => string.Empty,
        string text => text,
        bool flag => flag ? "TRUE" : "FALSE",
        CellError error => error.Display,
        double number => Number(number, format, locale),
        _ => throw new InvalidOperationException($"A cell cannot hold a {value.GetType()}."),
    };

    public static string Text(object? stored, SheetLocale locale) =>
        stored is string text ? text : Text(Cell.ValueOf(stored), (stored as Cell)?.Format, locale);

    private static string Number(double number, CellFormat? format, SheetLocale locale)
    {
        if (format is null or { NumberType: null or "TEXT" or "NUMBER_FORMAT_TYPE_UNSPECIFIED" })
            return General(number, locale);
        if (format.IsDate)
            return Date(number, format, locale);
        var pattern = string.IsNullOrEmpty(format.Pattern) ? Default(format.NumberType) : format.Pattern;
        var text = number.ToString(pattern, CultureInfo.InvariantCulture);
        return locale.Decimal == '.' ? text : Localised(text, locale);
    }

    private static string Default(string type) => type switch
    {
        "PERCENT" => "0.00%",
        "CURRENCY" => "\"$\"#,##0.00",
        "SCIENTIFIC" => "0.00E+00",
        _ => "#,##0.00",
    };

    /// <summary>Automatic: whole numbers whole, others to ten significant digits.</summary>
    private static string General(double number, SheetLocale locale)
    {
        var whole = Math.Abs(number) < 1e15 && number == Math.Floor(number);
        var text = number.ToString(whole ? "0" : "G10", CultureInfo.InvariantCulture);
        return locale.Decimal == '.' ? text : text.Replace('.', locale.Decimal);
    }

    private static string Localised(string text, SheetLocale locale) => string.Concat(text.Select(letter => letter switch
    {
        ',' => locale.Group,
        '.' => locale.Decimal.ToString(),
        _ => letter.ToString(),
    }));

    private static string Date(double number, CellFormat format, SheetLocale locale)
    {
        if (number is < -600_000 or > 2_900_000)
            return General(number, locale);
        var pattern = string.IsNullOrEmpty(format.Pattern)
            ? format.NumberType switch
            {
                "TIME" => "H:mm:ss",
                "DATE_TIME" => locale.DatePattern + " H:mm:ss",
                _ => locale.DatePattern,
            }
            : DotNetPattern(format.Pattern);
        return TypedDate.FromSerial(number).ToString(pattern.Length == 1 ? "%" + pattern : pattern, CultureInfo.InvariantCulture);
    }

    /// <summary>Sheets writes months and minutes with the same letter; an m beside hours or seconds means minutes.</summary>
    private static string DotNetPattern(string pattern)
    {
        var lower = pattern.ToLowerInvariant().Replace("am/pm", "t", StringComparison.Ordinal);
        var twelve = lower.Contains('t', StringComparison.Ordinal);
        var letters = lower.ToCharArray();
        var last = ' ';
        for (var i = 0; i < letters.Length; i++)
        {
            var letter = letters[i];
            if (letter == 'm' && last != 'h' && !NextIsSeconds(lower, i))
                letters[i] = 'M';
            else if (letter == 'h' && !twelve)
                letters[i] = 'H';
            else if (letter is '/' or '.')
                continue;
            if (char.IsAsciiLetter(letter) && !(letter == 'm' && last == 'h'))
                last = letter;
        }

        return new string(letters).Replace("/", "'/'", StringComparison.Ordinal).Replace("t", "tt", StringComparison.Ordinal);
    }

    private static bool NextIsSeconds(string pattern, int at)
    {
        var next = pattern.AsSpan(at).TrimStart('m');
        return next.StartsWith(":s", StringComparison.Ordinal);
    }
}
