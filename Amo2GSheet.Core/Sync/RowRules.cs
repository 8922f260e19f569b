using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// The rules for a lead that has a row and a base: the three-way compare (3 to 9), a lost lead (11), duplicates (12). The planner's
/// inner part, and as pure as it.
/// </summary>
/// <param name="row">The row.</param>
/// <param name="read">The lead as read in this pass.</param>
/// <param name="draft">Takes the decision.</param>
/// <param name="context">What holds for the whole pass.</param>
/// <param name="owed">A write that an earlier pass announced did not take place: the lead's move is still news to the row.</param>
internal sealed class RowRules(Row row, Lead read, DecisionDraft draft, PlanContext context, bool owed)
{
    private readonly bool _moved = owed || read.Stage != draft.Base.Stage;
    private bool _chosen = row.Status != draft.Base.Status;
    private bool _renumbered = row.HasNumber && row.OrderNumber != draft.Base.OrderNumber;

    /// <summary>The edit was refused because of the pipeline, and the pipeline is another now.</summary>
    private bool _retried;

    /// <summary>The order number that the row says; an error or a tick says nothing.</summary>
    private readonly string _number = row.HasNumber ? row.OrderNumber : draft.Base.OrderNumber;

    /// <summary>Rules 3 to 9, 11 and 12: row and base.</summary>
    public static Decision Compare(LeadCase lead, Row row, Base known, PlanContext context)
    {
        var draft = new DecisionDraft(lead, known);
        var promoted = DuplicateRows.IsPromotedCopy(row, known);
        var owed = RowSettlement.Settle(row, draft);
        if (known.OwedNote.Length > 0)
            draft.NoteOwn(row, known.OwedNote);
        DuplicateRows.Mark(lead, row, draft);
        if (promoted)
        {
            // Rule 12: a copy never pushes. On top it becomes the row, and the lead's stage is owed to it.
            draft.Find(12, Reason.CopyPromoted, $"{row.Status} / {row.OrderNumber}", $"{known.Status} / {known.OrderNumber}");
            draft.Base = draft.Base with { Status = row.Status, OrderNumber = row.OrderNumber };
            owed = true;
        }

        if (lead.Asked && lead.Lead is not { IsDeleted: false })
        {
            LoseLead(row, draft);
            return draft.Done();
        }

        if (lead.Lead is { } read)
        {
            if (draft.Base.LeadGone)
            {
                // What was typed while it was gone was refused for that alone.
                draft.Base = draft.Base with { LeadGone = false, Refused = null, Stage = draft.Base.Stage ?? read.Stage };
                draft.Find(11, Reason.LeadBack);
                draft.NoteOwn(row, "");
            }

            new RowRules(row, read, draft, context, owed).Run();
            if (row.Stray is not null)
                RowSettlement.PutRight(row, row.Stray, draft);
            if (draft.Base.Astray)
                RowSettlement.WriteWhole(row, draft);
        }

        return draft.Done();
    }

    /// <summary>Rule 11.</summary>
    internal static void LoseLead(Row row, DecisionDraft draft)
    {
        var edited = SyncPlanner.IsEdited(row, draft.Base);
        if (draft.Base is { LeadGone: true, Astray: false } && !edited)
            return;
        draft.Find(11, Reason.LeadGone, detail: edited ? $"refused: {row.Status} / {row.OrderNumber}" : null);
        draft.Base = draft.Base with { LeadGone = true, Astray = false, Refused = edited ? new RefusedRow(row.Status, row.OrderNumber) : null };
        draft.NoteOwn(row, NoteTexts.LeadGone);
    }

    /// <summary>Rules 3 and 4: the row takes the lead's stage.</summary>
    internal static void Follow(Row row, Lead read, DecisionDraft draft, PlanContext context, bool owed)
    {
        var before = Describe(draft.Base.Stage, context);
        var after = context.Book.Describe(read.Stage);
        var status = context.Book.Display(read.Stage);
        var pipelineMoved = draft.Base.Stage?.PipelineId != read.Stage.PipelineId;
        draft.Base = SeenNow(draft.Base, read, context) with { Status = status, Refused = null };
        if (context.Book.IsTrigger(read.Stage))
        {
            draft.RowAction = new RefreshRow(row, status);
            draft.Find(3, Reason.RowRefreshed, before, after, $"{row.Status} → {status}");
        }
        else if (row.Status == status && !pipelineMoved && !owed)
        {
            draft.Find(4, Reason.AlreadyShown, before, after);
        }
        else
        {
            draft.RowAction = new ShowStage(row, status, context.Book.DisplayOfPipeline(read.Stage.PipelineId));
            draft.Find(4, Reason.StatusShown, before, after, $"{row.Status} → {status}");
        }
    }

