using System.Text.RegularExpressions;
using Amo2GSheet.Core.Sheets;
using Google.Apis.Sheets.v4.Data;

namespace Amo2GSheet.Functions.Sheets;

/// <summary>A tab as listed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title when listed.</param>
internal sealed record KnownTab(int Id, string Title);

/// <summary>Which tabs are ours: the active one, the archived months (<c>MM.yyyy</c>), and the staff list.</summary>
/// <param name="Live">The order tabs, the active one first, then the months from the newest back.</param>
/// <param name="Staff">The staff list; null when there is none.</param>
internal sealed partial record TabMap(IReadOnlyList<KnownTab> Live, KnownTab? Staff)
{
    /// <summary>The tab that takes new rows.</summary>
    public KnownTab Active => Live[0];

    /// <summary>Finds our tabs among all.</summary>
    /// <param name="tabs">The spreadsheet's tabs.</param>
    /// <param name="options">The titles to look for.</param>
    /// <param name="before">The map until now: a person may rename the active tab, and it stays the active one.</param>
    /// <exception cref="SheetMisconfiguredException">There is no active tab.</exception>
    public static TabMap Find(IReadOnlyList<SheetProperties> tabs, GoogleSheetOptions options, TabMap? before)
    {
        // A tab without a grid is a chart.
        var grids = tabs.Where(tab => tab.GridProperties is not null).Select(tab => new KnownTab(tab.SheetId ?? 0, tab.Title)).ToList();
        var active = Titled(options.WorksheetName)
            ?? grids.Find(tab => tab.Id == before?.Active.Id && !MonthTitle().IsMatch(tab.Title))
            ?? throw new SheetMisconfiguredException(
                $"The spreadsheet has no tab «{options.WorksheetName}»; it has: {string.Join(", ", grids.Select(tab => $"«{tab.Title}»"))}. "
                + "Set GOOGLE_WORKSHEET_NAME to the title of the tab that takes new orders, or rename the tab.");
        var months = grids
            .Where(tab => tab != active && MonthTitle().IsMatch(tab.Title))
            .OrderByDescending(tab => tab.Title[3..], StringComparer.Ordinal)
            .ThenByDescending(tab => tab.Title[..2], StringComparer.Ordinal);

        return new TabMap([active, .. months], Titled(options.StaffSheetName));

        // Titles are unique whatever their case.
        KnownTab? Titled(string title) => grids.Find(tab => string.Equals(tab.Title, title, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"^(0[1-9]|1[0-2])\.[0-9]{4}$")]
    private static partial Regex MonthTitle();
}
