using System.Globalization;
using System.Text.RegularExpressions;

namespace Amo2GSheet.Cli.Import.Excel;

/// <summary>Dates that a workbook writes out (cells of the type <c>d</c>): ISO 8601 and nothing else.</summary>
internal static partial class IsoMoment
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"];

    /// <summary>Reads the text as wall clock, to the second.</summary>
    /// <remarks>A cell has no time zone. An offset behind the time says where the writing program ran, so it is dropped and never shifts the day.</remarks>
    public static SheetValue Read(string text)
    {
        SheetValue read = Shape().Match(text) is { Success: true } shape
            && DateTime.TryParseExact(shape.Groups["clock"].Value, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? new DateValue(moment)
            : new UnusableValue($"says «{CellReading.Cut(text)}», which is no ISO date: 2026-12-31 and 2026-12-31T09:30:00 are accepted");
        return ReadByOlderVersions(text) is { } before && before != read ? read with { ReadBefore = before } : read;
    }

    // Older versions took whatever .NET parses, in UTC. A time or a month without a year depended on the day of the import, so it has no lasting reading.
    private static SheetValue? ReadByOlderVersions(string text)
    {
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var moment))
            return new UnusableValue("holds a date that cannot be read");
        return Year().IsMatch(text)
            ? new DateValue(DateTime.SpecifyKind(new DateTime(moment.Ticks - (moment.Ticks % TimeSpan.TicksPerSecond)), DateTimeKind.Unspecified))
            : null;
    }

    [GeneratedRegex("""
        ^(?:(?<clock>[0-9]{4}-[0-9]{2}-[0-9]{2})
        |(?<clock>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})(?:Z|[+-][0-9]{2}:?[0-9]{2})?
        |(?<clock>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Shape();

    [GeneratedRegex("[0-9]{4}")]
    private static partial Regex Year();
}
