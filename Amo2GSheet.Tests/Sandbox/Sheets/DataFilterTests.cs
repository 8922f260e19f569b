using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Sandbox.Sheets;

public sealed class DataFilterTests : SheetsTest
{
    private const string Mark = """
        {"createDeveloperMetadata":{"developerMetadata":{"metadataId":5,"metadataKey":"row","metadataValue":"E-1","visibility":"DOCUMENT",
         "location":{"dimensionRange":{"dimension":"ROWS","startIndex":1,"endIndex":2}}}}}
        """;

    private const string ByKey = """{"developerMetadataLookup":{"metadataKey":"row"}}""";

    [Fact]
    public async Task Grid_ranges_and_a1_ranges_read_values()
    {
        await Client.PutAsync("A1", """[["a","b"],["c"]]""");

        var reply = await FilterAsync("""{"gridRange":{"sheetId":0,"startRowIndex":0,"startColumnIndex":1,"endColumnIndex":2}}""", """{"a1Range":"A2"}""");

        Assert.Equal(
            """[{"valueRange":{"range":"Sheet1!B1:B1000","majorDimension":"ROWS","values":[["b"]]},"dataFilters":[{"gridRange":{"startColumnIndex":1,"endColumnIndex":2}}]},{"valueRange":{"range":"Sheet1!A2","majorDimension":"ROWS","values":[["c"]]},"dataFilters":[{"a1Range":"A2"}]}]""",
            SheetsClient.Text(reply));
    }

    [Fact]
    public async Task Metadata_is_created_found_and_shown_without_zeros()
    {
        var reply = await Client.BatchAsync(Mark);

        const string Entry =
            """{"metadataId":5,"metadataKey":"row","metadataValue":"E-1","location":{"locationType":"ROW","dimensionRange":{"dimension":"ROWS","startIndex":1,"endIndex":2}},"visibility":"DOCUMENT"}""";
        Assert.Equal(Entry, SheetsClient.Text(reply["replies"]![0]!["createDeveloperMetadata"]!["developerMetadata"]));
        Assert.Equal(Entry, SheetsClient.Text(await Client.CallAsync("GET", "v4/spreadsheets/book/developerMetadata/5")));
        var found = await SearchAsync("""{"a1Range":"A2:B9"}""");
        Assert.Equal(Entry, SheetsClient.Text(found!["developerMetadata"]));
        Assert.Null(await SearchAsync("""{"a1Range":"A3:B9"}"""));
        Assert.Equal(404, (await Client.RefusedAsync("GET", "v4/spreadsheets/book/developerMetadata/6")).Code);
    }

    [Fact]
    public async Task Metadata_follows_its_row_through_insert_delete_and_move()
    {
        await Client.BatchAsync(Mark);

        await Client.BatchAsync("""{"insertDimension":{"range":{"dimension":"ROWS","startIndex":0,"endIndex":3}}}""");
        Assert.Equal(4, await RowAsync());
        await Client.BatchAsync("""{"deleteDimension":{"range":{"dimension":"ROWS","startIndex":0,"endIndex":2}}}""");
        Assert.Equal(2, await RowAsync());
        await Client.BatchAsync("""{"moveDimension":{"source":{"dimension":"ROWS","startIndex":2,"endIndex":3},"destinationIndex":10}}""");
        Assert.Equal(9, await RowAsync());
        await Client.BatchAsync("""{"deleteDimension":{"range":{"dimension":"ROWS","startIndex":9,"endIndex":10}}}""");
        Assert.Null(await SearchAsync(ByKey));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task Whether_metadata_follows_a_sort_is_a_switch(bool follows, int row)
    {
        Client.World.Switches = new SheetSwitches { MetadataFollowsSort = follows };
        await Client.PutAsync("A1", """[["h"],["b"],["a"]]""");
        await Client.BatchAsync(Mark);

        Client.World.Do("book", new PersonEdit { Do = "sort", Column = "h" });

        Assert.Equal("""[["h"],["a"],["b"]]""", await Client.ValuesAsync("A1:A3"));
        Assert.Equal(row, await RowAsync());
    }

    [Fact]
    public async Task A_row_is_written_through_its_metadata()
    {
        await Client.BatchAsync(Mark);

        var reply = await Client.CallAsync("POST", "v4/spreadsheets/book/values:batchUpdateByDataFilter", $$"""
            {"valueInputOption":"RAW","data":[{"dataFilter":{{ByKey}},"values":[["x","y"]]}]}
            """);

        Assert.Equal(2, (int?)reply["totalUpdatedCells"]);
        Assert.Equal(
            $$"""[{"updatedRange":"Sheet1!A2:B2","updatedRows":1,"updatedColumns":2,"updatedCells":2,"dataFilter":{{ByKey}}}]""",
            SheetsClient.Text(reply["responses"]));
        Assert.Equal("Sheet1!A2:Z2", (string?)(await FilterAsync(ByKey))![0]!["valueRange"]!["range"]);

        var cleared = await Client.CallAsync("POST", "v4/spreadsheets/book/values:batchClearByDataFilter", $$"""{"dataFilters":[{{ByKey}}]}""");
        Assert.Equal("""["Sheet1!A2:Z2"]""", SheetsClient.Text(cleared["clearedRanges"]));
    }

    [Fact]
    public async Task Metadata_is_updated_and_deleted_by_filter()
    {
        await Client.BatchAsync(Mark);

        await Client.BatchAsync(
            $$$"""{"updateDeveloperMetadata":{"dataFilters":[{{{ByKey}}}],"developerMetadata":{"metadataValue":"E-2"},"fields":"metadataValue"}}""");
        Assert.Equal("E-2", (string?)(await SearchAsync(ByKey))!["developerMetadata"]!["metadataValue"]);

        var reply = await Client.BatchAsync($$$"""{"deleteDeveloperMetadata":{"dataFilter":{{{ByKey}}} }}""");
        Assert.Equal(5, (int?)reply["replies"]![0]!["deleteDeveloperMetadata"]!["deletedDeveloperMetadata"]![0]!["metadataId"]);
        Assert.Null(await SearchAsync(ByKey));
    }

    [Fact]
    public async Task Whether_an_unmatched_filter_is_an_error_is_a_switch()
    {
        Assert.Null(await FilterAsync(ByKey));

        Client.World.Switches = new SheetSwitches { UnmatchedFilterIsError = true };
        Assert.Equal(400, (await Client.RefusedAsync(
            "POST", "v4/spreadsheets/book/values:batchGetByDataFilter", $$"""{"dataFilters":[{{ByKey}}]}""")).Code);
    }

    [Fact]
    public async Task A_tab_holds_30000_characters_of_metadata() => Assert.Equal(
        400,
        (await Client.BatchRefusedAsync(Mark.Replace("E-1", new string('x', 30_000), StringComparison.Ordinal))).Code);

    private async Task<System.Text.Json.Nodes.JsonNode?> FilterAsync(params string[] filters) => (await Client.CallAsync(
        "POST", "v4/spreadsheets/book/values:batchGetByDataFilter", $$"""{"dataFilters":[{{string.Join(',', filters)}}]}"""))["valueRanges"];

    private async Task<System.Text.Json.Nodes.JsonNode?> SearchAsync(string filter) => (await Client.CallAsync(
        "POST", "v4/spreadsheets/book/developerMetadata:search", $$"""{"dataFilters":[{{filter}}]}"""))["matchedDeveloperMetadata"]?[0];

    private async Task<int?> RowAsync() => (int?)(await SearchAsync(ByKey))!["developerMetadata"]!["location"]!["dimensionRange"]!["startIndex"];
}
