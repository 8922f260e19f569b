using System.Globalization;

namespace Amo2GSheet.Core.Sheets;

/// <summary>Days of the display time zone: how people write them, which one a moment is in, and when they begin.</summary>
public static class DisplayDay
{
    private const string Format = "yyyy-MM-dd";

    /// <summary>Reads a day as settings, commands and positions write it, such as <c>2026-01-31</c>.</summary>
    /// <returns>The day; null for anything else, and for the calendar's first and last day, which have no neighbour to be read against.</returns>
    public static DateOnly? Read(string? text) =>
        DateOnly.TryParseExact(text?.Trim(), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day > DateOnly.MinValue && day < DateOnly.MaxValue
            ? day
            : null;

    /// <summary>The day of a moment.</summary>
    public static DateOnly Of(DateTimeOffset moment, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    /// <summary>The first moment of a day; where clocks are put forward over midnight, the first that there is.</summary>
    public static DateTimeOffset Beginning(DateOnly day, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        // Where midnight comes twice, the earlier one begins the day.
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }
}
