using System.Net;
using Amo2GSheet.Core.Sheets;
using Google;
using Google.Apis.Requests;
using Google.Apis.Sheets.v4;
using Google.Apis.Sheets.v4.Data;

namespace Amo2GSheet.GoogleSheets;

/// <summary>
/// The calls of Google Sheets that the service makes. Failures come as the port's exceptions; a refused request (400) stays a
/// <see cref="GoogleApiException"/>, for the caller to find out what was wrong with it.
/// </summary>
/// <param name="service">Google's client.</param>
/// <param name="spreadsheetId">The spreadsheet.</param>
/// <param name="account">E-mail of the service account.</param>
/// <param name="time">The clock that waits are measured with.</param>
internal sealed class GoogleCalls(SheetsService service, string spreadsheetId, string account, TimeProvider time)
{
    /// <summary>E-mail of the service account.</summary>
    public string Account => account;

    /// <summary>Lists the tabs, in their order.</summary>
    public async Task<IReadOnlyList<ListedTab>> ListTabsAsync(CancellationToken cancellationToken) =>
    [
        // A tab without a grid is a chart.
        .. (await OpenAsync(cancellationToken)).Sheets.Select(sheet => sheet.Properties)
            .Select(tab => new ListedTab(new TabId(tab.SheetId ?? 0), tab.Title, tab.GridProperties is not null)),
    ];

