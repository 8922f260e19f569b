using System.Globalization;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Kpi.Intake;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync.CatchUp;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Kpi;

/// <summary>
/// Reads the history of a range of days, and the leads that came in then, into the ledger, day by day in the display time zone. What is to be done and how far it has come
/// stands in a cursor, so that a kill costs a day's reading at most, and whoever comes next, a command or the service, goes on.
/// </summary>
internal sealed partial class KpiBackfill(
    KpiWalk walk, IAmoCatchUp leads, IntakeRecorder intake, IAmoCrm amo, ICursorStore cursors, KpiStatus status, IOptions<DisplayOptions> display, TimeProvider time, ILogger<KpiBackfill> logger)
{
    /// <summary>The position's name.</summary>
    public const string CursorName = "kpi/back-fill";

    /// <summary>The back-fill that was ordered last; null when none was.</summary>
    public async Task<KpiBackfillProgress?> ReadAsync(CancellationToken cancellationToken) =>
        KpiBackfillProgress.Parse((await cursors.ReadAsync(CursorName, cancellationToken))?.Value);

    /// <summary>Orders a range. The same range goes on where it was, unless it was done; another one takes its place.</summary>
    /// <exception cref="StateConflictException">The position is being moved all the time.</exception>
    public async Task<KpiBackfillProgress> OrderAsync(KpiRange range, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var position = new Position(cursors, CursorName);
            var ordered = KpiBackfillProgress.Parse(await position.ReadAsync(cancellationToken));
            if (ordered is { Done: false } && ordered.Range == range)
                return ordered;

            var order = new KpiBackfillProgress(range, 0, 0);
            try
            {
                await position.WriteAsync(order.ToString(), cancellationToken);
                status.Backfill = order;
                return order;
            }
            catch (StateConflictException) when (attempt < 5)
            {
                // The one that is being worked off moved meanwhile.
            }
        }
    }

    /// <summary>Goes on with what was ordered, if anything is left of it. Only to be used under the ledger's lease.</summary>
    /// <param name="longest">One run gives way after this time; the next goes on.</param>
    /// <param name="day">Hears of each day.</param>
    /// <param name="cancellationToken">Stops between two calls; what was taken in stays.</param>
    /// <returns>How far it has come; null when none was ordered.</returns>
    public async Task<KpiBackfillProgress?> RunAsync(TimeSpan longest, IProgress<KpiBackfillProgress>? day, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var position = new Position(cursors, CursorName);
        var progress = KpiBackfillProgress.Parse(await position.ReadAsync(cancellationToken));
        status.Backfill = progress;
        if (progress is null or { Done: true })
            return progress;

        var zone = display.Value.Zone((await amo.ReadAccountAsync(fresh: false, cancellationToken)).TimeZone);
        while (!progress.Done && time.GetElapsedTime(started) < longest)
        {
            var today = progress.Range.From.AddDays(progress.DaysDone);
            var moves = await ReadDayAsync(DisplayDay.Beginning(today, zone), DisplayDay.Beginning(today.AddDays(1), zone), cancellationToken);
            progress = progress with { DaysDone = progress.DaysDone + 1, Moves = progress.Moves + moves };
            await position.WriteAsync(progress.ToString(), cancellationToken);
            status.Backfill = progress;
            day?.Report(progress);
        }

        if (progress.Done)
            Log.Done(logger, progress.Range, progress.Moves);
        else
            Log.Rests(logger, progress.Range, progress.DaysDone, progress.Range.Days);
        return progress;
    }

    /// <summary>Forgets what was ordered.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var position = new Position(cursors, CursorName);
        if (await position.ReadAsync(cancellationToken) is { Length: > 0 })
            await position.WriteAsync("", cancellationToken);
        status.Backfill = null;
    }

    private async Task<int> ReadDayAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        // What has yet to happen, the sweep brings.
        if (from > time.GetUtcNow())
            return 0;
        // Whether bounds are taken in is not documented, so a second more is asked for on either side and what is not of the day left out.
        var read = await walk.ReadAsync(from.AddSeconds(-1), to, move => move.At >= from && move.At < to, cancellationToken);
        for (var since = from.AddSeconds(-1); ;)
        {
            var stretch = await LeadStretch.ReadAsync(
                leads.ReadCreatedAsync(since, to, cancellationToken),
                since,
                lead => lead.CreatedAt,
                made => intake.TakeAsync([.. made.Where(lead => lead.CreatedAt >= from && lead.CreatedAt < to)], cancellationToken));
            if (stretch.Ended)
                return read.Taken;
            since = stretch.Next;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Back-fill of the ledger for {Range} is done: {Moves} moves of leads taken in")]
        public static partial void Done(ILogger logger, KpiRange range, int moves);

        [LoggerMessage(2, LogLevel.Information, "Back-fill of the ledger for {Range}: {Days} of {AllDays} days; the next run goes on")]
        public static partial void Rests(ILogger logger, KpiRange range, int days, int allDays);
    }
}

/// <summary>How far a back-fill has come.</summary>
/// <param name="Range">Its days.</param>
/// <param name="DaysDone">Days that are in the ledger.</param>
/// <param name="Moves">Moves taken in, those that the ledger had before among them.</param>
public sealed record KpiBackfillProgress(KpiRange Range, int DaysDone, int Moves)
{
    /// <summary>All of it.</summary>
    public bool Done => DaysDone >= Range.Days;

    /// <summary>As it stands in the cursor.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Range.From:yyyy-MM-dd};{Range.To:yyyy-MM-dd};{DaysDone};{Moves}");

    internal static KpiBackfillProgress? Parse(string? text) =>
        text?.Split(';') is [var from, var to, var days, var moves]
        && DisplayDay.Read(from) is { } first && DisplayDay.Read(to) is { } last && first <= last && last.DayNumber - first.DayNumber < KpiRange.LongestDays
        && int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var done)
        && int.TryParse(moves, NumberStyles.None, CultureInfo.InvariantCulture, out var taken)
            ? new KpiBackfillProgress(new KpiRange(first, last), done, taken)
            : null;
}
