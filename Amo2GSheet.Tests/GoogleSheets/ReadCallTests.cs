using Google.Apis.Sheets.v4.Data;

namespace Amo2GSheet.Tests.GoogleSheets;

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

        var book = await request.ExecuteAsync();

        Assert.Equal("GET", Call.Method);
        Assert.Equal("https", Call.Uri.Scheme);
        Assert.Equal("sheets.googleapis.com", Call.Uri.Host);
        Assert.Equal("Bearer token", Call.Authorization);
        Assert.Equal("/v4/spreadsheets/book", Call.Uri.AbsolutePath);
        Assert.Contains("fields=sheets.properties%28sheetId%2Ctitle%29", Call.PathAndQuery, StringComparison.Ordinal);
        Assert.Equal("Orders", book.Properties.Title);
        var tab = Assert.Single(book.Sheets).Properties;
        Assert.Equal((0, "Sheet1", 26), (tab.SheetId, tab.Title, tab.GridProperties.ColumnCount));
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
        var request = service.Spreadsheets.Get("book");
        request.Fields = string.Join(',', Enumerable.Range(1, 400).Select(field => $"field{field}"));

        await request.ExecuteAsync();

        Assert.Equal(("POST", "GET"), (Call.Method, Call.MethodOverride));
        Assert.Equal("/v4/spreadsheets/book", Call.PathAndQuery);
        Assert.Contains("field400", Call.Body, StringComparison.Ordinal);
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
