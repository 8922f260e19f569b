using System.Text.RegularExpressions;

namespace Amo2GSheet.Core.Sheets;

/// <summary>A tab as listed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title when listed.</param>
/// <param name="HasGrid">False for a tab that is a chart: it has a title and no cells.</param>
public sealed record ListedTab(TabId Id, string Title, bool HasGrid = true);

/// <summary>The titles that the settings give.</summary>
/// <param name="Active">The tab that takes new rows (<c>GOOGLE_WORKSHEET_NAME</c>).</param>
/// <param name="Staff">The staff list (<c>GOOGLE_STAFF_SHEET_NAME</c>).</param>
public sealed record TabTitles(string Active, string Staff)
{
    /// <summary>The tab with a title: letter by letter, else whatever its case. Google says that titles are unique whatever their case; nobody has proof.</summary>
    /// <param name="tabs">Tabs with a grid.</param>
    /// <param name="titleOf">Tells a tab's title.</param>
    /// <param name="title">The title to look for.</param>
    public static T? Pick<T>(IReadOnlyList<T> tabs, Func<T, string> titleOf, string title)
        where T : class =>
        tabs.FirstOrDefault(tab => titleOf(tab) == title)
        ?? tabs.FirstOrDefault(tab => string.Equals(titleOf(tab), title, StringComparison.OrdinalIgnoreCase));
}

/// <summary>
/// Which tabs are ours: the active one, the archived months, and the staff list. The active tab is the one with its title; when people
/// renamed it, the one that was active until now. An archived month is a tab that we archived, whatever it is called by now, or one that
/// is called like one. A copy that a person made is neither.
/// </summary>
/// <param name="Live">The order tabs: the active one, what we archived from the newest back, then what is only called like a month.</param>
/// <param name="Staff">The staff list; null when there is none.</param>
/// <param name="All">All tabs, in their order.</param>
/// <param name="Remark">A sentence for the operator about how tabs are called; null when all is well.</param>
public sealed partial record TabMap(IReadOnlyList<ListedTab> Live, ListedTab? Staff, IReadOnlyList<ListedTab> All, string? Remark)
{
    /// <summary>The tab that takes new rows.</summary>
    public ListedTab Active => Live[0];

    /// <summary>The tab with this id; null when the spreadsheet has none.</summary>
    public ListedTab? Find(TabId id) => All.FirstOrDefault(tab => tab.Id == id);

    /// <summary>Finds our tabs among all.</summary>
    /// <param name="tabs">The spreadsheet's tabs, in their order.</param>
    /// <param name="titles">The titles to look for.</param>
    /// <param name="known">What is remembered of them by id; null when nothing is.</param>
    /// <param name="before">The active tab until now, where nothing is remembered.</param>
    /// <exception cref="SheetMisconfiguredException">There is no active tab.</exception>
    public static TabMap Find(IReadOnlyList<ListedTab> tabs, TabTitles titles, MonthTabs? known, TabId? before = null)
    {
        var grids = tabs.Where(tab => tab.HasGrid).ToList();
        var staff = Titled(titles.Staff);
        grids.RemoveAll(tab => tab == staff);
        var active = Titled(titles.Active)
            ?? grids.Find(tab => tab.Id == known?.Active.Id)
            ?? grids.Find(tab => tab.Id == before && !IsMonth(tab.Title))
            ?? throw new SheetMisconfiguredException(
                $"The spreadsheet has no tab «{titles.Active}»; it has: {string.Join(", ", tabs.Select(tab => $"«{tab.Title}»"))}. "
                + "Set GOOGLE_WORKSHEET_NAME to the title of the tab that takes new orders, or rename the tab.");
        var ours = (known?.Ours ?? []).Select(archived => grids.Find(tab => tab.Id == archived.Id)).OfType<ListedTab>();
        var months = grids
            .Where(tab => IsMonth(tab.Title))
            .OrderByDescending(tab => tab.Title[3..7], StringComparer.Ordinal)
            .ThenByDescending(tab => tab.Title[..2], StringComparer.Ordinal)
            .ThenByDescending(tab => tab.Title[7..], StringComparer.Ordinal);

        return new TabMap([active, .. ours.Concat(months).Distinct().Where(tab => tab != active)], staff, tabs, RemarkOn(active, tabs, titles));

        ListedTab? Titled(string title) => TabTitles.Pick(grids, tab => tab.Title, title);
    }

    /// <summary>Whether a title is one that the service gives to archived tabs: <c>MM.yyyy</c>, <c>MM.yyyy dd HH</c>.</summary>
    public static bool IsMonth(string title) => MonthTitle().IsMatch(title);

    private static string? RemarkOn(ListedTab active, IReadOnlyList<ListedTab> tabs, TabTitles titles)
    {
        if (!string.Equals(active.Title, titles.Active, StringComparison.OrdinalIgnoreCase))
        {
            return $"The tab that takes new orders was renamed to «{active.Title}». It stays in use; rename it back to «{titles.Active}», "
                + "or set GOOGLE_WORKSHEET_NAME to its new title.";
        }

        return tabs.FirstOrDefault(tab => tab != active && string.Equals(tab.Title, active.Title, StringComparison.OrdinalIgnoreCase)) is { } twin
            ? $"The tabs «{active.Title}» and «{twin.Title}» differ in case only; «{active.Title}» takes new orders. Rename the other one."
            : null;
    }

    [GeneratedRegex(@"^(0[1-9]|1[0-2])\.[0-9]{4}( [0-3][0-9] [0-2][0-9])?$")]
    private static partial Regex MonthTitle();
}
