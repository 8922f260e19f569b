using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Core.State;

/// <summary>
/// What both sides agreed on last for one lead. Every compare is three-way (row, base, lead): whoever differs from the base has changed.
/// </summary>
public sealed record Base
{
    /// <summary>The lead.</summary>
    public required LeadId Lead { get; init; }

    /// <summary>The lead's stage as last agreed or followed; null for a row whose lead amoCRM does not know.</summary>
    public required StageKey? Stage { get; init; }

    /// <summary>The row's status text as last agreed.</summary>
    public required string Status { get; init; }

    /// <summary>The row's order number as last agreed; empty when there was none.</summary>
    public required string OrderNumber { get; init; }

    /// <summary>The tab in which the row was last seen.</summary>
    public required TabId Tab { get; init; }

    /// <summary>The lead's newest <c>updated_at</c> that we know. A lead read older than this is a stale read.</summary>
    public DateTimeOffset LeadUpdatedAt { get; init; }

    /// <summary>When we learned <see cref="LeadUpdatedAt"/>, by our own clock: bounds how long an older read is called stale.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary><see cref="Stage"/> and <see cref="LeadUpdatedAt"/> are what amoCRM answered to a change of ours.</summary>
    public bool StageIsOurs { get; init; }

    /// <summary>A person typed or pasted the row, and it was not taken over (rule 2): nothing of it is pushed.</summary>
    public bool IsForeign { get; init; }

    /// <summary>The row is gone from the sheet; the base goes on following the lead (rule 10).</summary>
    public bool Missing { get; init; }

    /// <summary>The lead is deleted or merged in amoCRM; nothing is pushed any more (rule 11).</summary>
    public bool LeadGone { get; init; }

    /// <summary>A cell write that was announced and is not known to be done.</summary>
    public Intent? Intent { get; init; }

    /// <summary>What a write of ours left in the row's status cell though it was meant for another row; null when there is no such text.</summary>
    public StrayText? Stray { get; init; }

    /// <summary>Columns that amoCRM owns may hold another lead's values, because people moved rows while we wrote: the next pass writes them again.</summary>
    public bool Astray { get; init; }

    /// <summary>An edit of a person that was refused (rule 9, or amoCRM's own refusal); not tried again until it changes.</summary>
    public RefusedRow? Refused { get; init; }

    /// <summary>An edit of a person that waits for a person's decision (rule 16); not pushed until then.</summary>
    public HeldEdit? Held { get; init; }

    /// <summary>Up to four former states of status and order number, by their marks (<see cref="AgreedStates"/>); empty when there were none.</summary>
    public string Earlier { get; init; } = "";

    /// <summary>How an edit of a person last moved the lead; null when none ever did, or when all that moved it were first order numbers.</summary>
    public EditMove? Moved { get; init; }

    /// <summary>Our note stands on the row's status cell and has to go when its cause goes.</summary>
    public bool Noted { get; init; }

    /// <summary>A note on the row's status cell that was announced and is not known to be written; empty when none is.</summary>
    public string OwedNote { get; init; } = "";

    /// <summary>How many further lines bear the same id and have our note (rule 12).</summary>
    public int DuplicatesNoted { get; init; }

    /// <summary>
    /// What those further lines said when last seen (<see cref="CopyOf"/>): when one of them comes to stand on top, because people sort or
    /// delete lines, its old values are not an edit of anybody.
    /// </summary>
    public string Copies { get; init; } = "";

    /// <summary>A line's values as they stand in <see cref="Copies"/>.</summary>
    public static string CopyOf(Row row) => $"{row.Status}\u001f{row.OrderNumber}\u001e";

    /// <summary>Opaque version of the stored entity; null for a base that was never saved.</summary>
    public string? Version { get; init; }
}

/// <summary>
/// A cell write announced in the base before it is made. Found open on a later pass: the cell equals <see cref="Status"/> → done;
/// equals <see cref="StatusBefore"/> → write again; anything else → a person changed it since.
/// </summary>
/// <param name="Kind">What is written.</param>
/// <param name="StatusBefore">The status cell before the write; null when there was no row.</param>
/// <param name="Status">The status cell after the write.</param>
public sealed record Intent(IntentKind Kind, string? StatusBefore, string Status);

/// <summary>What an <see cref="Intent"/> announces.</summary>
public enum IntentKind
{
    /// <summary>A new row.</summary>
    Append,

    /// <summary>The status cell (and <c>Воронка</c>).</summary>
    Status,

    /// <summary>All cells that amoCRM owns, and the status cell.</summary>
    Refresh,

    /// <summary>A write of a newer version: only that version knows what it announced, so the lead is left to it.</summary>
    Unknown,
}

/// <summary>A text of ours in the wrong row: people moved rows between our reading and our write. It is no edit.</summary>
/// <param name="Text">The text that was meant for another row.</param>
/// <param name="Was">What the status cell said before, and says again when this is put right.</param>
public sealed record StrayText(string Text, string Was);

/// <summary>A move of a lead that an edit in the sheet caused: what the brake's window counts (rule 16).</summary>
/// <param name="At">When it was decided, by our clock.</param>
/// <param name="Approved">A person approved it under a hold: it is not counted, and neither is what came before it.</param>
public sealed record EditMove(DateTimeOffset At, bool Approved);

/// <summary>What stood in the row when its edit was refused.</summary>
/// <param name="Status">The status text then.</param>
/// <param name="OrderNumber">The order number then.</param>
public sealed record RefusedRow(string Status, string OrderNumber)
{
    /// <summary>What statuses meant in the lead's pipeline then, when that was the cause: other meanings decide the edit again. Null for other causes.</summary>
    public string? Meanings { get; init; }

    /// <summary>Whether the row still says what was refused.</summary>
    public bool IsSaidBy(Row row) => row.Status == Status && row.OrderNumber == OrderNumber;
}

/// <summary>An edit that is held, as it was when it was held: only this may be approved, and nothing that came to stand there since.</summary>
/// <param name="Hold">The hold's id.</param>
/// <param name="From">Where the lead stood when it was read last: its moves since the base are not shown in the row, and not news again.</param>
/// <param name="Goal">Where the lead would be moved; null when only its order number would be sent.</param>
/// <param name="Status">The row's status text.</param>
/// <param name="OrderNumber">The row's order number.</param>
public sealed record HeldEdit(string Hold, StageKey From, StageKey? Goal, string Status, string OrderNumber)
{
    /// <summary>Whether the row still says what was held.</summary>
    public bool IsSaidBy(Row row) => row.Status == Status && row.OrderNumber == OrderNumber;
}
