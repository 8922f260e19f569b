using System.Globalization;

namespace Amo2GSheet.Core.Sync;

/// <summary>Reads <c>LEADS_CREATED_AFTER</c>: a day, a moment, or a Unix time, all of them UTC unless they say otherwise.</summary>
internal static class CutOffText
{
    private const long LargestSeconds = 99_999_999_999;
    private const long SmallestSeconds = 946_684_800; // 2000-01-01: what is less was hardly meant as a time, 20260227 for one.
    private const long LargestMilliseconds = 253_402_300_799_999;

    private static readonly string[] Formats =
    [
        "d.M.yyyy H:m:s", "d.M.yyyy H:m", "d.M.yyyy",
        "yyyy-M-d H:m:s", "yyyy-M-d H:m", "yyyy-M-d",
        "yyyy-M-d'T'H:m:s", "yyyy-M-d'T'H:m", "yyyy-M-d'T'H:m:s.FFFFFFF", "yyyy-M-d'T'H:m:sK", "yyyy-M-d'T'H:mK", "yyyy-M-d'T'H:m:s.FFFFFFFK",
    ];

    /// <summary>The moment; the epoch for nothing or 0, which takes all leads; null when the text is none of the forms.</summary>
    public static DateTimeOffset? Read(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == 0)
            return DateTimeOffset.UnixEpoch;
        if (long.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number switch
            {
                0 => DateTimeOffset.UnixEpoch,
                < SmallestSeconds => null,
                <= LargestSeconds => DateTimeOffset.FromUnixTimeSeconds(number),
                <= LargestMilliseconds => DateTimeOffset.FromUnixTimeMilliseconds(number),
                _ => null,
            };
        }

        return DateTimeOffset.TryParseExact(
            trimmed, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : null;
    }
}
