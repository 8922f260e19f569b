using System.Globalization;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Core.Sync.CatchUp;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Kpi.Intake;

/// <summary>
/// Brings the leads that came in, and what became of their receptionist: by <c>updated_at</c>, overlapping as the catch-up's sweep, one call when
/// nothing changed. Leads older than the first sweep are a back-fill's, so that a month is never there in part.
/// </summary>
internal sealed class IntakeSweep(IAmoCatchUp amo, IntakeRecorder recorder, ICursorStore cursors, IOptions<SyncOptions> sync, TimeProvider time)
{
    /// <summary>The position's name.</summary>
    public const string CursorName = "kpi/intake";

    /// <summary>Sweeps up to now, or as far as the time allows.</summary>
    /// <param name="longest">One run gives way after this time; the next goes on.</param>
    /// <param name="cancellationToken">Stops between two pages; what was taken in stays.</param>
    /// <returns>False when the next run has to go on.</returns>
    public async Task<bool> RunAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var began = time.GetUtcNow();
        var position = new Position(cursors, CursorName);
        var (at, since) = Parse(await position.ReadAsync(cancellationToken)) ?? First();
        var from = at - CatchUpClock.Overlap;
        DateTimeOffset? knownUntil = null;
        while (true)
        {
            var stretch = await LeadStretch.ReadAsync(
                amo.ReadChangedAsync(from, cancellationToken),
                from,
                lead => lead.UpdatedAt,
                leads => recorder.TakeAsync([.. leads.Where(lead => lead.CreatedAt >= since)], cancellationToken));
            knownUntil ??= CatchUpClock.KnownUntil(began, stretch.ServerTime, stretch.Newest);
            at = CatchUpClock.Later(at, stretch.Ended ? knownUntil.Value : CatchUpClock.Earlier(stretch.Newest!.Value, knownUntil.Value));
            await position.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeSeconds()};{since.ToUnixTimeSeconds()}"), cancellationToken);
            if (stretch.Ended || time.GetElapsedTime(started) >= longest)
                return stretch.Ended;
            from = stretch.Next;
        }

        (DateTimeOffset, DateTimeOffset) First()
        {
            var beginning = KpiSweep.Beginning(sync.Value.CutOff, began);
            return (beginning, beginning);
        }
    }

    private static (DateTimeOffset At, DateTimeOffset Since)? Parse(string? value) =>
        value?.Split(';') is [var at, var since]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
        && long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            ? (DateTimeOffset.FromUnixTimeSeconds(position), DateTimeOffset.FromUnixTimeSeconds(first))
            : null;
}
