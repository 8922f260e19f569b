using System.Globalization;
using System.Text.RegularExpressions;
using Cronos;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>When a timer runs: cron in UTC, or a fixed interval.</summary>
internal sealed partial class Schedule
{
    private const int FieldsWithSeconds = 6;

    private readonly CronExpression? _cron;
    private readonly TimeSpan _interval;

    private Schedule(CronExpression? cron, TimeSpan interval) => (_cron, _interval) = (cron, interval);

    /// <summary>Reads a schedule.</summary>
    /// <param name="declared">As the function declares it; a name between per cent signs is a setting.</param>
    /// <param name="setting">Values of settings.</param>
    /// <exception cref="WorkerHostException">A setting is missing, or it is no schedule.</exception>
    public static Schedule Parse(string declared, Func<string, string?> setting)
    {
        var text = SettingName().Replace(declared, match => setting(match.Groups[1].Value) is { Length: > 0 } value
            ? value
            : throw new WorkerHostException($"{match.Groups[1].Value} is not set; a timer takes its schedule from there."));
        try
        {
            return text.Contains(':', StringComparison.Ordinal)
                ? new Schedule(null, TimeSpan.Parse(text, CultureInfo.InvariantCulture))
                : new Schedule(CronExpression.Parse(text, HasSeconds(text) ? CronFormat.IncludeSeconds : CronFormat.Standard), default);
        }
        catch (FormatException e)
        {
            throw new WorkerHostException($"'{text}' is no schedule: {e.Message}", e);
        }
    }

    /// <summary>The first run after a moment; null when there is none any more.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset moment) =>
        _cron is null ? moment + _interval : _cron.GetNextOccurrence(moment, TimeZoneInfo.Utc);

    private static bool HasSeconds(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length == FieldsWithSeconds;

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingName();
}
