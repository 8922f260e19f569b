namespace Amo2GSheet.Tests.Sandbox.Sheets;

public sealed class ReadValuesTests : SheetsTest
{
    [Fact]
    public async Task Rows_are_ragged_and_blank_rows_in_the_middle_are_empty_lists()
    {
        await Client.PutAsync("A1", """[["A1","B1","","D1"],["","b2"],[],["A4","B4","","D4"]]""");

        Assert.Equal("""[["A1","B1","","D1"],["","b2"],[],["A4","B4","","D4"]]""", await Client.ValuesAsync("A1:Z20"));
        Assert.Equal("""[[],["A4","B4","","D4"]]""", await Client.ValuesAsync("A3:D9"));
    }

    [Fact]
    public async Task Columns_are_trimmed_each_by_itself()
    {
        await Client.PutAsync("A1", """[["a","","c"],["b"]]""");

        var read = await Client.GetAsync("A1:E9", "majorDimension=COLUMNS");

        Assert.Equal("""[["a","b"],[],["c"]]""", SheetsClient.Text(read["values"]));
        Assert.Equal("COLUMNS", (string?)read["majorDimension"]);
    }

    [Fact]
    public async Task Nothing_there_means_no_values_key()
    {
        var read = await Client.GetAsync("Sheet1");

        Assert.Null(read["values"]);
        Assert.Equal("Sheet1!A1:Z1000", (string?)read["range"]);
    }

    [Theory]
    [InlineData("Sheet1", "Sheet1!A1:Z1000")]
    [InlineData("A1:C", "Sheet1!A1:C1000")]
    [InlineData("Sheet1!A:C", "Sheet1!A1:C1000")]
    [InlineData("Sheet1!A2:2", "Sheet1!A2:Z2")]
    [InlineData("Sheet1!2:3", "Sheet1!A2:Z3")]
    [InlineData("Sheet1!D4", "Sheet1!D4")]
    [InlineData("D4:A1", "Sheet1!A1:D4")]
    [InlineData("sheet1!$B$2:c3", "Sheet1!B2:C3")]
    [InlineData("R2C2:R3C4", "Sheet1!B2:D3")]
    [InlineData("Sheet1!Y999:AB1200", "Sheet1!Y999:Z1000")]
    [InlineData("Sheet1%21A1%3AB2", "Sheet1!A1:B2")]
    [InlineData("%27Sheet1%27%21A1", "Sheet1!A1")]
    public async Task Returned_ranges_are_normalised_and_bounded_to_the_grid(string asked, string returned) =>
        Assert.Equal(returned, (string?)(await Client.GetAsync(asked))["range"]);

    [Theory]
    [InlineData("D3", "'D3'!A1")]
    [InlineData("My tab", "'My tab'!A1")]
    [InlineData("It's", "'It''s'!A1")]
    [InlineData("a/b:c!d", "'a/b:c!d'!A1")]
    [InlineData("Лист", "'Лист'!A1")]
    [InlineData("2026", "'2026'!A1")]
    public async Task Titles_are_quoted_when_they_need_it(string title, string returned)
    {
        await Client.BatchAsync($$$$"""{"addSheet":{"properties":{"title":"{{{{title}}}}"}}}""");
        var quoted = Uri.EscapeDataString("'" + title.Replace("'", "''", StringComparison.Ordinal) + "'!A1");

        Assert.Equal(returned, (string?)(await Client.GetAsync(quoted))["range"]);
    }

    [Fact]
    public async Task A_quoted_title_that_looks_like_a_cell_is_a_title()
    {
        await Client.BatchAsync("""{"addSheet":{"properties":{"title":"D3","gridProperties":{"rowCount":5,"columnCount":2}}}}""");

        Assert.Equal("'D3'!A1:B5", (string?)(await Client.GetAsync("'D3'"))["range"]);
        Assert.Equal("Sheet1!D3", (string?)(await Client.GetAsync("D3"))["range"]);
    }

    [Theory]
    [InlineData("Nope!A1", "Unable to parse range: Nope!A1")]
    [InlineData("Nope", "Unable to parse range: Nope")]
    [InlineData("Sheet1!A", "Unable to parse range: Sheet1!A")]
    [InlineData("Sheet1!A1001", "Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26")]
    [InlineData("Sheet1!AA1:AB2", "Range (Sheet1!AA1:AB2) exceeds grid limits. Max rows: 1000, max columns: 26")]
    public async Task Bad_ranges_are_400(string range, string message) =>
        Assert.Equal((400, "INVALID_ARGUMENT", message), await Client.RefusedAsync("GET", $"v4/spreadsheets/book/values/{range}"));

    [Fact]
    public async Task Numbers_flags_dates_and_formulas_come_back_as_asked()
    {
        await Client.PutAsync("A1", """[[53, 0.5, true, "2020-01-01", "=4/2", "'007"]]""", "USER_ENTERED");

        Assert.Equal("""[["53","0.5","TRUE","2020-01-01","2","007"]]""", await Client.ValuesAsync("A1:F1"));
        Assert.Equal("""[[53,0.5,true,43831,2,"007"]]""", await Client.ValuesAsync("A1:F1", "valueRenderOption=UNFORMATTED_VALUE"));
        Assert.Equal("""[[53,0.5,true,43831,"=4/2","007"]]""", await Client.ValuesAsync("A1:F1", "valueRenderOption=FORMULA"));
        Assert.Equal(
            """[[53,0.5,true,"2020-01-01",2,"007"]]""",
            await Client.ValuesAsync("A1:F1", "valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption=FORMATTED_STRING"));
    }

    [Fact]
    public async Task Batch_get_answers_in_order_and_fails_whole()
    {
        await Client.PutAsync("A1", """[["a","b"]]""");

        var both = await Client.CallAsync("GET", "v4/spreadsheets/book/values:batchGet?ranges=B1&ranges=Sheet1!A1:A2");
        Assert.Equal("book", (string?)both["spreadsheetId"]);
        Assert.Equal("Sheet1!B1", (string?)both["valueRanges"]![0]!["range"]);
        Assert.Equal("""[["a"]]""", SheetsClient.Text(both["valueRanges"]![1]!["values"]));

        var refused = await Client.RefusedAsync("GET", "v4/spreadsheets/book/values:batchGet?ranges=A1&ranges=Nope!A1");
        Assert.Equal((400, "INVALID_ARGUMENT", "Unable to parse range: Nope!A1"), refused);
    }
}
