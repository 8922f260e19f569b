using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.Sync;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Kpi;

/// <summary>
/// Takes moves into the ledger. A move is taken in once, with the code and the budget that its lead has then; the lead's credits are computed
/// anew from all its moves, so that the order in which moves come does not matter. Only to be used under the ledger's lease.
/// </summary>
/// <remarks>
/// Repeatable after a crash at any point: the lead says which of its credits may stand in the ledger before the first is changed
/// (<see cref="KpiLead.Settled"/>), and a lead left so is written in full at the next look.
/// </remarks>
internal sealed class KpiRecorder(IKpiStore store, IAmoCrm amo, PipelineBooks books, IOptions<KpiOptions> options, IOptions<DisplayOptions> display)
{
    // Stages that even a fresh reading of the account did not show: deleted ones, which old events still name.
    private readonly HashSet<StageKey> _deleted = [];

    /// <summary>Takes moves in.</summary>
    public async Task<KpiTaken> TakeAsync(IReadOnlyCollection<StageMove> moves, CancellationToken cancellationToken)
    {
        var (book, terms) = await ReadAsync([.. moves.Select(move => move.To)], cancellationToken);
        var byLead = moves.Where(move => book.InScope(move.To.PipelineId)).ToLookup(move => move.Lead);
        if (byLead.Count == 0)
            return new KpiTaken(0, []);

        var known = await store.ReadLeadsAsync([.. byLead.Select(lead => lead.Key)], cancellationToken);
        // Left to the newer version, as leads are that amoCRM does not show yet.
        List<LeadId> newer = [.. known.Values.Where(lead => lead.IsOfNewerVersion).Select(lead => lead.Lead)];
        byLead = byLead.Where(lead => !newer.Contains(lead.Key)).SelectMany(lead => lead).ToLookup(move => move.Lead);
        var counted = byLead.Where(lead => lead.Any(move => LacksFacts(known.GetValueOrDefault(lead.Key), move, book))).Select(lead => lead.Key).ToList();
        var seen = counted.Count == 0 ? new Dictionary<LeadId, Lead>() : await amo.ReadLeadsAsync(counted, cancellationToken);
        var changes = await SettleAsync(
            [.. byLead.Select(lead => (known.GetValueOrDefault(lead.Key), After(lead, known.GetValueOrDefault(lead.Key), book, seen.GetValueOrDefault(lead.Key))))],
            terms,
            all: false,
            cancellationToken);
        return new KpiTaken(changes, [.. counted.Where(lead => !seen.ContainsKey(lead)), .. newer]);
    }

    /// <summary>Computes leads anew by the settings and stage names of now, and writes their credits in full.</summary>
    /// <returns>How many credits were written or taken out.</returns>
    public async Task<int> RebuildAsync(IReadOnlyCollection<KpiLead> leads, CancellationToken cancellationToken)
    {
        var (book, terms) = await ReadAsync([], cancellationToken);
        return await SettleAsync([.. leads.Where(lead => !lead.IsOfNewerVersion).Select(lead => ((KpiLead?)lead, Renamed(lead, book)))], terms, all: true, cancellationToken);
    }

    /// <summary>The rules' view of a lead.</summary>
    public async Task<KpiJudgement> JudgeAsync(KpiLead lead, CancellationToken cancellationToken) =>
        KpiRules.Judge(lead, (await ReadAsync([], cancellationToken)).Terms);

    private async Task<(PipelineBook Book, KpiTerms Terms)> ReadAsync(IReadOnlyCollection<StageKey> stages, CancellationToken cancellationToken)
    {
        var account = await amo.ReadAccountAsync(fresh: false, cancellationToken);
        var book = books.BookOf(account);
        if (stages.Any(stage => !book.Knows(stage) && !_deleted.Contains(stage)))
        {
            account = await amo.ReadAccountAsync(fresh: true, cancellationToken);
            book = books.BookOf(account);
            _deleted.UnionWith(stages.Where(stage => !book.Knows(stage)));
        }

        return (book, new KpiTerms(display.Value.Zone(account.TimeZone), options.Value.DumkaRecoveryDays));
    }

    private static bool LacksFacts(KpiLead? known, StageMove move, PipelineBook book)
    {
        var taken = known?.Moves.FirstOrDefault(one => one.Id == move.Id);
        return (taken?.Step ?? book.StepOf(move.To)) is not SaleStep.Progress && taken?.Facts is null;
    }

    private static KpiLead After(IGrouping<LeadId, StageMove> moves, KpiLead? known, PipelineBook book, Lead? seen)
    {
        var facts = seen is null ? null : new KpiFacts(StaffCode.Of(seen), seen.Price);
        return moves.Aggregate(known ?? new KpiLead { Lead = moves.Key }, (lead, move) =>
        {
            var step = book.StepOf(move.To);
            return lead.With(KpiMove.Of(move, step, step is SaleStep.Progress ? null : facts));
        });
    }

    // A stage that amoCRM no longer lists stays what it was. Moves that are out of scope now are kept: the keyword may have been a mistake.
    private static KpiLead Renamed(KpiLead lead, PipelineBook book) => lead with { Moves = [.. lead.Moves.Select(move => move with { Step = StepNow(move, book) })] };

    private static SaleStep StepNow(KpiMove move, PipelineBook book) =>
        !book.Knows(move.To) ? move.Step : book.InScope(move.To.PipelineId) ? book.StepOf(move.To) : SaleStep.Progress;

    private async Task<int> SettleAsync(
        IReadOnlyList<(KpiLead? Before, KpiLead After)> leads, KpiTerms terms, bool all, CancellationToken cancellationToken)
    {
        var (settled, due) = (new List<KpiLead>(), new List<Due>());
        foreach (var (before, after) in leads)
        {
            if (!all && before is { Settled: true } && ReferenceEquals(before, after))
                continue;

            var judgement = KpiRules.Judge(after, terms);
            var credits = judgement.Credits.ToList();
            var lead = after with { Holder = judgement.Holder, Written = credits, Settled = true };
            var current = all || before is { Settled: false } ? credits : [.. credits.Except(after.Written)];
            var stale = after.Written.Except(credits).ToList();
            if (current.Count + stale.Count > 0)
                due.Add(new Due(lead, stale, current));
            else
                settled.Add(lead);
        }

        var announced = await store.SaveLeadsAsync(
            [.. settled, .. due.Select(one => one.Lead with { Written = [.. one.Stale, .. one.Lead.Written], Settled = false })], cancellationToken);
        if (due.Count == 0)
            return 0;

        await store.ChangeCreditsAsync([.. due.SelectMany(one => one.Stale)], [.. due.SelectMany(one => one.Current)], cancellationToken);
        var versions = announced.ToDictionary(lead => lead.Lead, lead => lead.Version);
        await store.SaveLeadsAsync([.. due.Select(one => one.Lead with { Version = versions[one.Lead.Lead] })], cancellationToken);
        return due.Sum(one => one.Stale.Count + one.Current.Count);
    }

    private sealed record Due(KpiLead Lead, IReadOnlyList<KpiCredit> Stale, IReadOnlyList<KpiCredit> Current);
}

/// <summary>What taking moves in came to.</summary>
/// <param name="Changes">Credits written or taken out.</param>
/// <param name="Unseen">Leads of moves that count, which amoCRM did not show (deleted, or not visible yet), and those that are left to a newer version.</param>
internal sealed record KpiTaken(int Changes, IReadOnlyList<LeadId> Unseen);
