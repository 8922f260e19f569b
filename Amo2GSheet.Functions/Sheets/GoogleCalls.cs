using System.Net;
using Amo2GSheet.Core.Sheets;
using Google;
using Google.Apis.Requests;
using Google.Apis.Sheets.v4;
using Google.Apis.Sheets.v4.Data;

namespace Amo2GSheet.Functions.Sheets;

/// <summary>
/// The three calls of Google Sheets that the service makes. Failures come as the port's exceptions; a refused request (400) stays a
/// <see cref="GoogleApiException"/>, for the caller to find out what was wrong with it.
/// </summary>
/// <param name="service">Google's client.</param>
/// <param name="spreadsheetId">The spreadsheet.</param>
/// <param name="account">E-mail of the service account.</param>
/// <param name="time">The clock that waits are measured with.</param>
internal sealed class GoogleCalls(SheetsService service, string spreadsheetId, string account, TimeProvider time)
{
    /// <summary>Lists the tabs.</summary>
    public async Task<IReadOnlyList<SheetProperties>> ListTabsAsync(CancellationToken cancellationToken)
    {
        var request = service.Spreadsheets.Get(spreadsheetId);
        request.Fields = "sheets.properties(sheetId,title,index,gridProperties)";
        try
        {
            var book = await AsRead(request).ExecuteAsync(cancellationToken);
            return [.. (book?.Sheets ?? []).Select(sheet => sheet.Properties)];
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
    public async Task<GridAnswer?> ReadAsync(IEnumerable<GridPart> parts, CancellationToken cancellationToken)
    {
        var body = new BatchGetValuesByDataFilterRequest
        {
            DataFilters = [.. parts.Select(part => new DataFilter { GridRange = part.ToRange() })],
            MajorDimension = "COLUMNS",
            ValueRenderOption = "UNFORMATTED_VALUE",
        };
        try
        {
            return new GridAnswer(await AsRead(service.Spreadsheets.Values.BatchGetByDataFilter(body, spreadsheetId)).ExecuteAsync(cancellationToken));
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

    /// <summary>Applies all requests in order, or none.</summary>
    /// <exception cref="GoogleApiException">Google refused a request (400); nothing was applied.</exception>
    public async Task UpdateAsync(IEnumerable<Request> requests, CancellationToken cancellationToken)
    {
        var call = service.Spreadsheets.BatchUpdate(new BatchUpdateSpreadsheetRequest { Requests = [.. requests] }, spreadsheetId);
        call.AddUnsuccessfulResponseHandler(SheetBackOff.ForWrite(time));
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