    /// <summary>Whether the row already says what this stage is: its status means the stage, or is what the stage is shown as.</summary>
    internal static bool Says(Row row, StageKey stage, PlanContext context) =>
        context.Book.Display(stage) == row.Status
        || context.Book.StageFor(stage.PipelineId, row.Status, row is { HasNumber: true, OrderNumber.Length: > 0 }).Stage == stage;

    internal static Base SeenNow(Base known, Lead read, PlanContext context) => known with
    {
        Stage = read.Stage,
        LeadUpdatedAt = read.UpdatedAt,
        SeenAt = context.Now,
        StageIsOurs = IsOurs(known, read),
    };

    /// <summary>Whether a lead stands as our own change left it.</summary>
    internal static bool IsOurs(Base? known, Lead read) => known is { StageIsOurs: true } && known.Stage == read.Stage && known.LeadUpdatedAt == read.UpdatedAt;

    internal static string? Describe(StageKey? stage, PlanContext context) => stage is { } key ? context.Book.Describe(key) : null;

    /// <summary>Compares, and writes what follows into the draft.</summary>
    public void Run()
    {
        if (draft.Base.Refused is { } refused && refused.IsSaidBy(row) && refused.Meanings is { } then && then != context.Book.MeaningsOf(read.Stage.PipelineId))
            // Who moved the lead meanwhile wants it there.
            _retried = !_moved;
        if (draft.Base.Refused?.IsSaidBy(row) == true && !_retried)
            _chosen = _renumbered = false;
        else
            draft.Base = draft.Base with { Refused = null };

        var isNumberRefused = !row.HasNumber && draft.Base.Refused is null;
        if (_chosen || _renumbered || _moved || _retried)
            Compare();
        if (isNumberRefused)
            RefuseNumber();

        // Our note goes with its cause: a clean edit or a move settles it.
        if ((_chosen || _renumbered || _moved || _retried) && draft.Base is { Noted: true, Refused: null } && !draft.HasNotes)
            draft.NoteOwn(row, "");
    }

    private void Compare()
    {
        var target = Target();
        if (_renumbered)
            SendOrderNumber(target?.Rule == 6 ? 6 : 7);
        if (target is { } elsewhere && elsewhere.Goal != read.Stage)
            target = MoveOrYield(elsewhere);
        else if (target is { } there)
            draft.Find(there.Rule, Reason.AlreadyThere, after: context.Book.Describe(there.Goal));
        Agree(target);
    }

    /// <summary>Where a person's edit sends the lead (rules 5 and 6), or null; what cannot be followed is refused (rule 9).</summary>
    private (StageKey Goal, int Rule)? Target()
    {
        var filled = (_retried ? _number.Length > 0 : _renumbered && draft.Base.OrderNumber.Length == 0) && NameFold.Same(row.Status, SheetStatus.InProgress);
        if (!_chosen && !filled)
            return null;

        var pipeline = context.Book.DisplayOfPipeline(read.Stage.PipelineId);
        if (!context.Book.InScope(read.Stage.PipelineId))
            return Refuse(Reason.PipelineOutOfScope, NoteTexts.OutOfScope(pipeline));

        var meaning = context.Book.StageFor(read.Stage.PipelineId, row.Status, _number.Length > 0);
        if (meaning.Stage is { } goal)
            return (goal, _chosen ? 5 : 6);
        return meaning.IsStatus
            ? Refuse(Reason.NoSuchStage, NoteTexts.NoSuchStage(row.Status, pipeline))
            : Refuse(Reason.UnknownStatus, NoteTexts.UnknownStatus(row.Status));
    }

