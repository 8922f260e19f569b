namespace Amo2GSheet.Core.Sync;

/// <summary>What each named reason means, in one sentence for a person.</summary>
internal static class ReasonTexts
{
    private static readonly Dictionary<string, string> Texts = new Dictionary<Reason, string>
    {
        [Reason.RowAppended] = "A row was appended.",
        [Reason.RowAdopted] = "A row that nobody tracked was taken as it is; nothing was pushed.",
        [Reason.RowNotAdopted] = "A person typed or pasted the row, and ROW_ADOPTION does not allow to take it over as its lead stands; nothing of it is pushed.",
        [Reason.RowRefreshed] = "The row's columns of amoCRM were refreshed.",
        [Reason.StatusShown] = "The row's status follows the lead's stage.",
        [Reason.StrayUndone] = "People moved rows while the service wrote, and the row showed another lead's status; it was put right, and no lead was moved.",
        [Reason.AlreadyShown] = "The lead's stage changed, and the row said so already.",
        [Reason.LeadMoved] = "The lead was moved in amoCRM.",
        [Reason.AlreadyThere] = "A person chose a status, and the lead stood at its stage already.",
        [Reason.OrderNumberSent] = "The lead's field «Заказ №» took the row's order number.",
        [Reason.ConflictSheetWins] = "Both sides had changed, and the sheet won.",
        [Reason.ConflictCrmWins] = "Both sides had changed, and amoCRM won.",
        [Reason.UnknownStatus] = "Nothing was pushed: the text is none of the dropdown's values.",
        [Reason.NoSuchStage] = "Nothing was pushed: the lead's pipeline has no stage for the status.",
        [Reason.EditTakenBack] = "A refused edit was taken back; the row says again what was agreed on.",
        [Reason.PipelineOutOfScope] = "Nothing was done: the lead's pipeline is out of scope.",
        [Reason.NoOrderField] = "The order number was not sent: the account has no lead field «Заказ №».",
        [Reason.NoNumber] = "The order number was not sent: its cell holds an error or a tick.",
        [Reason.RefusedByAmoCrm] = "amoCRM refused the change.",
        [Reason.RefusedByGoogle] = "Google refused the write.",
        [Reason.RowGone] = "The row is gone from the sheet; the lead was left alone.",
        [Reason.RowBack] = "The row is back.",
        [Reason.Followed] = "The row is gone; its base follows the lead.",
        [Reason.LeadGone] = "The lead is deleted or merged in amoCRM, or was never there; nothing is pushed.",
        [Reason.LeadBack] = "The lead is readable again.",
        [Reason.DuplicateRows] = "Several lines bear this id; only the topmost counts.",
        [Reason.CopyPromoted] = "A copy came to stand above the row; what it says is old and was not pushed.",
        [Reason.TabUnreadable] = "Nothing was decided: a tab that may hold the row could not be read.",
        [Reason.CellUnclear] = "Nothing was decided: it is not known for sure what a cell of the row holds.",
        [Reason.IdUnreadable] = "Nothing was decided: a line of the tab has an id that cannot be read and may be the row.",
        [Reason.NewerVersion] = "Nothing was decided: a newer version wrote something that this one does not know.",
        [Reason.StaleRead] = "Nothing was decided: what was read is older than what is known.",
        [Reason.StageUnknown] = "Nothing was decided: amoCRM does not list the lead's stage.",
        [Reason.NotVisible] = "Nothing was decided: amoCRM does not show the lead.",
        [Reason.BeforeCutOff] = "No row: the lead was last updated before the cut-off.",
        [Reason.NotAtTrigger] = "No row: the lead stands at a stage that triggers nothing.",
        [Reason.Held] = "Nothing was pushed: the edit is held until a person approves it.",
        [Reason.HoldApproved] = "A person approved the held edit.",
        [Reason.HoldDiscarded] = "A person discarded the held edit; the row shows again what it showed before.",
        [Reason.HoldLeft] = "The lead left the hold: its edit was undone, or nothing is to be pushed any more.",
    }.ToDictionary(text => text.Key.ToString(), text => text.Value);

    /// <summary>The sentence; for a name that this version does not know, the name itself.</summary>
    public static string Of(string reason) => Texts.GetValueOrDefault(reason, reason);
}
