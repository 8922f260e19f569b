using System.Globalization;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// Makes <c>SYNC_POLL_SCHEDULE</c> of <c>SYNC_POLL_SECONDS</c>. A schedule begins anew with each minute, hour and day, so only what divides
/// them repeats evenly.
/// </summary>
public static class PollInterval
{
    /// <summary>What to give instead of a number that cannot be expressed.</summary>
    public const string Allowed =
        "1, 2, 3, 4, 5, 6, 10, 12, 15, 20 or 30 seconds, whole minutes that divide an hour (60, 120, 180, 240, 300, 360, 600, 720, 900, 1200, 1800), or 3600";

    /// <summary>The schedule, NCRONTAB with seconds; null when the text is no such number.</summary>
    /// <param name="seconds">Seconds from look to look.</param>
    public static string? ToSchedule(string? seconds)
    {
        if (!int.TryParse(seconds?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            return null;
        if (number < 60)
            return 60 % number == 0 ? string.Create(CultureInfo.InvariantCulture, $"*/{number} * * * * *") : null;
        return number switch
        {
            60 => "0 * * * * *",
            3600 => "0 0 * * * *",
            < 3600 when number % 60 == 0 && 60 % (number / 60) == 0 => string.Create(CultureInfo.InvariantCulture, $"0 */{number / 60} * * * *"),
            _ => null,
        };
    }
}
