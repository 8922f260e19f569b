using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync.Holds;

/// <summary>
/// Where a person looks at holds and decides. Nothing is pushed or undone here: the next pass does it. A decision is taken under the pass
/// lease, so no pass changes the set meanwhile, and the next one learns from the lease that somebody was here.
/// </summary>
/// <param name="cursors">Where holds are kept.</param>
/// <param name="bases">Which edits are in them.</param>
/// <param name="leases">The pass lease.</param>
/// <param name="signal">Nudges the pass after a decision.</param>
/// <param name="time">Our clock.</param>
public sealed class HoldDesk(ICursorStore cursors, IBaseStore bases, ILeaseStore leases, PassSignal signal, TimeProvider time)
{
    /// <summary>Decided holds that are kept at once; there are more only while some cannot be carried out.</summary>
    private const int MostPending = 8;

    private readonly string _owner = HeldLease.NewOwner();

    /// <summary>All holds: the one that waits, and those that are being carried out.</summary>
    public async Task<IReadOnlyList<Hold>> ListAsync(CancellationToken cancellationToken) =>
        HoldBook.Parse((await cursors.ReadAsync(HoldBook.CursorName, cancellationToken))?.Value);

    /// <summary>A hold with all its leads; null when there is none with this id, or none of its edits is left.</summary>
    public async Task<ShownHold?> ShowAsync(string id, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).FirstOrDefault(hold => hold.Id == id) is { } found ? await ShowAsync(found, cancellationToken) : null;

    /// <summary>Lets a set be pushed to amoCRM: exactly the one with this fingerprint.</summary>
    /// <param name="id">The hold's id.</param>
    /// <param name="fingerprint"><see cref="Hold.Fingerprint"/> of the set that the person saw.</param>
    /// <param name="cancellationToken">Stops before the decision is taken.</param>
    public Task<HoldAnswer> ApproveAsync(string id, string fingerprint, CancellationToken cancellationToken) =>
        DecideAsync(id, fingerprint, HoldVerdict.Approved, cancellationToken);

    /// <summary>Has a set undone in the sheet: exactly the one with this fingerprint.</summary>
    /// <param name="id">The hold's id.</param>
    /// <param name="fingerprint"><see cref="Hold.Fingerprint"/> of the set that the person saw.</param>
    /// <param name="cancellationToken">Stops before the decision is taken.</param>
    public Task<HoldAnswer> DiscardAsync(string id, string fingerprint, CancellationToken cancellationToken) =>
        DecideAsync(id, fingerprint, HoldVerdict.Discarded, cancellationToken);

    /// <summary>Takes a decision.</summary>
    public async Task<HoldAnswer> DecideAsync(string id, string fingerprint, HoldVerdict verdict, CancellationToken cancellationToken)
    {
        var answer = await DecideUnderLeaseAsync(id, fingerprint, verdict, cancellationToken);
        if (answer.Kind is HoldAnswerKind.Taken)
            signal.Nudge();
        return answer;
    }

    private async Task<HoldAnswer> DecideUnderLeaseAsync(string id, string fingerprint, HoldVerdict verdict, CancellationToken cancellationToken)
    {
        await using var lease = await TakeLeaseAsync(cancellationToken);
        if (lease is null)
            return HoldAnswer.Busy("A pass is under way and takes long; nothing was decided. Try again in a minute.");

        var cursor = await cursors.ReadAsync(HoldBook.CursorName, lease.Token);
        var holds = HoldBook.Parse(cursor?.Value);
        var known = await bases.LoadAsync(undisturbed: false, lease.Token);
        if (holds.FirstOrDefault(hold => hold.IsOfNewerVersion) is { } newer)
            return HoldAnswer.Busy($"{Hold.NewerVersion(newer.Id)} Nothing was decided.");
        if (holds.FirstOrDefault(hold => hold.Id == id) is not { } found || await ShowAsync(found, lease.Token) is not { } shown)
            return HoldAnswer.Unknown(id);
        if (shown.Leads.FirstOrDefault(held => known[new LeadId(held.Lead)].Intent?.Kind is IntentKind.Unknown) is { } left)
            return HoldAnswer.Busy($"A newer version of amo2gsheet is at work on lead {left.Lead}: update this one. Nothing was decided.");
        if (found.Decision is { } earlier)
            return earlier.Verdict == verdict ? HoldAnswer.Taken(shown, verdict) : HoldAnswer.Decided(shown, earlier);
        if (shown.Hold.Fingerprint != fingerprint)
            return HoldAnswer.Changed(shown);
        if (holds.Count(hold => hold.Decision is not null) >= MostPending)
            return HoldAnswer.Busy("Earlier decisions are still being carried out; see /health/details for what is in their way. Nothing was decided.");

        try
        {
            // A worker that stood still through this would afterwards mark further edits with the hold, and they would count as decided about. With
            // the bases saved as they are, whatever it saves by what it knew is a conflict.
            await bases.SaveAsync([.. shown.Leads.Select(held => known[new LeadId(held.Lead)])], lease.Token);
        }
        catch (StateConflictException)
        {
            return Interrupted;
        }

        var decided = shown.Hold with { Decision = new HoldDecision(verdict, time.GetUtcNow()) };
        var text = HoldBook.ToText([.. holds.Select(hold => hold.Id == id ? decided : hold)]);
        var written = await cursors.WriteAsync(HoldBook.CursorName, text, cursor!.Version, lease.Token)
            ?? await cursors.ReadAsync(HoldBook.CursorName, lease.Token);
        // Who took the lease while this process stood still has not heard of the decision; who holds it last is asked about by all others.
        if (lease.HasEnded)
            await using (await TakeLeaseAsync(cancellationToken))
            {
            }

        return written?.Value == text
            ? HoldAnswer.Taken(shown with { Hold = decided }, verdict)
            : Interrupted;
    }

    private static HoldAnswer Interrupted => HoldAnswer.Busy("Somebody else was at work at the same time; nothing was decided. Look again.");

    private async Task<ShownHold?> ShowAsync(Hold hold, CancellationToken cancellationToken) =>
        HoldSet.ById((await bases.ReadAsync(remembered: false, cancellationToken)).Values).GetValueOrDefault(hold.Id) is { } set
            ? new ShownHold(hold.Over(set), [.. set.Bases.Select(HeldLead.Of)])
            : null;

    private Task<HeldLease?> TakeLeaseAsync(CancellationToken cancellationToken) =>
        HeldLease.WaitForAsync(leases, PassRunner.LeaseName, _owner, time, cancellationToken);
}
