using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync.CatchUp;

/// <summary>Puts those of many leads into the inbox that the planner could do something with, and nudges the pass.</summary>
internal sealed class LeadNews(
    IAmoCrm amo, IBaseStore bases, Inbox inbox, PassSignal signal, PipelineBooks pipelines, IOptions<SyncOptions> sync)
{
    /// <summary>Whether a lead found in amoCRM is news. Pure; what it lets go, the planner would have answered with nothing to do.</summary>
    /// <param name="lead">The lead as read.</param>
    /// <param name="known">Its base, or null.</param>
    /// <param name="book">Pipelines and stages; asked for only when the answer hangs on it.</param>
    /// <param name="cutOff">Leads last updated before this get no row.</param>
    public static bool IsNews(Lead lead, Base? known, Func<PipelineBook> book, DateTimeOffset cutOff)
    {
        if (lead.IsDeleted)
            return known is { LeadGone: false };
        // An edit that leaves the stage as it is asks nothing of the row (rules 1 to 4 speak of stages alone): an echo, however new it is.
        if (known is not null)
            return known.LeadGone || (known.Held?.From ?? known.Stage) != lead.Stage;
        // A stage that the account did not have a few minutes ago may be a trigger: the pass reads the account anew.
        return lead.UpdatedAt >= cutOff && (book().IsTrigger(lead.Stage) || !book().Knows(lead.Stage));
    }

    /// <summary>Whether a base has this very change of the lead.</summary>
    private static bool IsEcho(Lead lead, Base? known) =>
        known is { LeadGone: false } && !lead.IsDeleted && known.Stage == lead.Stage && lead.UpdatedAt <= known.LeadUpdatedAt;

    /// <summary>Stores what is news; when this returns, it survives a crash.</summary>
    /// <returns>How many leads were news.</returns>
    public async Task<int> TakeAsync(IReadOnlyCollection<Lead> leads, CancellationToken cancellationToken)
    {
        if (leads.Count == 0)
            return 0;

        // An echo stays one, however old the base is that has it. Anything else is held against the bases as they are now: another worker may
        // run the passes, and a lead that came back to where an old base has it is news.
        var remembered = await bases.ReadAsync(remembered: true, cancellationToken);
        List<Lead> changed = [.. leads.Where(lead => !IsEcho(lead, remembered.GetValueOrDefault(lead.Id)))];
        if (changed.Count == 0)
            return 0;

        var known = await bases.ReadAsync(remembered: false, cancellationToken);
        var strangers = changed.Any(lead => !known.ContainsKey(lead.Id) && !lead.IsDeleted && lead.UpdatedAt >= sync.Value.CutOff);
        var book = strangers ? pipelines.BookOf(await amo.ReadAccountAsync(fresh: false, cancellationToken)) : null;
        var news = changed.Where(lead => IsNews(lead, known.GetValueOrDefault(lead.Id), () => book!, sync.Value.CutOff));
        return await RingAsync([.. news.Select(lead => new LeadBell(lead.Id, LastModified: lead.UpdatedAt))], cancellationToken);
    }

    /// <summary>Rings bells.</summary>
    public async Task<int> RingAsync(IReadOnlyList<LeadBell> bells, CancellationToken cancellationToken)
    {
        if (bells.Count == 0)
            return 0;

        var stored = await inbox.ReceiveAsync(bells, cancellationToken);
        signal.Nudge();
        return stored;
    }
}
