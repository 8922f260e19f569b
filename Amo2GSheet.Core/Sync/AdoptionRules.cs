using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync;

/// <summary>Rule 2: which rows are taken as they stand, and which stay foreign. As pure as the planner.</summary>
internal static class AdoptionRules
{
    /// <summary>Rule 2: a row that nobody tracks is taken as it is, and nothing is pushed. A bell that rang for it is still news to the row.</summary>
    public static Decision Adopt(LeadCase lead, Row row, PlanContext context)
    {
        var draft = new DecisionDraft(lead, lead.Base)
        {
            Base = new Base
            {
                Lead = lead.Id,
                Stage = lead.Lead?.Stage,
                Status = row.Status,
                OrderNumber = row.HasNumber ? row.OrderNumber : "",
                Tab = row.Address.Tab,
                LeadUpdatedAt = lead.Lead?.UpdatedAt ?? default,
                SeenAt = context.Now,
                DuplicatesNoted = lead.Base?.DuplicatesNoted ?? 0,
                Version = lead.Base?.Version,
            },
        };
        if (lead.Base is null or { IsForeign: true } && !context.Adopts(lead.Lead))
            return LeaveForeign(lead, row, draft, context);
        if (lead.Base is { Noted: true })
            draft.NoteOwn(row, "");
        draft.Find(2, Reason.RowAdopted, after: row.Status, detail: RowRules.Describe(lead.Lead?.Stage, context));
        DuplicateRows.Mark(lead, row, draft);
        if (lead.Lead is not { IsDeleted: false } read)
            RowRules.LoseLead(row, draft);
        else if (lead.Entry is not null && context.Book.InScope(read.Stage.PipelineId) && !RowRules.Says(row, read.Stage, context))
            RowRules.Follow(row, read, draft, context, owed: false);
        return draft.Done();
    }

    /// <summary>The other half of rule 2: a row that a person typed or pasted, of a lead that awaits no order, moves nothing. Told once.</summary>
    private static Decision LeaveForeign(LeadCase lead, Row row, DecisionDraft draft, PlanContext context)
    {
        var isTold = lead.Base is { IsForeign: true, Noted: true, Missing: false } known && !SyncPlanner.IsEdited(row, known);
        // Without a stage: when the line is gone, the lead is as if it had never been in the sheet.
        draft.Base = draft.Base with { IsForeign = true, Stage = null, OrderNumber = row.OrderNumber, LeadGone = lead.Lead is not { IsDeleted: false }, Noted = isTold };
        DuplicateRows.Mark(lead, row, draft);
        if (isTold)
            return draft.Done();
        draft.Find(2, Reason.RowNotAdopted, after: row.Status, detail: RowRules.Describe(lead.Lead?.Stage, context));
        draft.NoteOwn(row, NoteTexts.NotAdopted);
        return draft.Done();
    }
}
