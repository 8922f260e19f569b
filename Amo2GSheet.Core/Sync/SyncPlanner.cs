using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// Decides about one lead out of (row, base, lead): rules 1 to 15, as if nothing were ever held. Pure: no I/O, no clock, no memory. The same input gives the same answer,
/// whoever asks.
/// </summary>
public static class SyncPlanner
{
    /// <summary>How long an answer that contradicts what we know is called stale rather than true (rule 14).</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>How long after the latest of several stages of one second the lead is read once more (rule 14): by then reads show the last of them.</summary>
    public static TimeSpan OneMoreRead { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether nothing happened to a lead since its base was saved; it need not be decided about.</summary>
    /// <param name="lead">What is known of the lead.</param>
    /// <param name="standing">The hold that waits for a person: an edit that it holds stays where it is. Null when none does.</param>
    public static bool IsQuiet(LeadCase lead, string? standing = null) => lead.Entry is null && (lead.Rows, lead.Base) switch
    {
        (var rows, { Intent.Kind: IntentKind.Unknown } known) => rows is not [var row, ..] || !IsEdited(row, known),
        // Whatever else the base owes, nothing of it is done before a person decided.
        ([var row, ..], { Held: { } held } known) => held.Hold == standing && held.IsSaidBy(row) && HasSameCopies(lead, known),
        (_, { Held: not null }) => false,
        ([], { } known) => known.Missing && known.Intent?.Kind is not IntentKind.Append,
        (_, { Stray: not null } or { Astray: true }) => false,
        ([var row, ..], { Intent: null, Missing: false, OwedNote: "" } known) =>
            row.Address.Tab == known.Tab
            && HasSameCopies(lead, known)
            && (known.Refused is null ? !IsEdited(row, known) : known.Refused.IsSaidBy(row)),
        ([], null) => true,
        _ => false,
    };

    private static bool HasSameCopies(LeadCase lead, Base known) =>
        lead.Rows.Count == known.DuplicatesNoted + 1
        && (lead.Rows.Count == 1 || DuplicateRows.CopiesOf(lead) == known.Copies);

    /// <summary>Whether the lead has to be read from amoCRM before deciding: nothing is pushed on a guess of where it stands.</summary>
    /// <param name="lead">What is known of the lead.</param>
    /// <param name="whole">Whether all tabs were read, so that a row that is not there is gone.</param>
    public static bool NeedsLead(LeadCase lead, bool whole = true) =>
        lead.Base is not { Intent.Kind: IntentKind.Unknown } && lead.Rows.All(row => row.IsClear) && IsNews(lead, whole);

    private static bool IsNews(LeadCase lead, bool whole) =>
        lead.Entry is not null
        || lead.Base is null
        // While its edit was held the lead's moves were left for later, and later is now.
        || (lead.Base.Held is not null && (lead.Rows.Count > 0 || whole))
        || ((lead.Base.Stray is not null || lead.Base.Astray || lead.Base.IsForeign) && lead.Rows.Count > 0)
        || (lead.Base.Intent is { } intent && (lead.Rows.Count > 0 || intent.Kind is IntentKind.Append))
        || (lead.Rows is [var row, ..] && IsEdited(row, lead.Base) && lead.Base.Refused?.IsSaidBy(row) != true);

    /// <summary>Decides.</summary>
    public static Decision Decide(LeadCase lead, PlanContext context)
    {
        if (Doubt(lead, context) is { } doubt)
            return doubt;

        var decision = (lead.Rows, lead.Base) switch
        {
            ([], null) => Newcomer(lead, context),
            ([], { } known) => WithoutRow(lead, known, context),
            ([var row, ..], null or { IsForeign: true }) => AdoptionRules.Adopt(lead, row, context),
            ([var row, ..], { } known) when context.IsOnNewTab(row) && IsEdited(row, known) => AdoptionRules.Adopt(lead, row, context),
            ([var row, ..], { } known) => RowRules.Compare(lead, row, known, context),
        };
        return (IsOneOfSeveral(lead) || IsUnnamed(lead)) && lead.Entry!.LastSeen + OneMoreRead > context.LeadsReadAt ? decision with { ReadOnceMore = true } : decision;
    }

    /// <summary>Whether notifications named several stages of the second in which the lead was last updated, so that this read may show any of them.</summary>
    private static bool IsOneOfSeveral(LeadCase lead) =>
        lead is { Entry: { Stages.Count: > 1 } entry, Lead: { } read } && read.UpdatedAt <= entry.LastModified;

    /// <summary>Whether the lead stands at none of the stages that notifications of its second named: it may be there before them or after them.</summary>
    private static bool IsUnnamed(LeadCase lead) =>
        lead is { Entry: { Stages.Count: > 0 } entry, Lead: { IsDeleted: false } read } && read.UpdatedAt == entry.LastModified && !entry.Stages.Contains(read.Stage.StatusId);

    /// <summary>Rules 13 and 14, and the waiting part of rule 11: what is not known for sure is not decided.</summary>
    private static Decision? Doubt(LeadCase lead, PlanContext context)
    {
        if (lead.Base?.Intent?.Kind is IntentKind.Unknown)
            return Postpone(13, Reason.NewerVersion, "A newer version of amo2gsheet announced a write that this version does not know: update this one.");
        if (lead.Rows.Any(row => !row.IsClear))
            return Postpone(13, Reason.CellUnclear, "Google gives the value of a cell of the row in two ways, or the row moved while it was read.");
        if (lead.Base is { } at && context.Snapshot.Find(at.Tab) is UnreadableTab unreadable)
            return Postpone(13, Reason.TabUnreadable, unreadable.Reason);
        // A lead that was never tracked has no row on a tab that was ever read: one broken archive must not stop new orders.
        if (lead is { Rows.Count: 0, Base: not null } && !context.Snapshot.IsWhole)
            return Postpone(13, Reason.TabUnreadable, "A tab that may hold the row could not be read.");

        // A row that was announced and never seen has more likely not been written, unless its id can be made out.
        if (lead is { Rows.Count: 0, Base: { Missing: false } gone }
            && context.Snapshot.Find(gone.Tab) is ReadTab { UnreadableLines: { Count: > 0 } lines }
            && (gone.Intent?.Kind is not IntentKind.Append || lines.Any(line => line.Text.Contains($"{lead.Id}", StringComparison.Ordinal))))
            return Postpone(13, Reason.IdUnreadable, "The row is not there, and a line of its tab has an id that cannot be read: it may be the row.");

        var bellRang = lead.Entry?.LastSeen + Patience > context.Now;
        if (lead.Lead is { } read)
        {
            if (bellRang && (lead.Entry!.LastModified > read.UpdatedAt || (lead.Entry.Deleted && !read.IsDeleted)))
                return Postpone(14, Reason.StaleRead, "amoCRM still shows the lead as it was before the webhook.");
            if (bellRang && IsUnnamed(lead) && !RowRules.IsOurs(lead.Base, read))
                return Postpone(14, Reason.StaleRead, "amoCRM shows the lead at another stage than the webhooks of the same second named.");
            if ((bellRang || lead.Entry is null) && lead.Asked && !read.IsDeleted && !context.Book.Knows(read.Stage))
                return Postpone(14, Reason.StageUnknown, "amoCRM does not list the lead's stage yet.") with { Ring = lead.Entry is null };
            if (lead.Base is { } known && read.UpdatedAt < known.LeadUpdatedAt && (bellRang || known.SeenAt + Patience > context.Now))
                return Postpone(14, Reason.StaleRead, "amoCRM shows the lead older than we have seen it.");
        }
        else if (lead.Asked && lead.Base is not { LeadGone: true } && lead.Entry is not { Deleted: true })
        {
            // A row that is not taken over asks for nobody; should its lead appear, that rings.
            if (lead is { Entry: null, Rows.Count: > 0, Base: null or { IsForeign: true } } && !context.Adopts(null))
                return null;
            // A lead that is not shown may be new and not visible yet, or gone; only time tells. Without an entry there is no time: ring.
            if (lead.Entry is null)
                return Postpone(14, Reason.NotVisible, "amoCRM does not show the lead.") with { Ring = true };
            if (bellRang)
                return Postpone(14, Reason.NotVisible, "amoCRM does not show the lead yet.");
        }

        return null;

        Decision Postpone(int rule, Reason reason, string why) =>
            new() { Lead = lead.Id, Decided = false, Postponed = new Finding(rule, reason, Detail: why) };
    }

    /// <summary>Rules 1 and 15: no row, no base.</summary>
    private static Decision Newcomer(LeadCase lead, PlanContext context)
    {
        var draft = new DecisionDraft(lead, null);
        if (lead.Lead is not { IsDeleted: false } read)
            draft.Find(11, Reason.LeadGone);
        else if (!context.Book.InScope(read.Stage.PipelineId))
            draft.Find(15, Reason.PipelineOutOfScope, detail: context.Book.Describe(read.Stage));
        else if (read.UpdatedAt < context.CutOff)
            draft.Find(15, Reason.BeforeCutOff, detail: $"updated {read.UpdatedAt:O}, cut-off {context.CutOff:O}");
        else if (!context.Book.IsTrigger(read.Stage))
            draft.Find(1, Reason.NotAtTrigger, detail: context.Book.Describe(read.Stage));
        else
            Append(draft, read, null, context);
        return draft.Done();
    }

    /// <summary>Rule 10, and rule 1 for a lead that came to the trigger stage since: a base and no row.</summary>
    private static Decision WithoutRow(LeadCase lead, Base known, PlanContext context)
    {
        var draft = new DecisionDraft(lead, known);
        var neverSeen = known.Intent?.Kind is IntentKind.Append;
        if (!neverSeen && !known.Missing)
        {
            draft.Base = draft.Base with { Missing = true };
            draft.Find(10, Reason.RowGone);
        }

        if (lead.Lead is not { IsDeleted: false } read)
        {
            if (lead.Asked && !known.LeadGone)
            {
                // A row that was never written is owed again when the lead comes back: the stage that earned it must be news then.
                draft.Base = neverSeen
                    ? draft.Base with { LeadGone = true, Missing = true, Intent = null, Stage = null }
                    : draft.Base with { LeadGone = true, Missing = true };
                draft.Find(11, Reason.LeadGone);
            }
        }
        else if (neverSeen)
        {
            // Announced and not there: the crash came before the write. The lead has earned its row, wherever it stands by now.
            Append(draft, read, known, context);
        }
        else if (read.Stage != known.Stage)
        {
            if (context.Book.IsTrigger(read.Stage) && read.UpdatedAt >= context.CutOff)
                Append(draft, read, known, context);
            else
                FollowUnseen(draft, read, known, context);
        }
        else if (known.LeadGone)
        {
            draft.Base = RowRules.SeenNow(draft.Base, read, context) with { LeadGone = false };
            draft.Find(11, Reason.LeadBack);
        }

        // What a foreign line kept the lead from is looked at once more.
        return draft.Done() with { Ring = known is { IsForeign: true, Missing: false } };
    }

    /// <summary>Keeps a missing row's base in step: what the cell should say is owed to it as an open intent until it comes back.</summary>
    private static void FollowUnseen(DecisionDraft draft, Lead read, Base known, PlanContext context)
    {
        var owed = context.Book.Display(read.Stage);
        draft.Base = RowRules.SeenNow(draft.Base, read, context) with
        {
            LeadGone = false,
            Intent = new Intent(IntentKind.Status, known.Intent?.StatusBefore ?? known.Status, owed),
        };
        draft.Find(10, Reason.Followed, RowRules.Describe(known.Stage, context), context.Book.Describe(read.Stage));
    }

    private static void Append(DecisionDraft draft, Lead read, Base? known, PlanContext context)
    {
        var status = context.Book.Display(read.Stage);
        draft.Base = new Base
        {
            Lead = read.Id,
            Stage = read.Stage,
            Status = status,
            OrderNumber = RowBuilder.OrderNumberOf(read, context.OrderFieldId),
            Tab = context.Snapshot.Active.Id,
            LeadUpdatedAt = read.UpdatedAt,
            SeenAt = context.Now,
            Version = known?.Version,
        };
        draft.RowAction = new AppendRow(status);
        draft.Find(1, Reason.RowAppended, after: status, detail: context.Book.Describe(read.Stage));
    }

    internal static bool IsEdited(Row row, Base known) => row.Status != known.Status || row.OrderNumber != known.OrderNumber;
}
