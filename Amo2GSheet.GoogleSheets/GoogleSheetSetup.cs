using Amo2GSheet.Core.Sheets;
using Google;
using Google.Apis.Sheets.v4.Data;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.GoogleSheets;

/// <summary>Looks the spreadsheet over and sets it up, by the same requests that the turn of a month makes.</summary>
/// <param name="calls">Google.</param>
/// <param name="options">Which tabs.</param>
/// <param name="logger">Takes what had to be put back.</param>
internal sealed partial class GoogleSheetSetup(GoogleCalls calls, IOptions<GoogleSheetOptions> options, ILogger<GoogleSheetSetup> logger) : ISheetSetup
{
    /// <inheritdoc />
    public async Task<SheetSurvey> SurveyAsync(CancellationToken cancellationToken)
    {
        var book = await BookTabs.OpenAsync(calls, options.Value.Titles, cancellationToken);
        var months = book.All.Where(tab => tab.GridProperties is not null && TabMap.IsMonth(tab.Title) && tab != book.Active && tab != book.Staff).ToList();
        var lines = await ReadAsync([Whole(book.Active), Whole(book.Staff), .. months.Select(Header)], cancellationToken);

        var findings = new List<SheetFinding>();
        IReadOnlyList<string>? header = null;
        if (book.Active is { } active)
        {
            var survey = new OrderTabSurvey(active, lines[active.SheetId ?? 0]);
            header = survey.Header;
            findings.AddRange(survey.OfHeader());
            findings.AddRange(survey.OfCells(await ReadFormatsAsync(active, survey.FormattedColumns, cancellationToken)));
            findings.AddRange(DuplicateIds.In([
                (active.Title, survey.Ids), .. await ReadIdsAsync(months, lines, cancellationToken)]));
        }
        else
        {
            findings.Add(new SheetFinding(
                $"There is no tab «{book.Titles.Active}», which takes new orders (GOOGLE_WORKSHEET_NAME). Rename the tab that shall, or have it made.",
                Blocks: true, SheetFix.CreateActiveTab));
        }

        findings.AddRange(StaffTabSurvey.Of(book.Staff, book.Titles.Staff, book.Staff is { } staff ? lines[staff.SheetId ?? 0] : []));
        findings.AddRange(months.SelectMany(month => OrderTabSurvey.OfMonth(month.Title, lines[month.SheetId ?? 0])));
        findings.AddRange(book.Twins());
        return new SheetSurvey(book.Title, calls.Account, [.. book.All.Select(tab => tab.Title)], header, findings);
    }

    /// <inheritdoc />
    public async Task FixAsync(IReadOnlyCollection<SheetFix> fixes, CancellationToken cancellationToken)
    {
        if (fixes.Count == 0)
            return;

        var book = await BookTabs.OpenAsync(calls, options.Value.Titles, cancellationToken);
        var lines = await ReadAsync([Whole(book.Active), Whole(book.Staff)], cancellationToken);
        await UpdateAsync(new SetupFixes(book, lines, [.. fixes.Distinct().Order()]).Requests(), cancellationToken);
    }

    /// <inheritdoc />
    public async Task<int> AddStaffAsync(IReadOnlyList<StaffMember> staff, CancellationToken cancellationToken)
    {
        var book = await BookTabs.OpenAsync(calls, options.Value.Titles, cancellationToken);
        var tab = book.Staff ?? throw new SheetMisconfiguredException(
            $"There is no tab «{book.Titles.Staff}» (GOOGLE_STAFF_SHEET_NAME): have it made first, then add people.");
        var lines = (await ReadAsync([Whole(tab)], cancellationToken))[tab.SheetId ?? 0];
        var added = StaffTabSurvey.Add(tab.Title, lines, staff);
        if (added.Count == 0)
            return 0;

        var id = new TabId(tab.SheetId ?? 0);
        var layout = new SheetLayout(SheetLines.Texts(lines, 0));
        await UpdateAsync([.. OrderTabRequests.Texts(id, layout, [OrderColumns.StaffCode]), OrderTabRequests.Append(id, added)], cancellationToken);
        return added.Count;
    }

    /// <inheritdoc />
    public async Task<int> CleanEmptyRowsAsync(CancellationToken cancellationToken)
    {
        var book = await BookTabs.OpenAsync(calls, options.Value.Titles, cancellationToken);
        var tab = book.Active ?? throw new SheetMisconfiguredException($"There is no tab «{book.Titles.Active}» (GOOGLE_WORKSHEET_NAME).");
        var id = new TabId(tab.SheetId ?? 0);
        // Formulas as such: one whose result is empty is no empty cell.
        var before = (await ReadAsync([Whole(tab)], cancellationToken, "FORMULA"))[id.Value];
        List<int> empty = [.. Enumerable.Range(1, Math.Max(0, before.Count - 1)).Where(line => SheetLines.IsEmpty(before[line]))];
        if (empty.Count == 0)
            return 0;

        await UpdateAsync(OrderTabRequests.DeleteLines(id, empty), cancellationToken);
        await PutBackAsync(tab, before, cancellationToken);
        return empty.Count;
    }

