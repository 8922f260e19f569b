namespace Amo2GSheet.Core.Sync.Verify;

/// <summary>What about a lead is not as it should be.</summary>
public enum DifferenceKind
{
    /// <summary>The lead has earned a row and there is none (rule 1).</summary>
    RowMissing,

    /// <summary>The row is gone, and nothing says so (rule 10).</summary>
    RowGone,

    /// <summary>A row that nobody tracks (rule 2).</summary>
    RowUntracked,

    /// <summary>The row of a lead that amoCRM shows no more (rule 11).</summary>
    LeadGone,

    /// <summary>The row says another status than the lead's stage.</summary>
    StatusDiffers,

    /// <summary>The row's status is none, or none that the lead's pipeline has a stage for (rule 9).</summary>
    StatusUnknown,

    /// <summary>The row's order number is not the lead's.</summary>
    OrderNumberDiffers,

    /// <summary>One id stands in several lines (rule 12).</summary>
    DuplicateRows,

    /// <summary>Row and lead agree, and what they last agreed on was not noted.</summary>
    AgreementBehind,

    /// <summary>A cell write was announced and never finished.</summary>
    IntentOpen,

    /// <summary>The lead waits in the inbox for long.</summary>
    WaitsLong,

    /// <summary>A person's edit was refused and stands (rule 9). Only known, never a difference.</summary>
    EditRefused,

    /// <summary>Known: the brake holds an edit until a person approves or discards it (rule 16).</summary>
    EditHeld,
}

/// <summary>A difference between the two sides. No personal data: stages, statuses, order numbers, ids.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Lead">The lead's id.</param>
/// <param name="Amo">What amoCRM says.</param>
/// <param name="Sheet">What the sheet says.</param>
/// <param name="Cause">How it likely came about; quotes no cell.</param>
/// <param name="Fix">What to do; quotes no cell.</param>
public sealed record Difference(DifferenceKind Kind, long Lead, string Amo, string Sheet, string Cause, string Fix);

/// <summary>A tab whose rows could not be compared.</summary>
/// <param name="Tab">Its title.</param>
/// <param name="Reason">Why it cannot be read.</param>
public sealed record UncomparedTab(string Tab, string Reason);
