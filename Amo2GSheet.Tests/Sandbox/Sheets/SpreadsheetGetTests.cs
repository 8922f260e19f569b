namespace Amo2GSheet.Tests.Sandbox.Sheets;

public sealed class SpreadsheetGetTests : SheetsTest
{
    [Theory]
    [InlineData("sheets.properties(sheetId,title,index,gridProperties)")]
    [InlineData("sheets/properties/sheetId,sheets/properties/title,sheets(properties(index,gridProperties))")]
    [InlineData("sheets(properties/sheetId,properties/title,properties.index,properties.gridProperties)")]
    public async Task Masks_are_understood_in_every_form(string mask) => Assert.Equal(
        """{"sheets":[{"properties":{"sheetId":0,"title":"Sheet1","index":0,"gridProperties":{"rowCount":1000,"columnCount":26}}}]}""",
        SheetsClient.Text(await Client.CallAsync("GET", $"v4/spreadsheets/book?fields={mask}")));

    [Theory]
    [InlineData("sheets/data/rowData/values/note", """{"sheets":[{"data":[{}]}]}""")]
    [InlineData("sheets.properties.hidden", """{"sheets":[{"properties":{}}]}""")]
    [InlineData("spreadsheetId", """{"spreadsheetId":"book"}""")]
    [InlineData("sheets.properties.gridProperties,sheets.properties.gridProperties.rowCount",
        """{"sheets":[{"properties":{"gridProperties":{"rowCount":1000,"columnCount":26}}}]}""")]
    public async Task Empty_results_keep_their_skeleton(string mask, string reply) =>
        Assert.Equal(reply, SheetsClient.Text(await Client.CallAsync("GET", $"v4/spreadsheets/book?fields={mask}")));

    [Fact]
    public async Task A_mask_that_names_nothing_known_is_400() => Assert.Equal(
        (400, "INVALID_ARGUMENT", "Request contains an invalid argument."),
        await Client.RefusedAsync("GET", "v4/spreadsheets/book?fields=sheets.color"));

    [Fact]
    public async Task Masks_work_on_values_too()
    {
        await Client.PutAsync("A1", """[["a"]]""");

        Assert.Equal("""{"values":[["a"]]}""", SheetsClient.Text(await Client.GetAsync("A1", "fields=values")));
        Assert.Equal(
            """{"valueRanges":[{"range":"Sheet1!A1"}]}""",
            SheetsClient.Text(await Client.CallAsync("GET", "v4/spreadsheets/book/values:batchGet?ranges=A1&fields=valueRanges(range)")));
    }

    [Fact]
    public async Task Cells_come_only_when_asked_for()
    {
        await Client.PutAsync("B2", """[["x",5]]""");

        var bare = await Client.CallAsync("GET", "v4/spreadsheets/book");
        Assert.Null(bare["sheets"]![0]!["data"]);
        Assert.Equal("en_US", (string?)bare["properties"]!["locale"]);

        var cells = await Client.CallAsync("GET", "v4/spreadsheets/book?includeGridData=true&ranges=B2:D4");
        var grid = cells["sheets"]![0]!["data"]![0]!;
        Assert.Equal((1, 1), ((int)grid["startRow"]!, (int)grid["startColumn"]!));
        Assert.Equal(
            """{"userEnteredValue":{"numberValue":5},"effectiveValue":{"numberValue":5},"formattedValue":"5"}""",
            SheetsClient.Text(grid["rowData"]![0]!["values"]![1]));
    }

    [Fact]
    public async Task By_data_filter_shows_the_tabs_that_match()
    {
        await Client.BatchAsync("""{"addSheet":{"properties":{"sheetId":7,"title":"Other"}}}""");

        var reply = await Client.CallAsync(
            "POST", "v4/spreadsheets/book:getByDataFilter?fields=sheets.properties.title", """{"dataFilters":[{"gridRange":{"sheetId":7}}]}""");

        Assert.Equal("""{"sheets":[{"properties":{"title":"Other"}}]}""", SheetsClient.Text(reply));
    }

    [Fact]
    public async Task A_new_spreadsheet_belongs_to_its_maker()
    {
        var made = await Client.CallAsync("POST", "v4/spreadsheets", """{"properties":{"title":"New"},"sheets":[{"properties":{"title":"T"}}]}""");

        await Client.CallAsync("GET", $"v4/spreadsheets/{made["spreadsheetId"]}/values/T!A1");
    }

    [Fact]
    public async Task A_tab_can_be_copied_to_another_spreadsheet()
    {
        await Client.PutAsync("A1", """[["x"]]""");
        Client.World.CreateSpreadsheet("second", "Second", "owner@example.com");
        Client.World.Share("second", SheetsClient.Account);

        var properties = await Client.CallAsync(
            "POST", "v4/spreadsheets/book/sheets/0:copyTo", """{"destinationSpreadsheetId":"second"}""");

        Assert.Equal("Copy of Sheet1", (string?)properties["title"]);
        var copied = await Client.CallAsync("GET", "v4/spreadsheets/second/values/'Copy of Sheet1'!A1");
        Assert.Equal("""[["x"]]""", SheetsClient.Text(copied["values"]));
    }
}
