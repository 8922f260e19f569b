using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync.CatchUp;

/// <summary>
/// Finds changed leads by their <c>updated_at</c>, the longest unchanged first, from ten minutes before the position on.
/// </summary>
/// <remarks>
/// <para>amoCRM pages by number. When a lead leaves its place in pages that were read (it changed and moves to the end, or it is deleted),
/// all later ones move up, and the first of the next page slips into the page behind us: it is never seen. Leads that come in or move
/// within pages yet to be read do no harm. So a walk is believed only when no lead left a page that was read before the last:</para>
/// <list type="bullet">
/// <item>A walk of one page is one answer, and believed.</item>
/// <item>A changed lead bears a newer <c>updated_at</c> and stands at the end. A walk to the end of the list meets it again, newer than it
/// was; after a walk that stopped on the way, the leads changed since it began are read, and looked for among those it met.</item>
/// <item>A deleted or merged lead is in the history (<see cref="EventSweep"/>), which was read before the walk and is read again.</item>
/// </list>
/// <para>A walk that is not believed is made again from where it began, page by page: each page is then asked for as the first one, from
/// the second of the newest lead met (one second before, since whether bounds are taken in is not documented). Only when more leads
/// changed within one second than a page holds do several pages belong together; such a walk is tried a few times and then left to the
/// next run. A backlog of more than forty pages is walked forty pages at a time.</para>
/// <para>Every page is in the inbox before the next is read, and the position moves with every walk believed: a kill loses nothing, and the
/// next run goes on. At the end of the list it moves to the start of the run, as told by whichever clock is behind.</para>
/// </remarks>
internal sealed partial class LeadSweep(
    IAmoCatchUp amo, LeadNews news, EventSweep events, ICursorStore cursors, IOptions<SyncOptions> sync, TimeProvider time, ILogger<LeadSweep> logger)
{
    /// <summary>The position's name.</summary>
    public const string CursorName = "catch-up/leads";

    private const int LongWalk = 40;
    private const int MostDisturbed = 3;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Sweeps, and moves the position.</summary>
    /// <param name="historyRead"><see cref="EventSweep.RunAsync"/> has read the history just before.</param>
    /// <param name="cancellationToken">Stops between two pages; what was stored stays.</param>
    public async Task<SweepResult> RunAsync(bool historyRead, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        var position = new Position(cursors, CursorName);
        var at = await position.ReadTimeAsync(cancellationToken) ?? CatchUpClock.Beginning(sync.Value.CutOff, began);
        var from = at - CatchUpClock.Overlap;
        var result = new SweepResult(0, 0, at, Complete: false);
        DateTimeOffset? knownUntil = null;
        // Without the history a deletion cannot be told: then no two pages are to depend on each other.
        var pages = historyRead ? LongWalk : 1;
        for (var disturbed = 0; disturbed < MostDisturbed;)
        {
            var walk = await WalkAsync(from, pages, cancellationToken);
            knownUntil ??= CatchUpClock.KnownUntil(began, walk.ServerTime, walk.Newest);
            result = result with { Leads = result.Leads + walk.Met.Count, News = result.News + walk.News };
            if (walk.Pages > 1 && await IsDisturbedAsync(walk, began, historyRead, cancellationToken))
            {
                Log.Disturbed(logger, walk.Pages);
                disturbed++;
                pages = 1;
                continue;
            }

            at = CatchUpClock.Later(at, walk.Ended ? knownUntil.Value : CatchUpClock.Earlier(walk.Newest!.Value, knownUntil.Value));
            await position.WriteAsync(at, cancellationToken);
            result = result with { Position = at, Complete = walk.Ended };
            if (walk.Ended)
                return result;
            disturbed = 0;
            from = walk.Newest!.Value - Second;
        }

        return result;
    }

    private async Task<Walk> WalkAsync(DateTimeOffset from, int pages, CancellationToken cancellationToken)
    {
        var walk = new Walk();
        await foreach (var page in amo.ReadChangedAsync(from, cancellationToken))
        {
            walk.Meet(page);
            walk.News += await news.TakeAsync(page.Leads, cancellationToken);
            if (page.IsLast || (walk.Pages >= pages && walk.Newest - Second > from))
                break;
        }

        return walk;
    }

    private async Task<bool> IsDisturbedAsync(Walk walk, DateTimeOffset began, bool historyRead, CancellationToken cancellationToken)
    {
        if (walk.MetAgain)
            return true;
        if (!walk.Ended)
        {
            var since = CatchUpClock.Earlier(began, walk.ServerTime ?? began) - CatchUpClock.Overlap;
            await foreach (var page in amo.ReadChangedAsync(since, cancellationToken))
            {
                if (page.Leads.Any(lead => walk.Met.TryGetValue(lead.Id, out var before) && lead.UpdatedAt > before))
                    return true;
            }
        }

        return historyRead && await events.HasLostLeadAsync(cancellationToken);
    }

    /// <summary>What one walk met.</summary>
    private sealed class Walk
    {
        public Dictionary<LeadId, DateTimeOffset> Met { get; } = [];

        public int Pages { get; private set; }

        public bool Ended { get; private set; }

        public bool MetAgain { get; private set; }

        public DateTimeOffset? Newest { get; private set; }

        public DateTimeOffset? ServerTime { get; private set; }

        public int News { get; set; }

        public void Meet(LeadPage page)
        {
            Pages++;
            Ended = page.IsLast;
            ServerTime ??= page.ServerTime;
            foreach (var lead in page.Leads)
            {
                MetAgain |= Met.TryGetValue(lead.Id, out var before) && lead.UpdatedAt > before;
                Met[lead.Id] = lead.UpdatedAt;
                if (!(Newest >= lead.UpdatedAt))
                    Newest = lead.UpdatedAt;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Catch-up: leads changed while {Pages} pages of them were read; they are read again page by page")]
        public static partial void Disturbed(ILogger logger, int pages);
    }
}

/// <summary>What a sweep came to.</summary>
/// <param name="Leads">Leads met.</param>
/// <param name="News">Leads put into the inbox.</param>
/// <param name="Position">All changes up to here are known, by amoCRM's clock.</param>
/// <param name="Complete">False when leads kept changing under the walk; the next run goes on.</param>
internal sealed record SweepResult(int Leads, int News, DateTimeOffset Position, bool Complete);
