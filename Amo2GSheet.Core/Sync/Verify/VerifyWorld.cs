using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync.Verify;

/// <summary>
/// Reads both sides for a comparison. Writes nothing, and calls amoCRM as everything else does: through the limiter, 200 leads at a time.
/// </summary>
internal sealed class VerifyWorld(
    IAmoCrm amo, IAmoCatchUp stages, IOrderSheet sheet, MonthTurn months, IInboxStore inbox, IBaseStore bases, PipelineBooks pipelines,
    IOptions<SyncOptions> sync, IOptions<AmoCrmOptions> crm, TimeProvider time)
{
    private const int LeadsPerCall = 200;

    /// <summary>Reads all leads that have a row or a base, or that stand at a trigger stage.</summary>
    public async Task<VerifySides> ReadAllAsync(IProgress<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        var sides = await ReadStateAsync(cancellationToken);
        var wanted = sides.Bases.Keys.Concat(sides.Snapshot.Leads).Distinct().ToList();
        var account = await amo.ReadAccountAsync(fresh: false, cancellationToken);
        var leads = await ReadLeadsAsync(wanted, progress, cancellationToken);
        foreach (var stage in pipelines.BookOf(account).Triggers)
        {
            await foreach (var page in stages.ReadAtStageAsync(stage, cancellationToken))
            {
                foreach (var lead in page.Leads)
                    leads.TryAdd(lead.Id, lead);
            }
        }

        return await FinishAsync(sides, [.. wanted.Concat(leads.Keys).Concat(sides.Inbox.Keys).Distinct()], leads, account, cancellationToken);
    }

    /// <summary>Reads some leads again.</summary>
    public async Task<VerifySides> ReadAsync(IReadOnlyCollection<LeadId> wanted, CancellationToken cancellationToken)
    {
        var sides = await ReadStateAsync(cancellationToken);
        var account = await amo.ReadAccountAsync(fresh: false, cancellationToken);
        return await FinishAsync(sides, wanted, await ReadLeadsAsync(wanted, null, cancellationToken), account, cancellationToken);
    }

    // What explains a change on its way is read before the sides: whoever finds no entry here finds what became of it there.
    private async Task<State> ReadStateAsync(CancellationToken cancellationToken)
    {
        var waiting = (await inbox.ReadAsync(int.MaxValue, cancellationToken)).ToDictionary(entry => entry.Lead);
        var known = await bases.ReadAsync(remembered: false, cancellationToken);
        await months.RecallAsync(cancellationToken);
        return new State(waiting, known, await sheet.ReadAsync(cancellationToken));
    }

    private async Task<Dictionary<LeadId, Lead>> ReadLeadsAsync(
        IReadOnlyCollection<LeadId> wanted, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken)
    {
        var leads = new Dictionary<LeadId, Lead>();
        var read = 0;
        foreach (var some in wanted.Chunk(LeadsPerCall))
        {
            foreach (var (id, lead) in await amo.ReadLeadsAsync(some, cancellationToken))
                leads[id] = lead;
            progress?.Report(new VerifyProgress(read += some.Length, wanted.Count));
        }

        return leads;
    }

    /// <summary>Puts the sides together; meets an unknown stage with one fresh look at the account.</summary>
    private async Task<VerifySides> FinishAsync(
        State state, IReadOnlyCollection<LeadId> wanted, Dictionary<LeadId, Lead> leads, AmoAccount account, CancellationToken cancellationToken)
    {
        var book = pipelines.BookOf(account);
        if (leads.Values.Any(lead => !lead.IsDeleted && !book.Knows(lead.Stage)) && time.GetUtcNow() - account.ReadAt > TimeSpan.FromMinutes(1))
        {
            account = await amo.ReadAccountAsync(fresh: true, cancellationToken);
            book = pipelines.BookOf(account);
        }

        // Some of those who wait have neither row nor base: what they are about is not known here, only that they wait.
        var asked = wanted.Where(id => leads.ContainsKey(id) || state.Bases.ContainsKey(id) || state.Snapshot.RowsOf(id).Count > 0);
        var now = time.GetUtcNow();
        return new VerifySides(
            PlanContext.Of(state.Snapshot, account, book, sync.Value, crm.Value, now, now),
            [
                .. asked.Select(id => LeadCase.Of(id, state.Snapshot, state.Bases.GetValueOrDefault(id)) with { Lead = leads.GetValueOrDefault(id), Asked = true }),
            ],
            state.Inbox);
    }

    private sealed record State(IReadOnlyDictionary<LeadId, InboxEntry> Inbox, IReadOnlyDictionary<LeadId, Base> Bases, SheetSnapshot Snapshot);
}

/// <summary>Both sides of some leads, at one look.</summary>
/// <param name="Context">What holds for all of them.</param>
/// <param name="Cases">The leads.</param>
/// <param name="Inbox">All that waits.</param>
internal sealed record VerifySides(PlanContext Context, IReadOnlyList<LeadCase> Cases, IReadOnlyDictionary<LeadId, InboxEntry> Inbox);
