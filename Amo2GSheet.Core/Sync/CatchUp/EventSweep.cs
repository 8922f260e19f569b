using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync.CatchUp;

/// <summary>
/// Finds leads that left: a list of leads cannot show what is no longer in it, the account's history can. Each event is heard once by a
/// process; what a restart makes it hear again, the base answers: a lead known to be gone is not rung for again.
/// </summary>
internal sealed class EventSweep(
    IAmoCatchUp amo, IBaseStore bases, LeadNews news, ICursorStore cursors, IOptions<SyncOptions> sync, TimeProvider time)
{
    /// <summary>The position's name.</summary>
    public const string CursorName = "catch-up/events";

    private HashSet<string> _heard = [];
    private HashSet<string> _losses = [];
    private DateTimeOffset _from;

    /// <summary>Reads what happened since the position, and moves it.</summary>
    /// <returns>How many leads were news.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        var position = new Position(cursors, CursorName);
        var at = await position.ReadTimeAsync(cancellationToken) ?? CatchUpClock.Beginning(sync.Value.CutOff, began);
        _from = at - CatchUpClock.Overlap;
        var read = await amo.ReadEventsAsync(_from, cancellationToken);

        var fresh = read.Events.Where(happened => !_heard.Contains(happened.Id)).ToList();
        var rung = 0;
        if (fresh.Count > 0)
            rung = await news.RingAsync(Bells(fresh, await bases.ReadAsync(remembered: false, cancellationToken)), cancellationToken);

        _heard = [.. read.Events.Select(happened => happened.Id)];
        _losses = Losses(read);
        var newest = read.Events.Select(happened => (DateTimeOffset?)happened.At).Max();
        await position.WriteAsync(CatchUpClock.Later(at, CatchUpClock.KnownUntil(began, read.ServerTime, newest)), cancellationToken);
        return rung;
    }

    /// <summary>Whether any lead left since this was asked last, or since <see cref="RunAsync"/> read. Rings for none.</summary>
    public async Task<bool> HasLostLeadAsync(CancellationToken cancellationToken)
    {
        var before = _losses;
        _losses = Losses(await amo.ReadEventsAsync(_from, cancellationToken));
        return !_losses.IsSubsetOf(before);
    }

    /// <summary>The bells of events, the last one of each lead counting.</summary>
    public static IReadOnlyList<LeadBell> Bells(IEnumerable<LeadEvent> events, IReadOnlyDictionary<LeadId, Base> known) =>
    [
        .. events
            .SelectMany(happened => happened.Leads.Select(lead => (Lead: lead, happened.Kind, happened.At)))
            .GroupBy(happened => happened.Lead)
            .Select(lead => Bell(lead.Key, Last(lead), known.GetValueOrDefault(lead.Key)))
            .OfType<LeadBell>(),
    ];

    private static HashSet<string> Losses(LeadEvents read) =>
        [.. read.Events.Where(happened => happened.Kind is not LeadEventKind.Restored).Select(happened => happened.Id)];

    // In one second anything may have been last: then it is looked at like a merge, which claims nothing.
    private static LeadEventKind Last(IEnumerable<(LeadId, LeadEventKind Kind, DateTimeOffset At)> events)
    {
        var last = events.GroupBy(happened => happened.At).MaxBy(second => second.Key)!.Select(happened => happened.Kind).Distinct().ToList();
        return last switch
        {
            [var only] => only,
            _ when last.Contains(LeadEventKind.Restored) => LeadEventKind.Merged,
            _ => LeadEventKind.Deleted,
        };
    }

    private static LeadBell? Bell(LeadId lead, LeadEventKind kind, Base? known) => kind switch
    {
        LeadEventKind.Deleted => known is { LeadGone: false } ? new LeadBell(lead, Deleted: true) : null,
        // Which lead of a merge an event names is not documented, so nothing is claimed: the pass reads it and sees whether it is there.
        LeadEventKind.Merged => known is { LeadGone: false } ? new LeadBell(lead) : null,
        // Whether coming back changes updated_at is not documented either; without it the other sweep would not see the lead.
        _ => known is null or { LeadGone: true } ? new LeadBell(lead) : null,
    };
}
