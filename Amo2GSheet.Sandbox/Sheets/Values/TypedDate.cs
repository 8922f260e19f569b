using System.Globalization;
using System.Text.RegularExpressions;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>Dates and times as typed, and as serials: days since 1899-12-30, the fraction being the time of day.</summary>
internal static partial class TypedDate
{
    private static readonly DateTime Epoch = new(1899, 12, 30);

    public static double Serial(DateTime date) => (date - Epoch).TotalDays;

    public static DateTime FromSerial(double serial) => Epoch.AddSeconds(Math.Round(serial * 86400));

    /// <summary>Null when the text is no date and no time. The pattern keeps the separators and widths that were typed.</summary>
    public static Entry? Parse(string text, SheetLocale locale, int currentYear)
    {
        if (Shape().Match(text) is not { Success: true } match)
            return null;
        var date = match.Groups["a"].Success ? Date(match, locale, currentYear) : new Entry(0d);
        if (date is not { Value: double day } || Time(match) is not { } time)
            return null;
        var pattern = string.Join(' ', new[] { date.Value.Pattern, time.Pattern }.Where(part => part is not null));
        var type = (date.Value.Pattern, time.Pattern) switch
        {
            (not null, not null) => "DATE_TIME",
            (not null, null) => "DATE",
            (null, not null) => "TIME",
            _ => null,
        };
        return type is null ? null : new Entry(day + time.Fraction, null, type, pattern);
    }

    private static Entry? Date(Match match, SheetLocale locale, int currentYear)
    {
        var (a, b, c, separator) = (match.Groups["a"].Value, match.Groups["b"].Value, match.Groups["c"].Value, match.Groups["s"].Value);
        var short2 = c.Length == 0;
        // With a point for decimals `1.2` is a number, and was read as one before; `1.2.3` stays text.
        if (separator == "." && locale.DateSeparator != '.')
            return null;
        if (a.Length == 4)
        {
            return short2 ? null : Make(a, b, c, $"yyyy{separator}{Width(b, 'm')}{separator}{Width(c, 'd')}");
        }

        if (a.Length > 2 || c.Length is 1 or 3)
            return null;
        var (day, month) = locale.DayFirst ? (a, b) : (b, a);
        var (first, second) = locale.DayFirst ? (Width(a, 'd'), Width(b, 'm')) : (Width(a, 'm'), Width(b, 'd'));
        var year = short2 ? currentYear.ToString(CultureInfo.InvariantCulture) : c.Length == 2 ? "20" + c : c;
        var tail = short2 ? string.Empty : separator + new string('y', c.Length);
        return Make(year, month, day, first + separator + second + tail);
    }

    private static string Width(string digits, char letter) => new(letter, digits.Length);

    private static Entry? Make(string year, string month, string day, string pattern)
    {
        var (y, m, d) = (Int(year), Int(month), Int(day));
        if (y is < 1900 or > 9999 || m is < 1 or > 12 || d < 1 || d > DateTime.DaysInMonth(y, m))
            return null;
        return new Entry(Serial(new DateTime(y, m, d)), null, "DATE", pattern);
    }

    private static (double Fraction, string? Pattern)? Time(Match match)
    {
        if (!match.Groups["h"].Success)
            return (0, null);
        var (hour, minute) = (Int(match.Groups["h"].Value), Int(match.Groups["m"].Value));
        var second = match.Groups["sec"].Success ? Int(match.Groups["sec"].Value) : 0;
        if (hour > 23 || minute > 59 || second > 59)
            return null;
        var hours = match.Groups["h"].Length == 2 ? "hh" : "h";
        return ((hour * 3600 + minute * 60 + second) / 86400d, hours + (match.Groups["sec"].Success ? ":mm:ss" : ":mm"));
    }

    private static int Int(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^(?:(?<a>\d{1,4})(?<s>[-/.])(?<b>\d{1,2})(?:\k<s>(?<c>\d{1,4}))?)?(?:(?:^|(?<=\d)[ T]+)(?<h>\d{1,2}):(?<m>\d{2})(?::(?<sec>\d{2}))?)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
