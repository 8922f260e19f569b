using Google.Apis.Sheets.v4.Data;
using Google.Apis.Util;
using static Google.Apis.Sheets.v4.SpreadsheetsResource;

namespace Amo2GSheet.Tests.SelfHost.GoogleSheets;

public sealed class ReadCallTests : IDisposable
{
    private readonly GoogleWire _wire = new();

    private WireCall Call => Assert.Single(_wire.Calls);

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task Get_asks_for_masked_fields_and_reads_tabs()
    {
        _wire.Answer("""
            {"spreadsheetId":"book","properties":{"title":"Orders","timeZone":"Asia/Tashkent"},
             "sheets":[{"properties":{"sheetId":0,"title":"Sheet1","index":0,"gridProperties":{"rowCount":1000,"columnCount":26}}}]}
            """);
        using var service = _wire.Service();
        var request = service.Spreadsheets.Get("book");
        request.Fields = "sheets.properties(sheetId,title)";
        request.Ranges = new Repeatable<string>(["A1", "B2"]);
        request.IncludeGridData = true;

        var book = await request.ExecuteAsync();

        Assert.Equal("GET", Call.Method);
        Assert.Equal("https", Call.Uri.Scheme);
        Assert.Equal("sheets.googleapis.com", Call.Uri.Host);
        Assert.Equal("Bearer token", Call.Authorization);
        Assert.Equal("/v4/spreadsheets/book", Call.Uri.AbsolutePath);
        Assert.Contains("fields=sheets.properties%28sheetId%2Ctitle%29", Call.PathAndQuery, StringComparison.Ordinal);
        Assert.Contains("ranges=A1&ranges=B2", Call.PathAndQuery, StringComparison.Ordinal);
        Assert.Contains("includeGridData=true", Call.PathAndQuery, StringComparison.Ordinal);
        Assert.Equal("Asia/Tashkent", book.Properties.TimeZone);
        var tab = Assert.Single(book.Sheets).Properties;
        Assert.Equal((0, "Sheet1", 26), (tab.SheetId, tab.Title, tab.GridProperties.ColumnCount));
    }

    [Fact]
    public async Task Values_get_escapes_the_range_and_writes_options_with_underscores()
    {
        _wire.Answer("""{"range":"'My tab'!A1:B2","majorDimension":"COLUMNS","values":[["a",1,true],[],["",1.5]]}""");
        using var service = _wire.Service();
        var request = service.Spreadsheets.Values.Get("book", "'My tab'!A1:B2");
        request.MajorDimension = ValuesResource.GetRequest.MajorDimensionEnum.COLUMNS;
        request.ValueRenderOption = ValuesResource.GetRequest.ValueRenderOptionEnum.UNFORMATTEDVALUE;
        request.DateTimeRenderOption = ValuesResource.GetRequest.DateTimeRenderOptionEnum.FORMATTEDSTRING;

        var range = await request.ExecuteAsync();

        Assert.StartsWith("/v4/spreadsheets/book/values/%27My%20tab%27%21A1%3AB2?", Call.PathAndQuery, StringComparison.Ordinal);
        Assert.Contains("majorDimension=COLUMNS", Call.PathAndQuery, StringComparison.Ordinal);
        Assert.Contains("valueRenderOption=UNFORMATTED_VALUE", Call.PathAndQuery, StringComparison.Ordinal);
        Assert.Contains("dateTimeRenderOption=FORMATTED_STRING", Call.PathAndQuery, StringComparison.Ordinal);
        Assert.Equal([["a", 1L, true], [], ["", 1.5]], range.Values);
    }

    [Fact]
    public async Task Values_of_a_blank_range_are_null()
    {
        _wire.Answer("""{"range":"Sheet1!A1:B2","majorDimension":"ROWS"}""");
        using var service = _wire.Service();

        Assert.Null((await service.Spreadsheets.Values.Get("book", "A1:B2").ExecuteAsync()).Values);
    }

