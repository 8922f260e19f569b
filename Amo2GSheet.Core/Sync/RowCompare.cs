using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync;

/// <summary>The three-way compare of one row with its lead (rules 3 to 9); the planner's innermost part, and as pure as it.</summary>
/// <param name="row">The row.</param>
/// <param name="read">The lead as read in this pass.</param>
/// <param name="draft">Takes the decision.</param>
/// <param name="context">What holds for the whole pass.</param>
/// <param name="owed">A write that an earlier pass announced did not take place: the lead's move is still news to the row.</param>
internal sealed class RowCompare(Row row, Lead read, DecisionDraft draft, PlanContext context, bool owed)
{
    private readonly bool _moved = owed || read.Stage != draft.Base.Stage;
    private bool _chosen = row.Status != draft.Base.Status;
    private bool _renumbered = row.OrderNumber != draft.Base.OrderNumber;

    /// <summary>Compares, and writes what follows into the draft.</summary>
    public void Run()
    {
        var refused = draft.Base.Refused;
        if (refused == new RefusedRow(row.Status, row.OrderNumber))
            _chosen = _renumbered = false;
        else
            draft.Base = draft.Base with { Refused = null };

        if (_chosen || _renumbered || _moved)
            Compare();

        // Our note goes with its cause: a clean edit, a move, or a refused edit that was taken back.
        var settled = _chosen || _renumbered || _moved || (refused is not null && draft.Base.Refused is null);
        if (settled && draft.Base is { Noted: true, Refused: null } && !draft.HasNotes)
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
        var filled = _renumbered && draft.Base.OrderNumber.Length == 0 && NameFold.Same(row.Status, SheetStatus.InProgress);
        if (!_chosen && !filled)
            return null;

        var pipeline = context.Book.DisplayOfPipeline(read.Stage.PipelineId);
        if (!context.Book.InScope(read.Stage.PipelineId))
            return Refuse(Reason.PipelineOutOfScope, NoteTexts.OutOfScope(pipeline));

        var meaning = context.Book.StageFor(read.Stage.PipelineId, row.Status, row.OrderNumber.Length > 0);
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
        draft.Base = draft.Base with { Refused = new RefusedRow(row.Status, row.OrderNumber) };
        _chosen = false;
        return null;
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
        if (RowBuilder.OrderNumberOf(read) != row.OrderNumber)
            draft.Field = new FieldChange(field, row.OrderNumber.Length > 0 ? row.OrderNumber : null);
        draft.Find(rule, Reason.OrderNumberSent, draft.Base.OrderNumber, row.OrderNumber);
    }

    /// <summary>Moves the lead, unless amoCRM moved it meanwhile and wins (rule 8).</summary>
    /// <returns>The target, or null when the sheet yields.</returns>
    private (StageKey Goal, int Rule)? MoveOrYield((StageKey Goal, int Rule) target)
    {
        var now = context.Book.Describe(read.Stage);
        if (_moved && !SyncPlanner.Says(row, read.Stage, context))
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
        else if (_moved && _chosen)
        {
            // Both sides say the same in different words («Отказ» for a lead that was put to «Раздумье»): agreed as it stands.
            draft.Find(5, Reason.AlreadyThere, after: now);
            return (read.Stage, target.Rule);
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
            SyncPlanner.Follow(row, read, draft, context, owed);

        draft.Base = SyncPlanner.SeenNow(draft.Base, read, context) with
        {
            Stage = target?.Goal ?? read.Stage,
            Status = _chosen && !followed ? row.Status : draft.Base.Status,
            OrderNumber = _renumbered ? row.OrderNumber : draft.Base.OrderNumber,
        };
    }
}
