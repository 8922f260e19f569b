using System.Globalization;

namespace Amo2GSheet.Core.Sheets;

/// <summary>How long one order tab takes new rows.</summary>
public enum TabInterval
{
    /// <summary>A calendar month.</summary>
    Monthly,

    /// <summary>An hour: for trying the turn out.</summary>
    Hourly,
}

/// <summary>The month (or hour) whose rows a tab holds, on the clock of the display zone.</summary>
/// <param name="Interval">How long it is.</param>
/// <param name="Start">Its first moment, by the wall clock of the display zone.</param>
public readonly record struct TabPeriod(TabInterval Interval, DateTime Start)
{
    private const string MonthText = "yyyy-MM";
    private const string HourText = "yyyy-MM-dd'T'HH";

    /// <summary>The period that a moment lies in.</summary>
    /// <param name="local">The moment, on the clock of the display zone.</param>
    /// <param name="interval">How long a period is.</param>
    public static TabPeriod Of(DateTimeOffset local, TabInterval interval) => new(
        interval,
        interval is TabInterval.Hourly
            ? new DateTime(local.Year, local.Month, local.Day, local.Hour, 0, 0)
            : new DateTime(local.Year, local.Month, 1));

    /// <summary>The title of the archived tab: <c>MM.yyyy</c>, for an hour <c>MM.yyyy dd HH</c>.</summary>
    public string Title => Start.ToString(Interval is TabInterval.Hourly ? "MM.yyyy dd HH" : "MM.yyyy", CultureInfo.InvariantCulture);

    /// <summary>
    /// The id of the tab that is made for this period: the same whoever makes it, so that Google refuses a second one. Ids that Google
    /// chooses are random below 2³¹.
    /// </summary>
    public TabId NewTab => new(int.Parse(
        Start.ToString(Interval is TabInterval.Hourly ? "yyyyMMddHH" : "yyyyMM'0000'", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>The title, or the first free one of <c>10.2026 (2)</c>, <c>10.2026 (3)</c> …, when it is taken.</summary>
    /// <param name="taken">Titles of all other tabs; Google compares them whatever their case.</param>
    public string FreeTitle(IReadOnlyCollection<string> taken)
    {
        var title = Title;
        for (var number = 2; taken.Contains(title, StringComparer.OrdinalIgnoreCase); number++)
            title = $"{Title} ({number.ToString(CultureInfo.InvariantCulture)})";
        return title;
    }

    /// <summary>Whether another period begins inside this one.</summary>
    public bool Holds(TabPeriod other) =>
        other.Start >= Start && other.Start < (Interval is TabInterval.Hourly ? Start.AddHours(1) : Start.AddMonths(1));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string? text, out TabPeriod period)
    {
        foreach (var (format, interval) in new[] { (MonthText, TabInterval.Monthly), (HourText, TabInterval.Hourly) })
        {
            if (DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var start))
            {
                period = new TabPeriod(interval, start);
                return true;
            }
        }

        period = default;
        return false;
    }

    /// <summary><c>2026-10</c>, or <c>2026-10-24T13</c> for an hour.</summary>
    public override string ToString() => Start.ToString(Interval is TabInterval.Hourly ? HourText : MonthText, CultureInfo.InvariantCulture);
}
