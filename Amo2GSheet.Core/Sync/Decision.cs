using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync;

/// <summary>What the planner answers for one lead: what to do, and why.</summary>
public sealed record Decision
{
    /// <summary>The lead.</summary>
    public required LeadId Lead { get; init; }

    /// <summary>False when nothing may be decided now; the inbox entry stays.</summary>
    public required bool Decided { get; init; }

    /// <summary>What to change in amoCRM, or null.</summary>
    public LeadChange? Push { get; init; }

    /// <summary>What to write into the row, or null.</summary>
    public RowAction? RowAction { get; init; }

    /// <summary>Notes to set (or, empty, to remove) on status cells.</summary>
    public IReadOnlyList<NoteAction> Notes { get; init; } = [];

    /// <summary>The base once everything above is done; null when it stays as stored.</summary>
    public Base? Base { get; init; }

    /// <summary>
    /// The bell must be rung for this lead, so that it gets an inbox entry whose age bounds how long an answer is doubted.
    /// </summary>
    public bool Ring { get; init; }

    /// <summary>What is decided is done, and the inbox entry stays: this read may show a stage that was left within the same second (rule 14).</summary>
    public bool ReadOnceMore { get; init; }

    /// <summary>Which rules fired, for the journal; a mere echo has none.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Why nothing could be decided.</summary>
    public Finding? Postponed { get; init; }

    /// <summary>Nothing at all is to be done or saved: both sides are where the base has them.</summary>
    public bool IsEcho => Decided && Push is null && RowAction is null && Base is null && Notes.Count == 0 && Findings.Count == 0;
}

/// <summary>A write into the lead's row.</summary>
/// <param name="Status">The status cell's new text.</param>
public abstract record RowAction(string Status)
{
    /// <summary>The order number cell's new text; null leaves what the clerks have there, as every rule but the discarding of a hold does.</summary>
    public string? OrderNumber { get; init; }
}

/// <summary>Appends a row to the active tab (rule 1).</summary>
/// <param name="Status">The status cell's text.</param>
public sealed record AppendRow(string Status) : RowAction(Status);

/// <summary>Rewrites the cells that amoCRM owns, and the status (rule 3).</summary>
/// <param name="Row">The row as read.</param>
/// <param name="Status">The status cell's new text.</param>
public sealed record RefreshRow(Row Row, string Status) : RowAction(Status);

/// <summary>Writes the status cell and <c>Воронка</c> (rule 4).</summary>
/// <param name="Row">The row as read.</param>
/// <param name="Status">The status cell's new text.</param>
/// <param name="Pipeline">What <c>Воронка</c> shows.</param>
public sealed record ShowStage(Row Row, string Status, string? Pipeline) : RowAction(Status);

/// <summary>A note on a status cell.</summary>
/// <param name="Row">The row as read.</param>
/// <param name="Text">The note; empty removes it.</param>
public sealed record NoteAction(Row Row, string Text);

/// <summary>A rule that fired, and what came of it.</summary>
/// <param name="Rule">The rule's number (docs/rules.md).</param>
/// <param name="Reason">What came of it.</param>
/// <param name="Before">What was there, when something changes.</param>
/// <param name="After">What comes, when something changes.</param>
/// <param name="Detail">Further explanation.</param>
public sealed record Finding(int Rule, Reason Reason, string? Before = null, string? After = null, string? Detail = null);

/// <summary>Named outcomes: every action and every refusal has one, and none is a mere true or false.</summary>
public enum Reason
{
    /// <summary>A row is appended.</summary>
    RowAppended,

    /// <summary>A row that nobody tracked is taken as it is.</summary>
    RowAdopted,

    /// <summary>A row that a person typed or pasted is not taken over, as <c>ROW_ADOPTION</c> says.</summary>
    RowNotAdopted,

    /// <summary>The row's amoCRM-owned cells are refreshed: the lead came back to the trigger stage.</summary>
    RowRefreshed,

    /// <summary>The row's status follows the lead's stage.</summary>
    StatusShown,

    /// <summary>The row shows a text that we wrote for another one while people moved rows; it is put right.</summary>
    StrayUndone,

    /// <summary>The lead's stage changed and the row says so already.</summary>
    AlreadyShown,

    /// <summary>The lead is moved, because a person chose a status or filled the order number.</summary>
    LeadMoved,

    /// <summary>A person chose a status, and the lead stands at its stage already.</summary>
    AlreadyThere,

    /// <summary>The lead's order field takes the row's order number.</summary>
    OrderNumberSent,

    /// <summary>Both sides changed and the sheet won.</summary>
    ConflictSheetWins,

    /// <summary>Both sides changed and amoCRM won.</summary>
    ConflictCrmWins,

    /// <summary>The status text is none of the dropdown's values.</summary>
    UnknownStatus,

    /// <summary>The lead's pipeline has no stage for the status.</summary>
    NoSuchStage,

    /// <summary>A refused edit was taken back: the row says again what both sides had agreed on.</summary>
    EditTakenBack,

    /// <summary>The lead's pipeline is out of scope: it is not moved from the sheet.</summary>
    PipelineOutOfScope,

    /// <summary>The account has no lead field «Заказ №».</summary>
    NoOrderField,

    /// <summary>The order number cell holds an error or a tick.</summary>
    NoNumber,

    /// <summary>amoCRM refused the change.</summary>
    RefusedByAmoCrm,

    /// <summary>Google refused the write.</summary>
    RefusedByGoogle,

    /// <summary>The row is gone from the sheet; the lead is left alone.</summary>
    RowGone,

    /// <summary>The row is back.</summary>
    RowBack,

    /// <summary>The row is gone, and its base follows the lead.</summary>
    Followed,

    /// <summary>The lead is deleted or merged in amoCRM, or was never there.</summary>
    LeadGone,

    /// <summary>The lead is readable again.</summary>
    LeadBack,

    /// <summary>Several lines bear one id; only the topmost counts.</summary>
    DuplicateRows,

    /// <summary>A copy came to stand above the row; what it says is old and is not pushed.</summary>
    CopyPromoted,

    /// <summary>A tab that may hold the row could not be read.</summary>
    TabUnreadable,

    /// <summary>It is not known for sure what a cell of the row holds.</summary>
    CellUnclear,

    /// <summary>The row is not there, and a line of its tab has an id that cannot be read.</summary>
    IdUnreadable,

    /// <summary>A newer version wrote something about the lead that this one does not know.</summary>
    NewerVersion,

    /// <summary>What was read is older than what is known.</summary>
    StaleRead,

    /// <summary>The lead stands at a stage that amoCRM does not list (yet).</summary>
    StageUnknown,

    /// <summary>amoCRM does not show the lead (yet, or no more).</summary>
    NotVisible,

    /// <summary>The lead was last updated before the cut-off.</summary>
    BeforeCutOff,

    /// <summary>The lead stands at a stage that triggers nothing, and has no row.</summary>
    NotAtTrigger,

    /// <summary>The edit waits for a person: too many leads would have moved.</summary>
    Held,

    /// <summary>A person approved the held edit.</summary>
    HoldApproved,

    /// <summary>A person discarded the held edit.</summary>
    HoldDiscarded,

    /// <summary>The lead left the hold: its edit was undone, or nothing is to be pushed any more.</summary>
    HoldLeft,
}
