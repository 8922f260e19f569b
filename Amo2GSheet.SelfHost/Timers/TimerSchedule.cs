using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Cronos;
using Microsoft.Extensions.Configuration;

namespace Amo2GSheet.SelfHost.Timers;

/// <summary>When a timer is due: cron in UTC, seconds first when it has six fields, or a fixed interval.</summary>
internal sealed partial class TimerSchedule
{
    private readonly CronExpression? _cron;
    private readonly TimeSpan _interval;

    private TimerSchedule(CronExpression cron) => _cron = cron;

    private TimerSchedule(TimeSpan interval) => _interval = interval;

    /// <summary>The first occurrence later than the moment given; null when there is none any more.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset moment) =>
        _cron is null ? moment + _interval : _cron.GetNextOccurrence(moment, TimeZoneInfo.Utc);

    /// <summary>Puts settings in for <c>%NAME%</c>, then parses.</summary>
    public static bool TryParse(
        string text, IConfiguration settings, [NotNullWhen(true)] out TimerSchedule? schedule, [NotNullWhen(false)] out string? error)
    {
        schedule = null;
        var names = SettingName().Matches(text).Select(m => m.Groups[1].Value);
        var missing = names.FirstOrDefault(n => string.IsNullOrWhiteSpace(settings[n]));
        if (missing is not null)
        {
            error = $"{missing} is not set, and its schedule {text} takes it from there.";
            return false;
        }

        var expanded = SettingName().Replace(text, m => settings[m.Groups[1].Value]!).Trim();
        schedule = Parse(expanded);
        error = schedule is null
            ? $"its schedule {text} is \"{expanded}\", neither cron with five or six fields nor an interval such as 00:00:10."
            : null;
        return schedule is not null;
    }

    private static TimerSchedule? Parse(string expanded)
    {
        // A bare number would parse as days.
        if (expanded.Contains(':', StringComparison.Ordinal))
        {
            var isInterval = TimeSpan.TryParse(expanded, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero;
            return isInterval ? new(interval) : null;
        }

        var fields = expanded.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        var format = fields == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard;
        return CronExpression.TryParse(expanded, format, out var cron) ? new(cron) : null;
    }

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingName();
}
