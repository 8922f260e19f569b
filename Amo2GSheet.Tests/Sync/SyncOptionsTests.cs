using System.Globalization;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.SelfHost;
using Amo2GSheet.SelfHost.Settings;
using Cronos;

namespace Amo2GSheet.Tests.Sync;

public sealed class SyncOptionsTests
{
    [Theory]
    [InlineData("27.02.2026 10:20:30", "2026-02-27T10:20:30Z")]
    [InlineData(" 27.02.2026  ", "2026-02-27T00:00:00Z")]
    [InlineData("27.02.2026 10:20", "2026-02-27T10:20:00Z")]
    [InlineData("7.2.2026", "2026-02-07T00:00:00Z")]
    [InlineData("2026-02-27", "2026-02-27T00:00:00Z")]
    [InlineData("2026-02-27 10:20:30", "2026-02-27T10:20:30Z")]
    [InlineData("2026-02-27T10:20:30Z", "2026-02-27T10:20:30Z")]
    [InlineData("2026-02-27T10:20:30+05:00", "2026-02-27T05:20:30Z")]
    [InlineData("1772187630", "2026-02-27T10:20:30Z")]
    [InlineData("1772187630000", "2026-02-27T10:20:30Z")]
    [InlineData("0", "1970-01-01T00:00:00Z")]
    [InlineData("", "1970-01-01T00:00:00Z")]
    public void The_cut_off_is_a_day_a_moment_or_a_unix_time(string text, string moment) =>
        Assert.Equal(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture), new SyncOptions { LeadsCreatedAfter = text }.CutOff);

    [Theory]
    [InlineData("soon")]
    [InlineData("27/02/2026")]
    [InlineData("32.01.2026")]
    [InlineData("27.02.26")]
    [InlineData("20260227")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("27.02.2026 25:00:00")]
    public void What_can_be_read_two_ways_is_not_read_at_all(string text) => Assert.Null(CutOffText.Read(text));

    [Theory]
    [InlineData("1", "*/1 * * * * *")]
    [InlineData(" 10 ", "*/10 * * * * *")]
    [InlineData("30", "*/30 * * * * *")]
    [InlineData("60", "0 * * * * *")]
    [InlineData("300", "0 */5 * * * *")]
    [InlineData("1800", "0 */30 * * * *")]
    [InlineData("3600", "0 0 * * * *")]
    public void Seconds_become_a_schedule_that_repeats_at_just_that_interval(string seconds, string schedule)
    {
        Assert.Equal(schedule, PollInterval.ToSchedule(seconds));

        var cron = CronExpression.Parse(schedule, CronFormat.IncludeSeconds);
        var from = new DateTimeOffset(2026, 2, 27, 0, 0, 0, TimeSpan.Zero);
        var gaps = cron.GetOccurrences(from, from.AddHours(3), TimeZoneInfo.Utc).Select(at => at.UtcDateTime).ToList();
        Assert.All(gaps.Zip(gaps.Skip(1)), pair => Assert.Equal(int.Parse(seconds, CultureInfo.InvariantCulture), (pair.Second - pair.First).TotalSeconds));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("7")]
    [InlineData("45")]
    [InlineData("90")]
    [InlineData("420")]
    [InlineData("2700")]
    [InlineData("7200")]
    [InlineData("1.5")]
    [InlineData("ten")]
    public void Seconds_that_no_schedule_repeats_evenly_become_none(string? seconds) => Assert.Null(PollInterval.ToSchedule(seconds));

    [Theory]
    [InlineData("15", null, "*/15 * * * * *")]
    [InlineData("15", "", "*/15 * * * * *")]
    [InlineData("15", "0 * * * * *", "0 * * * * *")]
    [InlineData("7", null, null)]
    [InlineData(null, null, null)]
    public void The_self_host_takes_the_seconds_where_there_is_no_schedule(string? seconds, string? schedule, string? used)
    {
        var folder = Directory.CreateTempSubdirectory("schedule");
        try
        {
            var settings = SettingsSources.Read([], new SelfHostOptions
            {
                WorkingDirectory = folder.FullName,
                Environment = new Dictionary<string, string?> { ["SYNC_POLL_SECONDS"] = seconds, ["SYNC_POLL_SCHEDULE"] = schedule },
            });

            Assert.Equal(used, settings["SYNC_POLL_SCHEDULE"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