    private (StageKey, int)? Refuse(Reason reason, string note)
    {
        draft.Find(9, reason, draft.Base.Status, row.Status);
        draft.NoteOwn(row, note);
        draft.Base = draft.Base with
        {
            Refused = new RefusedRow(row.Status, row.OrderNumber) { Meanings = reason is Reason.UnknownStatus ? null : context.Book.MeaningsOf(read.Stage.PipelineId) },
        };
        _chosen = false;
        return null;
    }

    /// <summary>An error or a tick is no order number: nothing is sent of it, and the cell's note says so. A note that answers the status stays.</summary>
    private void RefuseNumber()
    {
        draft.Find(9, Reason.NoNumber, draft.Base.OrderNumber, row.OrderNumber);
        if (!draft.HasNotes)
            draft.NoteOwn(row, NoteTexts.NoNumber(row.OrderNumber));
        draft.Base = draft.Base with { Refused = new RefusedRow(draft.RowAction?.Status ?? row.Status, row.OrderNumber) { Meanings = draft.Base.Refused?.Meanings } };
    }

    /// <summary>The field part of rules 6 and 7.</summary>
    private void SendOrderNumber(int rule)
    {
        if (context.OrderFieldId is not { } field)
        {
            draft.Find(rule, Reason.NoOrderField, draft.Base.OrderNumber, row.OrderNumber);
            draft.NoteOwn(row, NoteTexts.NoOrderField);
            return;
        }

        // After a crash the lead may have the number already.
        if (RowBuilder.OrderNumberOf(read, context.OrderFieldId) != row.OrderNumber)
            draft.Field = new FieldChange(field, row.OrderNumber.Length > 0 ? row.OrderNumber : null);
        draft.Find(rule, Reason.OrderNumberSent, draft.Base.OrderNumber, row.OrderNumber);
    }

    /// <summary>Moves the lead, unless amoCRM moved it meanwhile and wins (rule 8).</summary>
    /// <returns>The target, or null when the sheet yields.</returns>
    private (StageKey Goal, int Rule)? MoveOrYield((StageKey Goal, int Rule) target)
    {
        var now = context.Book.Describe(read.Stage);
        // A status that was chosen means its own stage and no other («У курера» is won, not «order sent», though that is shown so too).
        if (_moved && (_chosen || context.Book.Display(read.Stage) != row.Status))
        {
            if (!context.SheetWins)
            {
                draft.Find(8, Reason.ConflictCrmWins, row.Status, context.Book.Display(read.Stage), now);
                draft.NoteOwn(row, NoteTexts.CrmWon(row.Status));
                _chosen = false;
                return null;
            }

            draft.Find(8, Reason.ConflictSheetWins, now, context.Book.Describe(target.Goal), row.Status);
            draft.NoteOwn(row, NoteTexts.SheetWon(context.Book.Display(read.Stage)));
        }

        draft.MoveTo = target.Goal;
        draft.Find(target.Rule, Reason.LeadMoved, now, context.Book.Describe(target.Goal));
        return target;
    }

    /// <summary>The base takes what both sides now say.</summary>
    private void Agree((StageKey Goal, int Rule)? target)
    {
        // The row follows when nobody in the sheet wants otherwise; a return to the trigger stage also refreshes a row that agrees with it.
        var cameBack = _moved && context.Book.IsTrigger(read.Stage) && (target?.Goal == read.Stage || target?.Rule == 6);
        var followed = (target is null && _moved) || cameBack;
        if (followed)
            Follow(row, read, draft, context, owed);

        var pipelineMoved = draft.Stored?.Stage?.PipelineId != read.Stage.PipelineId;
        draft.Base = SeenNow(draft.Base, read, context) with
        {
            Stage = target?.Goal ?? read.Stage,
            Status = _chosen && !followed ? row.Status : draft.Base.Status,
            OrderNumber = _renumbered ? row.OrderNumber : draft.Base.OrderNumber,
        };

        // Whoever won the status, «Воронка» is amoCRM's.
        if (pipelineMoved && draft.RowAction is null && draft.Base.Status == row.Status)
            draft.RowAction = new ShowStage(row, row.Status, context.Book.DisplayOfPipeline(read.Stage.PipelineId));
    }
}
