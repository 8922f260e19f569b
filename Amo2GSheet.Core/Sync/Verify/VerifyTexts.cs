using System.Globalization;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync.Verify;

/// <summary>How each kind of difference likely came about, and what to do. They quote no cell: they go into logs, too.</summary>
internal static class VerifyTexts
{
    /// <summary>Cause and fix of a difference.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="reason">What the planner would say; null for what no rule looks at.</param>
    /// <param name="lead">The lead.</param>
    public static (string Cause, string Fix) Of(DifferenceKind kind, Reason? reason, LeadCase lead) => kind switch
    {
        DifferenceKind.RowMissing => (
            "The lead stands at a trigger stage and no bell rang for it: its webhook was lost, or it came there before the service did.",
            "Move the lead away from the stage and back. Many of them: set INITIAL_SYNC_DATE_FROM and INITIAL_SYNC_DATE_TO to the days they were made on; or, when they are old ones that shall get no row, LEADS_CREATED_AFTER."),
        DifferenceKind.RowGone => ("The row was deleted, and no pass has noted it.", Passes),
        DifferenceKind.RowUntracked => ("The row was pasted or typed in, and no pass has taken it over.", Passes),
        DifferenceKind.LeadGone => (
            "The lead was deleted or merged in amoCRM, and the service did not hear of it.",
            $"Delete the row, or restore the lead in amoCRM. A bell makes the service note it: {Why(lead)} tells whether one came; see that CATCH_UP_SECONDS is not 0."),
        DifferenceKind.StatusDiffers => OfStatus(reason, lead),
        DifferenceKind.StatusUnknown when reason is Reason.PipelineOutOfScope => ("A person chose a status, and the lead's pipeline is out of scope (PIPELINE_KEYWORD).", "Move the lead in amoCRM by hand, or to a pipeline in scope."),
        DifferenceKind.StatusUnknown when reason is Reason.NoSuchStage => ("A person chose a status for which the lead's pipeline has no stage.", "Choose another status, or make the stage in amoCRM."),
        DifferenceKind.StatusUnknown when reason is null => (
            "Both sides were taken as they stood and the text means no stage: the row was adopted so, or a stage was renamed since.",
            "Choose one of the dropdown's values, or move the lead to another stage and back: the row follows."),
        DifferenceKind.StatusUnknown => ("The text is none of the dropdown's values, and no pass has refused it yet.", $"Choose one of the dropdown's values. {Passes}"),
        DifferenceKind.OrderNumberDiffers when reason is Reason.NoOrderField => ("The account has no lead field for the order number.", "Make the field «Заказ №» in amoCRM, or set AMO_ORDER_FIELD_ID; then type the number again."),
        DifferenceKind.OrderNumberDiffers when reason is Reason.NoNumber => ("The order number cell holds an error or a tick.", "Type the number, or clear the cell."),
        DifferenceKind.OrderNumberDiffers when reason is not null => ("A number was typed in the sheet, and no pass has sent it.", Passes),
        DifferenceKind.OrderNumberDiffers => (
            "The number was changed in amoCRM, where the sheet has the say, or the row was adopted with a number that was never sent.",
            "Type the right number in the sheet: clear the cell, wait for a pass, type it again. It goes to amoCRM."),
        DifferenceKind.DuplicateRows => ("A line was copied, and no pass has marked the copy.", $"Delete the lines that are too many; the topmost counts. {Passes}"),
        DifferenceKind.AgreementBehind => (
            "Both sides changed to the same, and the service did not hear of it: a webhook was lost, or no pass ran.",
            $"Nothing in the sheet. {Passes}"),
        DifferenceKind.IntentOpen => ("A pass announced a write and did not finish it: it was cut off, or Google keeps refusing.", Passes),
        DifferenceKind.WaitsLong => ("No pass could decide about the lead.", $"{Why(lead)} tells why; /health/details tells what is in the way."),
        _ => ("", ""),
    };

    /// <summary>Cause and fix of what is known and waits for a person.</summary>
    public static (string Cause, string Fix) OfKnown(DifferenceKind kind) => kind switch
    {
        DifferenceKind.LeadGone => ("The lead is deleted or merged; its row has its note (rule 11).", "Delete the row, or restore the lead in amoCRM."),
        DifferenceKind.DuplicateRows => ("One id stands in several lines; the copies have their note (rule 12).", "Delete the lines that are too many; the topmost counts."),
        DifferenceKind.EditHeld => ("The brake holds the edit back (rule 16).", "amo2gsheet holds list shows the hold; approve or discard it."),
        DifferenceKind.RowUntracked => ("A person typed or pasted the row, and it was not taken over; it has its note (rule 2).", "Delete the row, or move the lead to a trigger stage; ROW_ADOPTION says which rows are taken over."),
        _ => ("An edit was refused and stands; the cell has its note (rule 9).", "Choose another value, or take the edit back."),
    };

    /// <summary>A lead that waits in the inbox.</summary>
    public static Difference Waiting(InboxEntry entry, LeadVerdict? verdict)
    {
        var told = verdict?.Differences is [var first, ..] ? first : null;
        return new Difference(
            DifferenceKind.WaitsLong,
            entry.Lead.Value,
            told?.Amo ?? "as the sheet has it",
            told?.Sheet ?? "as amoCRM has it, or not to be there",
            string.Create(CultureInfo.InvariantCulture, $"It waits in the inbox since {LeadHistory.Time(entry.FirstSeen)}; {entry.Attempts} passes could not decide{(entry.LastError is { } why ? $": {why}" : ".")}"),
            $"amo2gsheet why {entry.Lead} tells what is in the way; so does /health/details.");
    }

    private static (string Cause, string Fix) OfStatus(Reason? reason, LeadCase lead) => reason switch
    {
        Reason.LeadMoved => ("A person chose a status or typed an order number, and no pass has sent it to amoCRM.", Passes),
        Reason.StrayUndone => ("People moved rows while the service wrote, and a status meant for another row landed in this one.", Passes),
        null => (
            "Both sides were taken as they stood: the row was adopted so (rule 2), its cell could not be written, or a stage was renamed since.",
            $"Decide which side is right: choose its status in the sheet, or move the lead to another stage and back. {Why(lead)} tells the lead's history."),
        _ => (
            "The lead was moved in amoCRM, and the service did not hear of it: the webhook was lost.",
            "Move the lead to another stage and back. See /health/details whether webhooks come, and that CATCH_UP_SECONDS is not 0."),
    };

    private const string Passes = "The next pass does it: see /health/details whether passes run.";

    private static string Why(LeadCase lead) => $"amo2gsheet why {lead.Id}";
}
