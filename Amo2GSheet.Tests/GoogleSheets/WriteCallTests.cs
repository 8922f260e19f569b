using System.Net;
using Google;
using Google.Apis.Json;
using Google.Apis.Sheets.v4;
using Google.Apis.Sheets.v4.Data;

namespace Amo2GSheet.Tests.GoogleSheets;

public sealed class WriteCallTests : IDisposable
{
    private readonly GoogleWire _wire = new();

    private WireCall Call => Assert.Single(_wire.Calls);

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task Batch_update_posts_typed_cells_gzipped()
    {
        _wire.Answer("""{"spreadsheetId":"book","replies":[{}]}""");
        using var service = _wire.Service();

        await Send(service, new Request
        {
            UpdateCells = new()
            {
                Start = new() { SheetId = 0, RowIndex = 4, ColumnIndex = 0 },
                Fields = "userEnteredValue,note",
                Rows =
                [
                    new()
                    {
                        Values =
                        [
                            new() { UserEnteredValue = new() { StringValue = "+998" }, Note = "" },
                            new() { UserEnteredValue = new() { NumberValue = 0 } },
                            new() { UserEnteredValue = new() { BoolValue = false } },
                        ],
                    },
                ],
            },
        });

        Assert.Equal(("POST", "/v4/spreadsheets/book:batchUpdate", true), (Call.Method, Call.PathAndQuery, Call.Gzip));
        Json.Same(
            """
            {"requests":[{"updateCells":{"fields":"userEnteredValue,note","start":{"columnIndex":0,"rowIndex":4,"sheetId":0},
             "rows":[{"values":[{"note":"","userEnteredValue":{"stringValue":"+998"}},
                                {"userEnteredValue":{"numberValue":0.0}},{"userEnteredValue":{"boolValue":false}}]}]}}]}
            """,
            Call.Body);
    }

    [Fact]
    public async Task Batch_update_speaks_every_kind_of_request()
    {
        _wire.Answer("""{"spreadsheetId":"book","replies":[{},{},{},{},{}]}""");
        using var service = _wire.Service();
        var range = new GridRange { SheetId = 7, StartRowIndex = 1, EndRowIndex = 9, StartColumnIndex = 2, EndColumnIndex = 3 };

        var text = new CellData { UserEnteredFormat = new() { NumberFormat = new() { Type = "TEXT" } } };
        var list = new BooleanCondition { Type = "ONE_OF_LIST", Values = [new() { UserEnteredValue = "Отказ" }] };
        var row = new RowData { Values = [new(), new() { UserEnteredValue = new() { StringValue = "=1" } }] };

        await Send(
            service,
            new() { AddSheet = new() { Properties = new() { Title = "Staff", GridProperties = new() { FrozenRowCount = 1 } } } },
            new() { UpdateSheetProperties = new() { Properties = new() { SheetId = 7, Title = "May" }, Fields = "title" } },
            new() { RepeatCell = new() { Range = range, Cell = text, Fields = "userEnteredFormat.numberFormat" } },
            new() { SetDataValidation = new() { Range = range, Rule = new() { Strict = true, ShowCustomUi = true, Condition = list } } },
            new() { AppendCells = new() { SheetId = 7, Fields = "userEnteredValue", Rows = [row] } });

        Json.Same(
            """
            {"requests":[
              {"addSheet":{"properties":{"title":"Staff","gridProperties":{"frozenRowCount":1}}}},
              {"updateSheetProperties":{"properties":{"sheetId":7,"title":"May"},"fields":"title"}},
              {"repeatCell":{"range":{"sheetId":7,"startRowIndex":1,"endRowIndex":9,"startColumnIndex":2,"endColumnIndex":3},
                "cell":{"userEnteredFormat":{"numberFormat":{"type":"TEXT"}}},"fields":"userEnteredFormat.numberFormat"}},
              {"setDataValidation":{"range":{"sheetId":7,"startRowIndex":1,"endRowIndex":9,"startColumnIndex":2,"endColumnIndex":3},
                "rule":{"strict":true,"showCustomUi":true,"condition":{"type":"ONE_OF_LIST","values":[{"userEnteredValue":"Отказ"}]}}}},
              {"appendCells":{"sheetId":7,"fields":"userEnteredValue","rows":[{"values":[{},{"userEnteredValue":{"stringValue":"=1"}}]}]}}]}
            """,
            Call.Body);
    }

    [Fact]
    public void Nulls_inside_values_are_written_and_absent_members_are_not() => Json.Same(
        """{"range":"A1:C1","values":[["a",null,"",1]]}""",
        NewtonsoftJsonSerializer.Instance.Serialize(new ValueRange { Range = "A1:C1", Values = [["a", null!, "", 1]] }));

    [Fact]
    public async Task A_refusal_becomes_an_exception_with_googles_words()
    {
        _wire.Refuse(HttpStatusCode.BadRequest, "Invalid requests[0].updateCells: No grid with id: 5");
        using var service = _wire.Service();

        var refusal = await Assert.ThrowsAsync<GoogleApiException>(() => Send(service, new Request { UpdateCells = new() }));

        Assert.Equal((HttpStatusCode.BadRequest, 400), (refusal.HttpStatusCode, refusal.Error.Code));
        Assert.Equal("Invalid requests[0].updateCells: No grid with id: 5", refusal.Error.Message);
        Assert.Contains("\"status\":\"ANY\"", refusal.Error.ErrorResponseContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_not_json_keeps_its_status_code()
    {
        _wire.Answer("<html>busy</html>", HttpStatusCode.TooManyRequests);
        using var service = _wire.Service();

        var refusal = await Assert.ThrowsAsync<GoogleApiException>(() => Send(service, new Request()));

        Assert.Equal(HttpStatusCode.TooManyRequests, refusal.HttpStatusCode);
        Assert.Equal("<html>busy</html>", refusal.Error.ErrorResponseContent);
    }

    [Fact]
    public async Task A_call_without_a_spreadsheet_id_stops_before_it_is_sent()
    {
        using var service = _wire.Service();

        await Assert.ThrowsAsync<GoogleApiException>(() => service.Spreadsheets.Get(null).ExecuteAsync());

        Assert.Empty(_wire.Calls);
    }

    private static Task<BatchUpdateSpreadsheetResponse> Send(SheetsService service, params Request[] requests) =>
        service.Spreadsheets.BatchUpdate(new() { Requests = requests }, "book").ExecuteAsync();
}
