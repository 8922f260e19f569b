using System.Security.Cryptography;
using Amo2GSheet.Core.Sheets;
using Google.Apis.Sheets.v4.Data;

namespace Amo2GSheet.GoogleSheets;

/// <summary>Turns fixes into one list of requests. Nothing that a person wrote is touched: what is no longer as it was found is refused.</summary>
/// <param name="book">The tabs now.</param>
/// <param name="lines">All lines of the active tab and of the staff tab, by tab id.</param>
/// <param name="fixes">The fixes, in their order.</param>
internal sealed class SetupFixes(BookTabs book, IReadOnlyDictionary<int, IList<IList<object>>> lines, IReadOnlyList<SheetFix> fixes)
{
    /// <summary>The requests, in order.</summary>
    /// <exception cref="SheetMisconfiguredException">The spreadsheet is no longer as it was found.</exception>
    public IReadOnlyList<Request> Requests()
    {
        // A new tab has header, freeze, dropdown and format.
        var isNew = fixes.Contains(SheetFix.CreateActiveTab);
        return [.. fixes
            .Where(fix => !isNew || fix is SheetFix.CreateActiveTab or SheetFix.CreateStaffTab or SheetFix.WriteStaffHeader)
            .SelectMany(Of)];
    }

    private IEnumerable<Request> Of(SheetFix fix) => fix switch
    {
        SheetFix.CreateActiveTab => CreateActive(),
        SheetFix.WriteHeader => WriteHeader(Active, OrderColumns.All),
        SheetFix.FreezeHeader => [OrderTabRequests.Freeze(IdOf(Active))],
        SheetFix.SetDropdown => SetDropdown(),
        SheetFix.SetTextFormat => OrderTabRequests.Texts(IdOf(Active), Layout(), OrderColumns.Texts),
        SheetFix.CreateStaffTab => CreateStaff(),
        SheetFix.WriteStaffHeader => WriteHeader(Staff, OrderTabRequests.StaffHeader),
        _ => throw new ArgumentOutOfRangeException(nameof(fix), fix, null),
    };

    private SheetProperties Active => book.Active ?? throw Gone(book.Titles.Active);

    private SheetProperties Staff => book.Staff ?? throw Gone(book.Titles.Staff);

    private IEnumerable<Request> CreateActive() => book.Active is null
        ? OrderTabRequests.NewOrderTab(NewId(), book.Titles.Active, 0, OrderColumns.All)
        : throw Changed(book.Titles.Active);

    private IEnumerable<Request> CreateStaff() => book.Staff is null
        ? OrderTabRequests.NewStaffTab(NewId(), book.Titles.Staff, book.All.Count + (book.Active is null ? 1 : 0))
        : throw Changed(book.Titles.Staff);

    private IEnumerable<Request> WriteHeader(SheetProperties tab, IReadOnlyList<string> header) => lines[tab.SheetId ?? 0].All(SheetLines.IsEmpty)
        ? [.. OrderTabRequests.Room(IdOf(tab), tab.GridProperties, header.Count), OrderTabRequests.Header(IdOf(tab), header)]
        : throw Changed(tab.Title);

    private IEnumerable<Request> SetDropdown() => Layout().IndexOf(OrderColumns.Status) is { } column
        ? [.. OrderTabRequests.Room(IdOf(Active), Active.GridProperties, column + 1), OrderTabRequests.Dropdown(IdOf(Active), column, firstLine: 1)]
        : throw Changed(Active.Title);

    private SheetLayout Layout() => new(fixes.Contains(SheetFix.WriteHeader) ? OrderColumns.All : SheetLines.Texts(lines[Active.SheetId ?? 0], 0));

    /// <summary>An id that neither the turn of a month nor, but for luck, Google gives.</summary>
    private TabId NewId() => book.FreeId(RandomNumberGenerator.GetInt32(1_000, 1_000_000_000));

    private static TabId IdOf(SheetProperties tab) => new(tab.SheetId ?? 0);

    private static SheetMisconfiguredException Gone(string title) => new($"The tab «{title}» is not there any more: look the spreadsheet over again.");

    private static SheetMisconfiguredException Changed(string title) => new($"The tab «{title}» is not as it was found: look the spreadsheet over again.");
}
