using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Core.Sync.CatchUp;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Kpi;

/// <summary>
/// Brings the moves since the last sweep into the ledger, webhook or not. Each stretch overlaps the one before, because an event can become
/// visible later than its own time says; the position moves only past what is in the ledger. After a long outage it goes on day by day.
/// </summary>
internal sealed class KpiSweep(KpiWalk walk, ICursorStore cursors, IOptions<SyncOptions> sync, TimeProvider time)
{
    /// <summary>The position's name.</summary>
    public const string CursorName = "kpi/moves";

    private static readonly TimeSpan Stretch = TimeSpan.FromDays(1);

    private static readonly TimeSpan LongestReach = TimeSpan.FromDays(31);

    private HashSet<string> _heard = [];

    /// <summary>Sweeps up to now, or as far as the time allows.</summary>
    /// <param name="longest">One run gives way after this time; the next goes on.</param>
    /// <param name="cancellationToken">Stops between two calls.</param>
    public async Task<KpiSwept> RunAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var position = new Position(cursors, CursorName);
        var known = await position.ReadTimeAsync(cancellationToken);
        // No position: the ledger was emptied, maybe by another process, and everything is to be heard again.
        if (known is null)
            _heard = [];
        var at = known ?? Beginning(sync.Value.CutOff, time.GetUtcNow());
        var (taken, changes) = (0, 0);
        while (true)
        {
            var began = time.GetUtcNow();
            var isLast = at + Stretch > began;
            var read = await walk.ReadAsync(at - CatchUpClock.Overlap, isLast ? null : at + Stretch, move => !_heard.Contains(move.Id), cancellationToken);
            // A process hears a move once, or until amoCRM shows its lead; what a restart makes it hear again, the ledger has.
            _heard = [.. read.Moves.Where(move => !read.Unseen.Contains(move.Value)).Select(move => move.Key)];
            (taken, changes) = (taken + read.Taken, changes + read.Changes);
            at = isLast ? CatchUpClock.Later(at, CatchUpClock.KnownUntil(began, read.ServerTime, read.Newest)) : at + Stretch;
            await position.WriteAsync(at, cancellationToken);
            if (isLast || time.GetElapsedTime(started) >= longest)
                return new KpiSwept(at, isLast, taken, changes);
        }
    }

    /// <summary>Where the first sweep begins. A cut-off of last year would make the first sweep a back-fill that nobody ordered.</summary>
    public static DateTimeOffset Beginning(DateTimeOffset cutOff, DateTimeOffset now) => CatchUpClock.Later(CatchUpClock.Beginning(cutOff, now), now - LongestReach);
}

/// <summary>What a sweep came to.</summary>
/// <param name="Position">All moves up to here are in the ledger, by amoCRM's clock.</param>
/// <param name="Complete">False when the next run has to go on.</param>
/// <param name="Taken">Moves taken in.</param>
/// <param name="Changes">Credits written or taken out.</param>
internal sealed record KpiSwept(DateTimeOffset Position, bool Complete, int Taken, int Changes);
