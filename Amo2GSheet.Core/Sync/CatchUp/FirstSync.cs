using System.Globalization;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync.CatchUp;

/// <summary>
/// Looks once at all leads made in a range of days (<c>INITIAL_SYNC_DATE_FROM</c>, <c>INITIAL_SYNC_DATE_TO</c>): day by day, in the zone in
/// which the sheet shows days, every page in the inbox before the next is read. The position moves with each day, so that a kill costs a
/// day's reading at most, and stays at the end for good: the same range is never run again.
/// </summary>
/// <remarks>
/// A lead's day of birth never changes, so only deletions move leads from page to page; a day of several pages that loses a lead is read
/// again. Whether bounds are taken in is not documented, so a second more is asked for on either side and what is not of the day left out.
/// </remarks>
internal sealed partial class FirstSync(
    IAmoCatchUp amo, IAmoCrm account, LeadNews news, EventSweep events, ICursorStore cursors, CatchUpStatus status,
    IOptions<CatchUpOptions> options, IOptions<DisplayOptions> display, TimeProvider time, ILogger<FirstSync> logger)
{
    /// <summary>One run gives way to the next sweep after this time; the next run goes on.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);

    private const int MostDisturbed = 3;
    private bool _done;

    /// <summary>Goes on where the last run ended, if there is anything left to do.</summary>
    /// <param name="historyRead"><see cref="EventSweep.RunAsync"/> has read the history just before.</param>
    /// <param name="cancellationToken">Stops between two pages; what was stored stays.</param>
    public async Task RunAsync(bool historyRead, CancellationToken cancellationToken)
    {
        if (_done || options.Value.FirstSync is not { } range)
            return;

        var began = time.GetTimestamp();
        var position = new Position(cursors, $"first-sync/{range}");
        var (days, found) = Read(await position.ReadAsync(cancellationToken));
        Report();
        if (days >= range.Days)
        {
            _done = true;
            return;
        }

        if (days == 0)
            Log.Begins(logger, range);
        var zone = display.Value.Zone((await account.ReadAccountAsync(fresh: false, cancellationToken)).TimeZone);
        while (days < range.Days && time.GetElapsedTime(began) < LongestRun)
        {
            if (await ReadDayAsync(range.From.AddDays(days), zone, historyRead, cancellationToken) is not { } ofDay)
                return;
            (days, found) = (days + 1, found + ofDay);
            await position.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{days};{found}"), cancellationToken);
            Report();
        }

        if (days >= range.Days)
            Log.Ends(logger, range, found);
        else
            Log.Rests(logger, range, days, range.Days, found);

        void Report() => status.FirstSync = new FirstSyncProgress(range.ToString(), days, range.Days, found, days >= range.Days);
    }

    /// <summary>The leads of a day that were news; null when the day could not be read undisturbed.</summary>
    private async Task<int?> ReadDayAsync(DateOnly day, TimeZoneInfo zone, bool historyRead, CancellationToken cancellationToken)
    {
        var (from, to) = (DisplayDay.Beginning(day, zone), DisplayDay.Beginning(day.AddDays(1), zone));
        var found = 0;
        for (var disturbed = 0; disturbed < MostDisturbed; disturbed++)
        {
            var pages = 0;
            await foreach (var page in amo.ReadCreatedAsync(from.AddSeconds(-1), to, cancellationToken))
            {
                pages++;
                List<Lead> ofDay = [.. page.Leads.Where(lead => lead.CreatedAt >= from && lead.CreatedAt < to)];
                found += await news.TakeAsync(ofDay, cancellationToken);
            }

            if (pages < 2 || !historyRead || !await events.HasLostLeadAsync(cancellationToken))
                return found;
        }

        return null;
    }

    private static (int Days, int Found) Read(string? value)
    {
        var parts = value?.Split(';') ?? [];
        return parts is [var days, var found]
            && int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var done)
            && int.TryParse(found, NumberStyles.None, CultureInfo.InvariantCulture, out var leads)
                ? (done, leads)
                : (0, 0);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "First sync of leads made {Range} begins")]
        public static partial void Begins(ILogger logger, FirstSyncRange range);

        [LoggerMessage(2, LogLevel.Information, "First sync of leads made {Range}: {Days} of {AllDays} days, {Found} leads put to the planner; the next catch-up goes on")]
        public static partial void Rests(ILogger logger, FirstSyncRange range, int days, int allDays, int found);

        [LoggerMessage(3, LogLevel.Information, "First sync of leads made {Range} is done: {Found} leads put to the planner")]
        public static partial void Ends(ILogger logger, FirstSyncRange range, int found);
    }
}