    [Fact]
    public async Task Batch_get_repeats_ranges()
    {
        _wire.Answer("""{"spreadsheetId":"book","valueRanges":[{"range":"A!A1"},{"range":"B!A1","values":[["b"]]}]}""");
        using var service = _wire.Service();
        var request = service.Spreadsheets.Values.BatchGet("book");
        request.Ranges = new[] { "A!A1", "B!A1" };
        request.MajorDimension = ValuesResource.BatchGetRequest.MajorDimensionEnum.ROWS;
        request.ValueRenderOption = ValuesResource.BatchGetRequest.ValueRenderOptionEnum.FORMULA;
        request.DateTimeRenderOption = ValuesResource.BatchGetRequest.DateTimeRenderOptionEnum.SERIALNUMBER;

        var answer = await request.ExecuteAsync();

        Assert.StartsWith("/v4/spreadsheets/book/values:batchGet?", Call.PathAndQuery, StringComparison.Ordinal);
        Assert.Contains("ranges=A%21A1&ranges=B%21A1", Call.PathAndQuery, StringComparison.Ordinal);
        Assert.Contains("valueRenderOption=FORMULA", Call.PathAndQuery, StringComparison.Ordinal);
        Assert.Contains("dateTimeRenderOption=SERIAL_NUMBER", Call.PathAndQuery, StringComparison.Ordinal);
        Assert.Equal(["A!A1", "B!A1"], answer.ValueRanges.Select(range => range.Range));
    }

    [Fact]
    public async Task Batch_get_by_data_filter_posts_grid_ranges_with_zeros_and_reads_the_echo_without_them()
    {
        _wire.Answer("""
            {"spreadsheetId":"book","valueRanges":[{"valueRange":{"range":"Sheet1!B1:B1000","majorDimension":"COLUMNS","values":[["ID",7]]},
             "dataFilters":[{"gridRange":{"startColumnIndex":1,"endColumnIndex":2}}]}]}
            """);
        using var service = _wire.Service();
        var body = new BatchGetValuesByDataFilterRequest
        {
            DataFilters = [new() { GridRange = new() { SheetId = 0, StartColumnIndex = 1, EndColumnIndex = 2 } }],
            MajorDimension = "COLUMNS",
            ValueRenderOption = "UNFORMATTED_VALUE",
        };

        var answer = await service.Spreadsheets.Values.BatchGetByDataFilter(body, "book").ExecuteAsync();

        Assert.Equal(("POST", "/v4/spreadsheets/book/values:batchGetByDataFilter"), (Call.Method, Call.PathAndQuery));
        Json.Same(
            """
            {"dataFilters":[{"gridRange":{"endColumnIndex":2,"sheetId":0,"startColumnIndex":1}}],
             "majorDimension":"COLUMNS","valueRenderOption":"UNFORMATTED_VALUE"}
            """,
            Call.Body);
        var matched = Assert.Single(answer.ValueRanges);
        Assert.Null(Assert.Single(matched.DataFilters).GridRange.SheetId);
        Assert.Equal([["ID", 7L]], matched.ValueRange.Values);
    }

    [Fact]
    public async Task A_very_long_get_travels_as_post_with_a_method_override()
    {
        _wire.Answer("{}");
        using var service = _wire.Service();
        var request = service.Spreadsheets.Values.BatchGet("book");
        request.Ranges = new Repeatable<string>(Enumerable.Range(1, 400).Select(row => $"Sheet1!A{row}"));

        await request.ExecuteAsync();

        Assert.Equal(("POST", "GET"), (Call.Method, Call.MethodOverride));
        Assert.Equal("/v4/spreadsheets/book/values:batchGet", Call.PathAndQuery);
        Assert.Contains("ranges=Sheet1%21A400", Call.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_base_uri_with_a_trailing_slash_leads_to_another_server()
    {
        _wire.Answer("{}");
        using var service = _wire.Service(initializer => initializer.BaseUri = "http://127.0.0.1:9/google/");

        await service.Spreadsheets.Get("book").ExecuteAsync();

        Assert.Equal("http://127.0.0.1:9/google/v4/spreadsheets/book", Call.Uri.AbsoluteUri);
    }
}
