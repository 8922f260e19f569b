using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Core.Sync.Holds;

/// <summary>
/// Undoes a held edit: the row is decided about as if nobody had edited it, and shows that. Whatever amoCRM did meanwhile follows by the
/// ordinary rules.
/// </summary>
/// <param name="lead">The lead; its row says what is held, and it was read.</param>
/// <param name="context">What holds for the whole pass.</param>
internal sealed class Discard(LeadCase lead, PlanContext context)
{
    /// <summary>Decides.</summary>
    /// <param name="hold">The hold that a person discarded.</param>
    public Decision Decide(Hold hold)
    {
        var (row, stored) = (lead.Rows[0], lead.Base!);
        // A write that was announced counts as done, an earlier try of this very one among them.
        var undone = row with { Status = stored.Intent?.Status ?? stored.Status, OrderNumber = stored.OrderNumber };
        var decision = SyncPlanner.Decide(lead with { Rows = [undone, .. lead.Rows.Skip(1)] }, context);
        if (!decision.Decided)
            return decision;

        var number = row.OrderNumber == stored.OrderNumber ? null : OrderNumber();
        var action = decision.RowAction switch
        {
            ShowStage show => show with { Row = row, OrderNumber = number },
            RefreshRow refresh => refresh with { Row = row, OrderNumber = number },
            _ => (RowAction)new ShowStage(row, undone.Status, null) { OrderNumber = number },
        };
        var own = decision.Notes.FirstOrDefault(note => note.Row == undone && note.Text.Length > 0)?.Text ?? NoteTexts.HoldDiscarded(row.Status, row.OrderNumber);
        var agreed = number ?? stored.OrderNumber;
        return decision with
        {
            RowAction = action,
            Notes = [.. decision.Notes.Where(note => note.Row != undone), new NoteAction(row, own)],
            Base = (decision.Base ?? stored) with { Held = null, Status = action.Status, OrderNumber = agreed, Noted = true },
            Findings =
            [
                .. decision.Findings,
                new Finding(16, Reason.HoldDiscarded, $"{row.Status} / {row.OrderNumber}", $"{action.Status} / {agreed}", $"hold {hold.Id}"),
            ],
        };
    }

    /// <summary>amoCRM's order number; where it has no field for one, what both sides agreed on.</summary>
    private string OrderNumber() => (lead.Lead, context.OrderFieldId) is ({ IsDeleted: false } read, { } field)
        ? RowBuilder.OrderNumberOf(read, field)
        : lead.Base!.OrderNumber;
}
