using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// Carries a plan out in the one order that survives a crash at any point: the marks of what is held, amoCRM and the bases of pushed leads, announced cell writes,
/// the sheet, journal, final bases, inbox. The journal is written before the base that makes it history: a crash between them
/// repeats an entry, where the other order would lose it for good.
/// </summary>
internal sealed partial class PlanApplier(
    IAmoCrm amo, RowWriter rows, IBaseStore bases, IInboxStore inbox, IDedupStore dedup, IJournal journal, TimeProvider time,
    ILogger<PlanApplier> logger)
{
    /// <summary>Applies.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Fires when the pass lease is lost: nothing is written after that.</param>
    public async Task<Applied> ApplyAsync(Plan plan, CancellationToken cancellationToken)
    {
        var work = plan.Leads.ToDictionary(lead => lead.Id, lead => new LeadWork(lead));
        await MarkHeldAsync(plan, work, cancellationToken);
        var outage = await PushAsync(plan, work, cancellationToken);
        await AnnounceAsync(plan, work, cancellationToken);
        await WriteRowsAsync(plan, work, cancellationToken);
        await SettleAsync(plan, work, cancellationToken);
        await EmptyInboxAsync(plan, work, cancellationToken);
        return new Applied(
            work.Values.Count(lead => lead.Pushed),
            work.Values.Count(lead => lead.IsOpen && lead.Planned.Decision.RowAction is not null),
            work.Values.Count(lead => !lead.IsOpen),
            work.Values.Select(lead => lead.Trouble).FirstOrDefault(words => words is not null),
            outage,
            work.Values.Any(lead => lead.Planned.Decision.ReadOnceMore || lead.IsUnwritten));
    }

    /// <summary>
    /// Before all effects: what is held is marked, so that no outage of the other steps makes the brake find it again and again. Where the
    /// notes of further lines are still to be written, the base says so only afterwards.
    /// </summary>
    private async Task MarkHeldAsync(Plan plan, Dictionary<LeadId, LeadWork> work, CancellationToken cancellationToken)
    {
        var held = work.Values.Where(lead => lead.Planned.Decision is { Base.Held: not null, Notes.Count: 0 }).ToList();
        await JournalAsync(plan, held, cancellationToken);
        await SaveAsync([.. held.Where(lead => lead.IsUnsaved)], lead => lead.Final!, cancellationToken);
    }

    /// <summary>Steps 1 and 2. An outage of amoCRM leaves the unanswered leads for the next pass; the sheet's side goes on.</summary>
    private async Task<AmoUnavailableException?> PushAsync(Plan plan, Dictionary<LeadId, LeadWork> work, CancellationToken cancellationToken)
    {
        var changes = work.Values.Select(lead => lead.Planned.Decision.Push).OfType<LeadChange>().ToList();
        if (changes.Count == 0)
            return null;

        AmoUnavailableException? outage = null;
        try
        {
            await amo.ChangeLeadsAsync(changes, LandAsync, cancellationToken);
        }
        catch (AmoUnavailableException unavailable)
        {
            outage = unavailable;
            Log.PushInterrupted(logger, plan.Pass, unavailable.Message);
        }

        foreach (var change in changes)
        {
            if (work[change.Lead] is { Pushed: false, Refused: false } unanswered)
                unanswered.Drop("amoCRM did not confirm the change.");
        }

        return outage;

        async Task LandAsync(IReadOnlyList<LeadChangeOutcome> outcomes, CancellationToken token)
        {
            foreach (var outcome in outcomes)
                work[outcome.Change.Lead].Land(outcome, time.GetUtcNow());
            var landed = outcomes.Where(outcome => outcome is not LeadChangeUnanswered).Select(outcome => work[outcome.Change.Lead]).ToList();
            await JournalAsync(plan, landed, token);
            await SaveAsync(landed, lead => lead.Announced(), token);
        }
    }

    /// <summary>
    /// Step 3: what is about to be written is announced, so that after a crash it is not taken for a person's. The answer to what a person
    /// typed goes into the journal before: the announced base takes it for settled and the write hides it, so nothing else could tell of it.
    /// </summary>
    private async Task AnnounceAsync(Plan plan, Dictionary<LeadId, LeadWork> work, CancellationToken cancellationToken)
    {
        List<LeadWork> writing = [.. work.Values.Where(lead => lead is { IsOpen: true, Pushed: false } && lead.Planned.Decision.RowAction is not null)];
        await JournalAsync(plan, writing, lead => lead.TakeAnswers(), cancellationToken);
        await SaveAsync(writing, lead => lead.Announced(), cancellationToken);
    }

    /// <summary>Step 4.</summary>
    private async Task WriteRowsAsync(Plan plan, Dictionary<LeadId, LeadWork> work, CancellationToken cancellationToken)
    {
        var writing = work.Values.Where(lead => lead.IsOpen && (lead.Planned.Decision.RowAction is not null || lead.Planned.Decision.Notes.Count > 0)).ToList();
        if (writing.Count == 0)
            return;

        var unfinished = await rows.WriteAsync(
            plan, [.. writing.Select(lead => lead.Planned)], (strays, astray) => RememberAsync(work, strays, astray, cancellationToken), cancellationToken);
        foreach (var (lead, why) in unfinished)
        {
            // A row that Google refuses for good is told once; /health shows it all the time.
            if (work[lead].Planned.Case.Entry is not { IsRefused: true })
                Log.RowUnfinished(logger, plan.Pass, lead.Value, why.Reason, why.Detail);
            work[lead].Unfinished(why);
        }
    }

    /// <summary>Notes in the bases of rows that were hit what our write left there: the next pass must not take it for an edit.</summary>
    private async Task RememberAsync(
        Dictionary<LeadId, LeadWork> work, IReadOnlyDictionary<LeadId, StrayText> strays, IReadOnlyCollection<LeadId> astray, CancellationToken cancellationToken)
    {
        foreach (var (lead, text) in strays)
            work.GetValueOrDefault(lead)?.Misled(text);
        foreach (var lead in astray)
            work.GetValueOrDefault(lead)?.GoneAstray();
        List<LeadId> all = [.. strays.Keys.Union(astray)];
        await SaveAsync([.. all.Select(work.GetValueOrDefault).OfType<LeadWork>().Where(lead => IsOurs(lead.Stored))], lead => lead.Stored!, cancellationToken);

        var known = await bases.LoadAsync(undisturbed: true, cancellationToken);
        var others = all.Where(lead => !work.ContainsKey(lead) && IsOurs(known.GetValueOrDefault(lead))).Select(lead => known[lead]);
        List<Base> marked =
        [
            .. others.Select(other => other with { Stray = strays.GetValueOrDefault(other.Lead) ?? other.Stray, Astray = other.Astray || astray.Contains(other.Lead) }),
        ];
        if (marked.Count > 0)
            await bases.SaveAsync(marked, cancellationToken);

        // What a newer version wrote is left to that version.
        static bool IsOurs(Base? stored) => stored is not null and not { Intent.Kind: IntentKind.Unknown };
    }

    /// <summary>Step 5, first half: what happened is written down, then the bases say that both sides agree.</summary>
    private async Task SettleAsync(Plan plan, Dictionary<LeadId, LeadWork> work, CancellationToken cancellationToken)
    {
        await JournalAsync(plan, work.Values, cancellationToken);
        await SaveAsync([.. work.Values.Where(lead => lead.IsUnsaved)], lead => lead.Final!, cancellationToken);
    }

    /// <summary>Step 5, second half: decided entries go, unless a bell came meanwhile; the others keep their reason.</summary>
    private async Task EmptyInboxAsync(Plan plan, Dictionary<LeadId, LeadWork> work, CancellationToken cancellationToken)
    {
        var decided = work.Values.Where(lead => lead is { IsOpen: true, Planned: { Case.Entry: not null, Decision.ReadOnceMore: false } }).ToList();
        var handled = decided.Select(lead => lead.Planned.Case.Lead).OfType<Lead>()
            .Select(lead => new Handled(lead.Id, lead.Stage.StatusId, lead.UpdatedAt, plan.LeadsReadAt));
        await dedup.MarkAsync([.. handled], cancellationToken);
        await inbox.CompleteAsync([.. decided.Select(lead => lead.Planned.Case.Entry!)], cancellationToken);

        var now = time.GetUtcNow();
        var postponed = work.Values.Where(lead => !lead.IsOpen).ToList();
        foreach (var reason in postponed.GroupBy(lead => lead.Why))
            Log.Postponed(logger, plan.Pass, reason.Count(), reason.First().Planned.Id.Value, reason.Key);
        await inbox.PostponeAsync([.. postponed.Select(lead => lead.Postponement(now)).OfType<Postponement>()], cancellationToken);
        var ring = work.Values.Where(lead => lead.MustRing).Select(lead => new LeadBell(lead.Planned.Id)).ToList();
        if (ring.Count > 0)
            await inbox.PutAsync(ring, time.GetUtcNow(), cancellationToken);
    }

    private Task JournalAsync(Plan plan, IReadOnlyCollection<LeadWork> leads, CancellationToken cancellationToken) =>
        JournalAsync(plan, leads, lead => lead.TakeFindings(), cancellationToken);

    private async Task JournalAsync(
        Plan plan, IReadOnlyCollection<LeadWork> leads, Func<LeadWork, IReadOnlyList<Finding>> take, CancellationToken cancellationToken)
    {
        var entries = leads.SelectMany(lead => take(lead).Select(finding => new JournalEntry
        {
            Lead = lead.Planned.Id,
            At = time.GetUtcNow(),
            Pass = plan.Pass,
            Rule = finding.Rule,
            What = finding.Reason.ToString(),
            Before = finding.Before,
            After = finding.After,
            Heard = lead.Planned.Case.Entry is { } entry ? new Heard(entry.FirstSeen, entry.LastSeen, entry.Attempts) : null,
            Detail = finding.Detail,
        })).ToList();
        if (entries.Count == 0)
            return;

        await journal.WriteAsync(entries, cancellationToken);
        // A whole list may have been pasted: one line tells of all of it.
        var foreign = entries.Where(entry => entry.What == nameof(Reason.RowNotAdopted)).ToList();
        if (foreign.Count > 0)
            Log.NotAdopted(logger, plan.Pass, foreign.Count, foreign[0].Lead.Value);
        foreach (var entry in entries.Except(foreign))
            Log.Decided(logger, plan.Pass, entry.Lead.Value, entry.Rule, entry.What);
    }

    private async Task SaveAsync(IReadOnlyList<LeadWork> leads, Func<LeadWork, Base> state, CancellationToken cancellationToken)
    {
        if (leads.Count == 0)
            return;
        var saved = (await bases.SaveAsync([.. leads.Select(state)], cancellationToken)).ToDictionary(stored => stored.Lead);
        foreach (var lead in leads)
        {
            if (saved.TryGetValue(lead.Planned.Id, out var stored))
                lead.Saved(stored);
            else
                lead.SetAside();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Pass {Pass}: lead {Lead}: rule {Rule}, {What}")]
        public static partial void Decided(ILogger logger, string pass, long lead, int rule, string what);

        [LoggerMessage(2, LogLevel.Warning, "Pass {Pass}: amoCRM became unavailable while leads were moved; the rest waits for the next pass. {Why}")]
        public static partial void PushInterrupted(ILogger logger, string pass, string why);

        [LoggerMessage(4, LogLevel.Information, "Pass {Pass}: {Count} leads wait for a later pass, lead {Lead} is the first: {Why}")]
        public static partial void Postponed(ILogger logger, string pass, int count, long lead, string why);

        [LoggerMessage(5, LogLevel.Warning, "Pass {Pass}: {Rows} rows that people typed or pasted are not taken over (ROW_ADOPTION) and have a note; one of them is of lead {Lead}")]
        public static partial void NotAdopted(ILogger logger, string pass, int rows, long lead);

        [LoggerMessage(3, LogLevel.Warning, "Pass {Pass}: lead {Lead}: its row is not written yet ({Reason}); the next pass looks again. {Why}")]
        public static partial void RowUnfinished(ILogger logger, string pass, long lead, Reason reason, string why);
    }
}

/// <summary>What a pass did.</summary>
/// <param name="Pushed">Leads changed in amoCRM.</param>
/// <param name="Written">Rows appended or changed.</param>
/// <param name="Postponed">Leads that the next pass has to look at again.</param>
/// <param name="Refusal">What Google said when it refused a row, or which lead cannot be stored; null when neither.</param>
/// <param name="Outage">Why amoCRM could not take all changes, or null.</param>
/// <param name="LookAgain">The next pass should come in two seconds.</param>
internal sealed record Applied(int Pushed, int Written, int Postponed, string? Refusal, AmoUnavailableException? Outage, bool LookAgain);
