using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Core.Sync;

/// <summary>What a row shows of the service's own writes: which took place, which did not, and which hit the wrong row.</summary>
internal static class RowSettlement
{
    /// <summary>Brings the base up to what the row alone shows: its tab, its return, and what became of an open intent.</summary>
    /// <returns>Whether the announced write did not take place and is still owed.</returns>
    public static bool Settle(Row row, DecisionDraft draft)
    {
        var known = draft.Base;
        if (known.Missing)
            draft.Find(10, Reason.RowBack);
        draft.Base = known = known with { Tab = row.Address.Tab, Missing = false, Intent = null, OwedNote = "", Stray = null };

        // A refused edit that was taken back: its note goes with it.
        if (known.Refused is { } refused && !refused.IsSaidBy(row) && !SyncPlanner.IsEdited(row, known))
        {
            draft.Base = known with { Refused = null };
            draft.Find(9, Reason.EditTakenBack, $"{refused.Status} / {refused.OrderNumber}", $"{row.Status} / {row.OrderNumber}");
            if (known is { Noted: true, LeadGone: false })
                draft.NoteOwn(row, "");
        }

        // «before» is kept by a refresh whose status does not change: the cell cannot tell whether the write took place, so write again.
        if (draft.Stored?.Intent is not { } intent)
            return false;
        // To a row that was away nothing was written: whatever it says now, the lead's move is still news to it.
        if (row.Status == intent.StatusBefore || (draft.Stored.Missing && row.Status != intent.Status))
            return true;
        draft.Base = draft.Base with { Status = intent.Status };
        return false;
    }

    /// <summary>Writes all columns that amoCRM owns again, whatever else becomes of the row.</summary>
    public static void WriteWhole(Row row, DecisionDraft draft)
    {
        draft.Find(3, Reason.RowRefreshed, detail: "Rows moved while it was written.");
        draft.RowAction = new RefreshRow(row, draft.RowAction?.Status ?? row.Status) { OrderNumber = draft.RowAction?.OrderNumber };
        draft.Base = draft.Base with { Astray = false };
    }

    /// <summary>Takes a text of ours out of the wrong row. A person may have typed the same in that moment, so a note tells of it.</summary>
    public static void PutRight(Row row, string stray, DecisionDraft draft)
    {
        draft.Find(4, Reason.StrayUndone, stray, row.Status);
        draft.RowAction ??= new ShowStage(row, row.Status, null);
        if (!draft.HasNotes)
            draft.NoteOwn(row, NoteTexts.StrayUndone(stray));
    }
}
