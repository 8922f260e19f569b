using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Kpi;

/// <summary>What a person can ask of the ledger, from a command or a page. Throws as <see cref="AmoCrm.IAmoCrm"/> does when amoCRM is needed.</summary>
public sealed class KpiDesk
{
    private const int Batch = 500;

    private readonly IKpiStore _store;
    private readonly KpiRecorder _recorder;
    private readonly KpiBackfill _backfill;
    private readonly KpiTurn _turn;

    internal KpiDesk(IKpiStore store, KpiRecorder recorder, KpiBackfill backfill, KpiTurn turn) =>
        (_store, _recorder, _backfill, _turn) = (store, recorder, backfill, turn);

    /// <summary>
    /// Orders a back-fill and returns at once; the service works it off. The same range goes on where it was, or begins again when it was
    /// done; another range takes the place of one that is not done.
    /// </summary>
    /// <exception cref="StateConflictException">The order could not be placed, because the one before is being worked off; try again.</exception>
    public Task<KpiBackfillProgress> OrderBackfillAsync(KpiRange range, CancellationToken cancellationToken) => _backfill.OrderAsync(range, cancellationToken);

    /// <summary>How far the back-fill has come that was ordered last; null when none was.</summary>
    public Task<KpiBackfillProgress?> ReadBackfillAsync(CancellationToken cancellationToken) => _backfill.ReadAsync(cancellationToken);

    /// <summary>Works on the ordered back-fill here and now, to its end.</summary>
    /// <param name="day">Hears of each day.</param>
    /// <param name="cancellationToken">Stops between two calls; whoever comes next goes on.</param>
    /// <returns>False when another worker writes the ledger, or took it over on the way; it may be working on this very order. Try again.</returns>
    public Task<bool> TryRunBackfillAsync(IProgress<KpiBackfillProgress>? day, CancellationToken cancellationToken) =>
        TryAsync(token => _backfill.RunAsync(TimeSpan.MaxValue, day, token), cancellationToken);

    /// <summary>
    /// Computes the whole ledger anew from what it knows of its leads, by the settings and stage names of now; no lead is read in amoCRM.
    /// After a changed setting, or to mend a ledger that somebody edited.
    /// </summary>
    /// <param name="progress">Hears how many leads are done.</param>
    /// <param name="cancellationToken">Stops between two calls; begin again then.</param>
    /// <returns>How many leads; null when another worker writes the ledger, or took it over on the way. Try again.</returns>
    public async Task<int?> TryRebuildAsync(IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var leads = 0;
        var taken = await TryAsync(
            async token =>
            {
                var batch = new List<KpiLead>();
                await foreach (var lead in _store.ReadAllLeadsAsync(token))
                {
                    batch.Add(lead);
                    if (batch.Count == Batch)
                        await RebuildAsync(batch, token);
                }

                await RebuildAsync(batch, token);
            },
            cancellationToken);
        return taken ? leads : null;

        async Task RebuildAsync(List<KpiLead> batch, CancellationToken token)
        {
            if (batch.Count > 0)
                await _recorder.RebuildAsync(batch, token);
            leads += batch.Count;
            progress?.Report(leads);
            batch.Clear();
        }
    }

    /// <summary>
    /// Empties the ledger: every credit, what is known of the leads, and how far the sweeps have come. The next sweep begins as the very first one
    /// did; what is older a back-fill brings back. Codes and budgets are as they are then.
    /// </summary>
    /// <returns>False when another worker writes the ledger, or took it over on the way. Try again.</returns>
    public Task<bool> TryResetAsync(CancellationToken cancellationToken) => TryAsync(
        async token =>
        {
            await _backfill.ForgetAsync(token);
            await _turn.ClearAsync(token);
        },
        cancellationToken);

    /// <summary>A lease that a slow storage let run out is not the end of minutes of work: all of it goes on where it was.</summary>
    private async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            return await _turn.TryAsync(work, cancellationToken);
        }
        catch (StateConflictException)
        {
            return false;
        }
    }

    /// <summary>The moves behind a lead's credits, and why the others count for nothing; null when the ledger knows no move of it in scope.</summary>
    public async Task<KpiExplanation?> ExplainAsync(LeadId lead, CancellationToken cancellationToken) =>
        (await _store.ReadLeadsAsync([lead], cancellationToken)).GetValueOrDefault(lead) is { } known
            ? new KpiExplanation(known, await _recorder.JudgeAsync(known, cancellationToken))
            : null;
}

/// <summary>Why a lead has its credits.</summary>
/// <param name="Lead">What is known of it.</param>
/// <param name="Judgement">What the rules make of it now.</param>
public sealed record KpiExplanation(KpiLead Lead, KpiJudgement Judgement)
{
    /// <summary>The ledger has what the rules give now. It has not when a setting was changed and the ledger not rebuilt.</summary>
    public bool UpToDate => Lead.Settled && Lead.Written.ToHashSet().SetEquals(Judgement.Credits);
}
