using System.Globalization;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync.CatchUp;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync.Verify;

/// <summary>
/// Reads what tells a change on its way from a difference: when a pass was last at work, and how far catch-up and first sync have come. All of
/// it is state in storage, so it holds whichever worker does the work.
/// </summary>
internal sealed class Explainer(ILeaseStore leases, ICursorStore cursors, IOptions<CatchUpOptions> options, TimeProvider time)
{
    /// <summary>The sheet is looked at once an hour at least (<c>SYNC_POLL_SCHEDULE</c>): after more than that no pass is to be waited for.</summary>
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMinutes(75);

    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    /// <summary>Reads it. To be called before the sides are read: what is on its way then shows up there at last.</summary>
    public async Task<Explanations> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var passEnd = await leases.FindEndAsync(PassRunner.LeaseName, cancellationToken);
        return new Explanations
        {
            PassEnd = passEnd,
            PassesRun = passEnd > now - LongestPoll,
            ChangesKnownUntil = await PositionAsync(LeadSweep.CursorName),
            LossesKnownUntil = await PositionAsync(EventSweep.CursorName),
            FirstSync = await UnfinishedRangeAsync(cancellationToken),
        };

        // A catch-up that is off, or has not moved for two of its turns, explains nothing.
        async Task<DateTimeOffset?> PositionAsync(string name)
        {
            if (options.Value.Seconds == 0)
                return null;
            var at = await new Position(cursors, name).ReadTimeAsync(cancellationToken);
            return at + TimeSpan.FromSeconds(2 * options.Value.Seconds) + Slack > now ? at : null;
        }
    }

    private async Task<FirstSyncRange?> UnfinishedRangeAsync(CancellationToken cancellationToken)
    {
        if (options.Value is not { FirstSync: { } range, Seconds: > 0 })
            return null;
        var days = (await new Position(cursors, $"first-sync/{range}").ReadAsync(cancellationToken))?.Split(';')[0];
        return int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var done) && done >= range.Days ? null : range;
    }
}

/// <summary>What is under way.</summary>
internal sealed record Explanations
{
    /// <summary>How long a lead may wait in the inbox before that itself is a difference.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    /// <summary>When the last pass ended, or will have; null when there never was one.</summary>
    public DateTimeOffset? PassEnd { get; init; }

    /// <summary>Passes run, so that the next one is worth waiting for.</summary>
    public bool PassesRun { get; init; }

    /// <summary>All changes before this are in the inbox or decided about; null when no catch-up runs.</summary>
    public DateTimeOffset? ChangesKnownUntil { get; init; }

    /// <summary>The same for deletions and merges.</summary>
    public DateTimeOffset? LossesKnownUntil { get; init; }

    /// <summary>Leads made on these days are still being looked at; null when no first sync is under way.</summary>
    public FirstSyncRange? FirstSync { get; init; }

    /// <summary>Whether what differs about a lead may be a change that is on its way to the inbox, or waits there.</summary>
    /// <param name="verdict">What was seen.</param>
    /// <param name="entry">The lead's inbox entry, or null.</param>
    /// <param name="since">Since when it has been seen so.</param>
    /// <param name="now">Our clock.</param>
    public bool Explain(LeadVerdict verdict, InboxEntry? entry, DateTimeOffset since, DateTimeOffset now) =>
        verdict.Doubtful
        || entry?.FirstSeen + LongestWait > now
        || verdict.UnheardSince >= ChangesKnownUntil
        || (verdict.UnheardLoss && since >= LossesKnownUntil)
        || (FirstSync is { } range && verdict.Differences.Any(one => one.Kind is DifferenceKind.RowMissing) && Covers(range, verdict.CreatedAt));

    /// <summary>Whether a pass has begun and ended since something was seen, or none is to be waited for.</summary>
    public bool HadItsPass(DateTimeOffset since, DateTimeOffset now) =>
        !PassesRun || (now >= since + Verifier.LookAgain && PassEnd <= now && PassEnd > since + SyncPlanner.Patience);

    // The zone's day begins at most fourteen hours from UTC's.
    private static bool Covers(FirstSyncRange range, DateTimeOffset? made) =>
        made is { } at && DateOnly.FromDateTime(at.UtcDateTime) is var day && day >= range.From.AddDays(-1) && day <= range.To.AddDays(1);
}
