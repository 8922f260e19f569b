using System.Globalization;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync.Holds;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// Gathers the three sides and lets the planner decide. Leads that wait in the inbox are read before the sheet, so that the sheet is fresh
/// when it is written; leads whose rows a person changed are read after it, because only it tells who they are.
/// </summary>
/// <param name="amo">amoCRM.</param>
/// <param name="sheet">The sheet.</param>
/// <param name="inbox">Who waits.</param>
/// <param name="bases">What was agreed.</param>
/// <param name="holds">What is held.</param>
/// <param name="agreement">Whether this is a first start.</param>
/// <param name="pipelines">Pipelines and stages.</param>
/// <param name="sync">Settings of the sync.</param>
/// <param name="brake">The limits of the brake.</param>
/// <param name="display">In which zone moments are shown.</param>
/// <param name="crm">Which field holds the order number.</param>
/// <param name="time">Our clock.</param>
internal sealed class PassGather(
    IAmoCrm amo, IOrderSheet sheet, IInboxStore inbox, IBaseStore bases, HoldBook holds, SheetAgreement agreement,
    PipelineBooks pipelines, IOptions<SyncOptions> sync, IOptions<BrakeOptions> brake, IOptions<DisplayOptions> display, IOptions<AmoCrmOptions> crm,
    TimeProvider time)
{
    /// <summary>Leads taken out of the inbox by one pass: what one write of the sheet carries well.</summary>
    public const int MostEntries = 1_000;

    private readonly LeadReader _reader = new(amo);

    /// <summary>Gathers and plans.</summary>
    /// <param name="pass">The pass's id.</param>
    /// <param name="undisturbed">Nobody else can have saved bases since this worker's last pass.</param>
    /// <param name="cancellationToken">Stops it; nothing has been changed.</param>
    public async Task<Gathered> GatherAsync(string pass, bool undisturbed, CancellationToken cancellationToken)
    {
        var all = await inbox.ReadAsync(int.MaxValue, cancellationToken);
        var waiting = all.Where(entry => entry.Waits(time.GetUtcNow())).ToDictionary(entry => entry.Lead);
        var entries = all.Where(entry => !waiting.ContainsKey(entry.Lead)).Take(MostEntries).ToDictionary(entry => entry.Lead);
        var known = await bases.LoadAsync(undisturbed, cancellationToken);

        // An idle pass asks amoCRM nothing, so the account is read only when there is a lead to look at.
        var leads = new LeadsRead(time.GetUtcNow());
        var account = await ReadLeadsAsync(entries.Keys, null, leads, cancellationToken);
        var sources = new Dictionary<LeadId, RowSource>();
        if (account is not null)
        {
            var book = pipelines.BookOf(account);
            await AddSourcesAsync(
                leads.Found.Values.Where(lead => !lead.IsDeleted && known.GetValueOrDefault(lead.Id)?.Stage != lead.Stage && book.IsTrigger(lead.Stage)));
        }

        var snapshot = await sheet.ReadAsync(cancellationToken);
        if (snapshot.Active is UnreadableTab unreadable)
            throw new SheetMisconfiguredException($"Tab «{unreadable.Title}» cannot be synced: {unreadable.Reason}");

        var cases = Cases(entries, waiting, known, snapshot, holds.Standing?.Id);
        account = await ReadLeadsAsync(cases.Where(lead => SyncPlanner.NeedsLead(lead, snapshot.IsWhole)).Select(lead => lead.Id), account, leads, cancellationToken);
        if (account is null && cases.Count > 0)
            account = await amo.ReadAccountAsync(fresh: false, cancellationToken);
        if (account is null)
            return new Gathered(null, snapshot, entries.Count, known.Count, Trouble(snapshot, waiting.Values));

        var context = Context(snapshot, account, leads.At) with { IsFirstStart = await agreement.IsFirstStartAsync(known.Count, snapshot, cancellationToken), KnownTabs = agreement.Tabs };
        var decided = cases
            .Select(lead => lead with { Lead = leads.Found.GetValueOrDefault(lead.Id), Asked = leads.Asked.Contains(lead.Id) })
            .Select(lead => (Case: lead, Decision: SyncPlanner.Decide(lead, context)))
            .ToList();
        var braked = new HoldRules(context, known, holds.Holds, brake.Value, pass).Apply(decided);

        await AddSourcesAsync(braked.Decided
            .Where(lead => lead.Decision.RowAction is AppendRow or RefreshRow && !sources.ContainsKey(lead.Case.Id))
            .Select(lead => lead.Case.Lead!));

        var zone = display.Value.Zone(account.TimeZone);
        var plan = new Plan
        {
            Pass = pass,
            Snapshot = snapshot,
            Account = account,
            Rows = new RowBuilder(context.Book, zone, account.TimeZone ?? zone, context.OrderFieldId),
            Leads = [.. braked.Decided.Select(lead => new PlannedLead(lead.Case, lead.Decision, sources.GetValueOrDefault(lead.Case.Id)))],
            Holds = braked.Holds,
            LeadsReadAt = leads.At,
        };
        return new Gathered(plan, snapshot, entries.Count, known.Count, Trouble(snapshot, waiting.Values));

        async Task AddSourcesAsync(IEnumerable<Lead> wanted)
        {
            foreach (var (id, source) in await _reader.ReadSourcesAsync([.. wanted], account, cancellationToken))
                sources[id] = source;
        }
    }

    private static string? Trouble(SheetSnapshot snapshot, IEnumerable<InboxEntry> waiting) =>
        waiting.FirstOrDefault(entry => entry.IsRefused)?.LastError ?? Unreadable(snapshot);

    private static string? Unreadable(SheetSnapshot snapshot)
    {
        if (snapshot.Tabs.OfType<UnreadableTab>().FirstOrDefault() is { } unreadable)
            return $"Tab «{unreadable.Title}» cannot be read, its leads wait: {unreadable.Reason}";
        if (snapshot.Tabs.OfType<ReadTab>().FirstOrDefault(tab => tab.UnreadableLines.Count > 0) is not { } tab)
            return null;
        var lines = tab.UnreadableLines;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Tab «{tab.Title}»: {lines.Count} ID cells hold no lead's id, the first one in line {lines[0].Address.Index + 1}. What is typed in such a line reaches no lead, ")
            + "and leads that lost their row wait: put the ids back, or clear the cells.";
    }

    /// <summary>Reads the leads not read yet; meets an unknown stage with one fresh look at the account.</summary>
    private async Task<AmoAccount?> ReadLeadsAsync(
        IEnumerable<LeadId> ids, AmoAccount? account, LeadsRead leads, CancellationToken cancellationToken)
    {
        var wanted = ids.Where(leads.Asked.Add).ToList();
        if (wanted.Count == 0)
            return account;

        foreach (var (id, lead) in await amo.ReadLeadsAsync(wanted, cancellationToken))
            leads.Found[id] = lead;
        account ??= await amo.ReadAccountAsync(fresh: false, cancellationToken);
        var book = pipelines.BookOf(account);
        var strange = wanted.Any(id => leads.Found.TryGetValue(id, out var lead) && !lead.IsDeleted && !book.Knows(lead.Stage));
        return strange && time.GetUtcNow() - account.ReadAt > TimeSpan.FromSeconds(30)
            ? await amo.ReadAccountAsync(fresh: true, cancellationToken)
            : account;
    }

    private static List<LeadCase> Cases(
        Dictionary<LeadId, InboxEntry> entries, Dictionary<LeadId, InboxEntry> waiting, IReadOnlyDictionary<LeadId, Base> known, SheetSnapshot snapshot,
        string? standing)
    {
        var cases = new List<LeadCase>();
        foreach (var id in entries.Keys)
            Look(id);
        foreach (var id in known.Keys)
            LookUnlessEntered(id);
        foreach (var id in snapshot.Leads)
        {
            if (!known.ContainsKey(id))
                LookUnlessEntered(id);
        }

        return cases;

        void LookUnlessEntered(LeadId id)
        {
            if (!entries.ContainsKey(id) && (!waiting.ContainsKey(id) || IsEdited(id)))
                Look(id);
        }

        // An edit does not wait for what was postponed before it.
        bool IsEdited(LeadId id) => LeadCase.Of(id, snapshot, known.GetValueOrDefault(id)) is { Rows: [var row, ..], Base: { } agreed }
            && SyncPlanner.IsEdited(row, agreed) && agreed.Refused?.IsSaidBy(row) != true;

        void Look(LeadId id)
        {
            var lead = LeadCase.Of(id, snapshot, known.GetValueOrDefault(id)) with { Entry = entries.GetValueOrDefault(id) ?? waiting.GetValueOrDefault(id) };
            if (!SyncPlanner.IsQuiet(lead, standing))
                cases.Add(lead);
        }
    }

    private PlanContext Context(SheetSnapshot snapshot, AmoAccount account, DateTimeOffset leadsReadAt) =>
        PlanContext.Of(snapshot, account, pipelines.BookOf(account), sync.Value, crm.Value, time.GetUtcNow(), leadsReadAt);

    private sealed class LeadsRead(DateTimeOffset at)
    {
        public DateTimeOffset At { get; } = at;

        public HashSet<LeadId> Asked { get; } = [];

        public Dictionary<LeadId, Lead> Found { get; } = [];
    }
}

/// <summary>What a pass gathered.</summary>
/// <param name="Plan">The plan; null when there is nothing to decide.</param>
/// <param name="Snapshot">The sheet as it was read.</param>
/// <param name="Entries">How many inbox entries were taken.</param>
/// <param name="Bases">How many bases there were.</param>
/// <param name="Trouble">Which tab or ID cannot be read, or which row Google refuses, and why, for the operator; null when there is none.</param>
internal sealed record Gathered(Plan? Plan, SheetSnapshot Snapshot, int Entries, int Bases, string? Trouble);