    /// <summary>
    /// Google knows no precondition: a person who moved lines between our read and our call had other lines deleted. Lines that are gone,
    /// people's own without an id too, are put back below all others, and that is told.
    /// </summary>
    private async Task PutBackAsync(SheetProperties tab, IList<IList<object>> before, CancellationToken cancellationToken)
    {
        var after = (await ReadAsync([Whole(tab)], cancellationToken, "FORMULA"))[tab.SheetId ?? 0];
        var there = SheetLines.Ids(after).Select(row => row.Lead).ToHashSet();
        List<IList<object>> lost =
        [
            .. SheetLines.Ids(before).Where(row => !there.Contains(row.Lead)).Select(row => before[row.Line]),
            .. SheetLines.LostNotes(before, after),
        ];
        if (lost.Count == 0)
            return;

        await UpdateAsync([OrderTabRequests.Append(new TabId(tab.SheetId ?? 0), lost)], cancellationToken);
        Log.PutBack(logger, lost.Count);
        throw new SheetMisconfiguredException(
            $"Somebody moved lines of «{tab.Title}» while its empty ones were deleted: {lost.Count} lines were hit and stand below all others again. Look at their dates and formulas, which came back as plain values.");
    }

    private async Task<IReadOnlyList<(string Title, IReadOnlyList<RowId> Ids)>> ReadIdsAsync(
        IReadOnlyList<SheetProperties> months, IReadOnlyDictionary<int, IList<IList<object>>> headers, CancellationToken cancellationToken)
    {
        var columns = months
            .Select(month => (Month: month, Column: new SheetLayout(SheetLines.Texts(headers[month.SheetId ?? 0], 0)).IndexOf(OrderColumns.Id)))
            .Where(month => month.Column is not null)
            .ToList();
        if (columns.Count == 0)
            return [];

        var answer = await calls.ReadAsync(columns.Select(month => new GridPart(month.Month.SheetId ?? 0, month.Column)), cancellationToken);
        return [.. columns.Select(month =>
            (month.Month.Title, SheetLines.Ids(answer?.ColumnOf(month.Month.SheetId ?? 0, month.Column!.Value) ?? [])))];
    }

    /// <summary>Cells of columns from line 1 on, by column.</summary>
    private async Task<IReadOnlyDictionary<int, IReadOnlyList<CellData?>>> ReadFormatsAsync(
        SheetProperties tab, IReadOnlyList<int> columns, CancellationToken cancellationToken)
    {
        List<int> inside = [.. columns.Where(column => column < tab.GridProperties.ColumnCount && tab.GridProperties.RowCount > 1)];
        if (inside.Count == 0)
            return new Dictionary<int, IReadOnlyList<CellData?>>();

        var data = await calls.ReadFormatsAsync(
            inside.Select(column => new GridRange { SheetId = tab.SheetId, StartRowIndex = 1, StartColumnIndex = column, EndColumnIndex = column + 1 }),
            cancellationToken) ?? throw Changed();
        return data.ToDictionary(
            part => part.StartColumn ?? 0,
            part => (IReadOnlyList<CellData?>)[.. (part.RowData ?? []).Select(row => row.Values?.FirstOrDefault())]);
    }

    private async Task<IReadOnlyDictionary<int, IList<IList<object>>>> ReadAsync(
        IReadOnlyList<GridRange?> ranges, CancellationToken cancellationToken, string rendered = "UNFORMATTED_VALUE")
    {
        List<GridRange> there = [.. ranges.OfType<GridRange>()];
        if (there.Count == 0)
            return new Dictionary<int, IList<IList<object>>>();

        var lines = await calls.ReadLinesAsync(there, rendered, cancellationToken);
        return lines is not null && there.TrueForAll(range => lines.ContainsKey(range.SheetId ?? 0)) ? lines : throw Changed();
    }

    private async Task UpdateAsync(IEnumerable<Request> requests, CancellationToken cancellationToken)
    {
        try
        {
            await calls.UpdateAsync(requests, cancellationToken);
        }
        catch (GoogleApiException refusal)
        {
            throw new SheetMisconfiguredException($"Google refused, and nothing was changed: {GoogleFailure.WordsOf(refusal)}", refusal);
        }
    }

    private static GridRange? Whole(SheetProperties? tab) => tab is null ? null : new GridRange { SheetId = tab.SheetId ?? 0 };

    private static GridRange Header(SheetProperties tab) => new GridPart(tab.SheetId ?? 0, null).ToRange();

    private static SheetUnavailableException Changed() => new("Tabs were changed while they were looked at. Try again.");

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Lines were moved while empty ones were deleted; {Rows} rows that were hit stand again below all others")]
        public static partial void PutBack(ILogger logger, int rows);
    }
}