    /// <summary>The spreadsheet's title, and its tabs' properties.</summary>
    public async Task<Spreadsheet> OpenAsync(CancellationToken cancellationToken)
    {
        var request = service.Spreadsheets.Get(spreadsheetId);
        request.Fields = "properties.title,sheets.properties(sheetId,title,index,gridProperties)";
        try
        {
            var book = await AsRead(request).ExecuteAsync(cancellationToken);
            book ??= new Spreadsheet();
            book.Sheets ??= [];
            return book;
        }
        catch (GoogleApiException failure) when (failure.HttpStatusCode is HttpStatusCode.BadRequest)
        {
            throw new SheetMisconfiguredException(
                $"GOOGLE_SHEET_ID names a file that is no Google spreadsheet ({GoogleFailure.WordsOf(failure)}). "
                + "An Excel file has to be saved as Google Sheets first.", failure);
        }
        catch (Exception failure) when (Explain(failure, cancellationToken) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Reads headers and columns by tab id, unformatted.</summary>
    /// <returns>The answer, or null when Google refused the request: a tab is gone, or a column stands beyond the grid.</returns>
    public async Task<GridAnswer?> ReadAsync(IEnumerable<GridPart> parts, CancellationToken cancellationToken) =>
        await ReadAsync(parts.Select(part => part.ToRange()), "COLUMNS", "UNFORMATTED_VALUE", cancellationToken) is { } answer ? new GridAnswer(answer) : null;

    /// <summary>Reads ranges line by line, at most one of each tab.</summary>
    /// <param name="ranges">The ranges.</param>
    /// <param name="rendered">FORMATTED_VALUE, UNFORMATTED_VALUE or FORMULA.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The lines by tab id, without blank cells at their ends; null when Google refused the request: a tab is gone.</returns>
    public async Task<IReadOnlyDictionary<int, IList<IList<object>>>?> ReadLinesAsync(
        IEnumerable<GridRange> ranges, string rendered, CancellationToken cancellationToken) =>
        (await ReadAsync(ranges, "ROWS", rendered, cancellationToken))?.ValueRanges?.ToDictionary(
            match => match.DataFilters[0].GridRange.SheetId ?? 0, match => match.ValueRange?.Values ?? []);

    private async Task<BatchGetValuesByDataFilterResponse?> ReadAsync(
        IEnumerable<GridRange> ranges, string dimension, string rendered, CancellationToken cancellationToken)
    {
        var body = new BatchGetValuesByDataFilterRequest
        {
            DataFilters = [.. ranges.Select(range => new DataFilter { GridRange = range })],
            MajorDimension = dimension,
            ValueRenderOption = rendered,
        };
        try
        {
            return await AsRead(service.Spreadsheets.Values.BatchGetByDataFilter(body, spreadsheetId)).ExecuteAsync(cancellationToken)
                ?? new BatchGetValuesByDataFilterResponse();
        }
        catch (GoogleApiException failure) when (failure.HttpStatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (Exception failure) when (Explain(failure, cancellationToken) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Reads validation and number format of cells, range by range.</summary>
    /// <param name="ranges">Ranges of one tab.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The ranges' cells, each from its own first line on; null when Google refused the request.</returns>
    public async Task<IReadOnlyList<GridData>?> ReadFormatsAsync(IEnumerable<GridRange> ranges, CancellationToken cancellationToken) =>
        (await ReadCellsAsync(ranges, "dataValidation,userEnteredFormat.numberFormat", cancellationToken))?.SelectMany(tab => tab.Data ?? []).ToList();

    /// <summary>Reads cells with what they come to and how they are shown, range by range.</summary>
    /// <param name="ranges">Ranges of any tabs.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The tabs with the ranges' cells, each from its own first line on; null when Google refused the request.</returns>
    public Task<IReadOnlyList<Sheet>?> ReadCellsAsync(IEnumerable<GridRange> ranges, CancellationToken cancellationToken) =>
        ReadCellsAsync(ranges, "effectiveValue,formattedValue,effectiveFormat.numberFormat.type", cancellationToken);

    /// <summary>Reads the notes of cells, range by range, now or not at all: a write at the same positions follows.</summary>
    /// <returns>The tabs with the ranges' cells, each from its own first line on; null when Google refused the request.</returns>
    public Task<IReadOnlyList<Sheet>?> ReadNotesAsync(IEnumerable<GridRange> ranges, CancellationToken cancellationToken) =>
        ReadCellsAsync(ranges, "note", cancellationToken, isRepeated: false);

    private async Task<IReadOnlyList<Sheet>?> ReadCellsAsync(
        IEnumerable<GridRange> ranges, string fields, CancellationToken cancellationToken, bool isRepeated = true)
    {
        var request = service.Spreadsheets.GetByDataFilter(
            new GetSpreadsheetByDataFilterRequest { DataFilters = [.. ranges.Select(range => new DataFilter { GridRange = range })] }, spreadsheetId);
        request.Fields = $"sheets(properties.sheetId,data(startRow,startColumn,rowData.values({fields})))";
        try
        {
            return [.. (await (isRepeated ? AsRead(request) : request).ExecuteAsync(cancellationToken))?.Sheets ?? []];
        }
        catch (GoogleApiException failure) when (failure.HttpStatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (Exception failure) when (Explain(failure, cancellationToken) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Applies all requests in order, or none. Waits when the quota is used up: only for what names no lines that people may move meanwhile.</summary>
    /// <exception cref="GoogleApiException">Google refused a request (400); nothing was applied.</exception>
    public Task UpdateAsync(IEnumerable<Request> requests, CancellationToken cancellationToken) => UpdateAsync(requests, SheetBackOff.ForWrite(time), cancellationToken);

    /// <summary>Applies all requests in order, or none, now or not at all.</summary>
    /// <exception cref="GoogleApiException">Google refused a request (400); nothing was applied.</exception>
    public Task UpdateNowAsync(IEnumerable<Request> requests, CancellationToken cancellationToken) => UpdateAsync(requests, null, cancellationToken);

    private async Task UpdateAsync(IEnumerable<Request> requests, SheetBackOff? backOff, CancellationToken cancellationToken)
    {
        var call = service.Spreadsheets.BatchUpdate(new BatchUpdateSpreadsheetRequest { Requests = [.. requests] }, spreadsheetId);
        if (backOff is not null)
            call.AddUnsuccessfulResponseHandler(backOff);
        try
        {
            await call.ExecuteAsync(cancellationToken);
        }
        catch (Exception failure) when (Explain(failure, cancellationToken) is { } explained)
        {
            throw explained;
        }
    }

    private ClientServiceRequest<T> AsRead<T>(ClientServiceRequest<T> request)
    {
        var backOff = SheetBackOff.ForRead(time);
        request.AddUnsuccessfulResponseHandler(backOff);
        request.AddExceptionHandler(backOff);
        return request;
    }

    private Exception? Explain(Exception failure, CancellationToken cancellationToken) =>
        GoogleFailure.Explain(failure, account, cancellationToken.IsCancellationRequested);
}
