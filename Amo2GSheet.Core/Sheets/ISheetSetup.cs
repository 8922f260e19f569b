namespace Amo2GSheet.Core.Sheets;

/// <summary>
/// Looks the spreadsheet over and sets it up, for people's commands; the sync does not use it. A header that people changed is told, never
/// rewritten. Throws <see cref="SheetUnavailableException"/>, and <see cref="SheetMisconfiguredException"/> when the spreadsheet itself
/// cannot be opened, a tab is no longer as it was found, or Google refuses a change; nothing was changed then.
/// </summary>
public interface ISheetSetup
{
    /// <summary>Says how the spreadsheet is, and what is wrong with it.</summary>
    Task<SheetSurvey> SurveyAsync(CancellationToken cancellationToken);

    /// <summary>Mends findings, in one atomic call.</summary>
    /// <param name="fixes">Fixes of findings of a survey made just before.</param>
    /// <param name="cancellationToken">Stops before the call.</param>
    Task FixAsync(IReadOnlyCollection<SheetFix> fixes, CancellationToken cancellationToken);

    /// <summary>Adds people to the staff tab, which must be there; a code that it has already is left as it is.</summary>
    /// <returns>How many were added.</returns>
    Task<int> AddStaffAsync(IReadOnlyList<StaffMember> staff, CancellationToken cancellationToken);

    /// <summary>Deletes lines of the active tab, below the header, that have no value in any cell and stand above one that has.</summary>
    /// <returns>How many were deleted.</returns>
    Task<int> CleanEmptyRowsAsync(CancellationToken cancellationToken);
}

/// <summary>How the spreadsheet is.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Account">E-mail of the service account that opened it.</param>
/// <param name="Tabs">Titles of all tabs, in their order.</param>
/// <param name="ActiveHeader">Row 1 of the active tab; null when there is no such tab.</param>
/// <param name="Findings">What is not as it should be; empty when all is well.</param>
public sealed record SheetSurvey(
    string Title, string Account, IReadOnlyList<string> Tabs, IReadOnlyList<string>? ActiveHeader, IReadOnlyList<SheetFinding> Findings);

/// <summary>Something that is not as it should be.</summary>
/// <param name="Sentence">What, and how a person mends it.</param>
/// <param name="Blocks">True when the sync cannot work with it.</param>
/// <param name="Fix">What mends it without a person; null when only a person can.</param>
public sealed record SheetFinding(string Sentence, bool Blocks, SheetFix? Fix);

/// <summary>What can be mended without a person. Each touches nothing that a person wrote.</summary>
public enum SheetFix
{
    /// <summary>Makes the active tab: header, freeze, dropdown, text format.</summary>
    CreateActiveTab,

    /// <summary>Writes the header into the active tab, whose row 1 is empty.</summary>
    WriteHeader,

    /// <summary>Freezes row 1 of the active tab.</summary>
    FreezeHeader,

    /// <summary>Puts the dropdown on the <c>Статус</c> column of the active tab.</summary>
    SetDropdown,

    /// <summary>Formats the columns of phones and codes of the active tab as text.</summary>
    SetTextFormat,

    /// <summary>Makes the staff tab with its header.</summary>
    CreateStaffTab,

    /// <summary>Writes the header into the staff tab, which is empty.</summary>
    WriteStaffHeader,
}

/// <summary>A line of the staff tab.</summary>
/// <param name="Code">The code, leading zeros included.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Department">The department (<c>Отдел</c>); empty when not known.</param>
public sealed record StaffMember(string Code, string Name, string Department);
