using Amo2GSheet.Core.Sheets;
using Google.Apis.Sheets.v4.Data;

namespace Amo2GSheet.GoogleSheets;

/// <summary>The spreadsheet's tabs as they are now, and which of them the settings name.</summary>
/// <param name="Title">The spreadsheet's title.</param>
/// <param name="All">All tabs, in their order.</param>
/// <param name="Titles">The titles that the settings give.</param>
internal sealed record BookTabs(string Title, IReadOnlyList<SheetProperties> All, TabTitles Titles)
{
    /// <summary>The tab that takes new rows; null when there is none.</summary>
    public SheetProperties? Active => Titled(Titles.Active);

    /// <summary>The staff list; null when there is none.</summary>
    public SheetProperties? Staff => Titled(Titles.Staff);

    /// <summary>Looks, in one call.</summary>
    public static async Task<BookTabs> OpenAsync(GoogleCalls calls, TabTitles titles, CancellationToken cancellationToken)
    {
        var book = await calls.OpenAsync(cancellationToken);
        return new BookTabs(book.Properties?.Title ?? "", [.. book.Sheets.Select(sheet => sheet.Properties)], titles);
    }

    /// <summary>An id that no tab has.</summary>
    public TabId FreeId(int wanted)
    {
        while (All.Any(tab => tab.SheetId == wanted))
            wanted++;
        return new TabId(wanted);
    }

    /// <summary>Tabs whose titles differ in case only.</summary>
    public IEnumerable<SheetFinding> Twins() => All
        .GroupBy(tab => tab.Title, tab => tab.Title, StringComparer.OrdinalIgnoreCase)
        .Where(titles => titles.Count() > 1)
        .Select(titles => new SheetFinding(
            $"The tabs {SheetLines.Names(titles)} differ in case only. Rename all but one, so that nobody takes one for the other.", Blocks: false, Fix: null));

    private SheetProperties? Titled(string title) =>
        TabTitles.Pick([.. All.Where(tab => tab.GridProperties is not null)], tab => tab.Title, title);
}
