namespace Amo2GSheet.Tests.Sandbox.Sheets;

public sealed class WriteValuesTests : SheetsTest
{
    [Fact]
    public async Task The_updated_range_is_the_array_not_the_range_asked() => Assert.Equal(
        """{"spreadsheetId":"book","updatedRange":"Sheet1!A1:B1","updatedRows":1,"updatedColumns":2,"updatedCells":2}""",
        SheetsClient.Text(await Client.PutAsync("A1:B2", """[["a","b"]]""")));

    [Fact]
    public async Task Nulls_leave_cells_alone_and_do_not_count()
    {
        await Client.PutAsync("B2", """[["kept"]]""");

        var reply = await Client.PutAsync("A1", """
            [["first",null,null,null],[null,null,null,null],[null,null,null,null],[null,null,null,null],[null,null,null,null],[null,null,null,"last"]]
            """);

        Assert.Equal(
            """{"spreadsheetId":"book","updatedRange":"Sheet1!A1:D6","updatedRows":2,"updatedColumns":2,"updatedCells":2}""",
            SheetsClient.Text(reply));
        Assert.Equal("""[["kept"]]""", await Client.ValuesAsync("B2"));
    }

    [Fact]
    public async Task An_empty_text_empties_the_cell_and_counts()
    {
        await Client.PutAsync("A1", """[["x"]]""");

        Assert.Equal(1, (int?)(await Client.PutAsync("A1", """[[""]]"""))["updatedCells"]);
        Assert.Equal("null", await Client.ValuesAsync("A1"));
    }

    [Theory]
    [InlineData("A1:B1", """[["a"],["b"]]""", "Requested writing within range [Sheet1!A1:B1], but tried writing to row [2]")]
    [InlineData("A1:B1", """[["a","b","c"]]""", "Requested writing within range [Sheet1!A1:B1], but tried writing to column [C]")]
    [InlineData("A1000", """[["a"],["b"]]""", "Requested writing within range [Sheet1!A1000], but tried writing to row [1001]")]
    [InlineData("Nope!A1", """[["a"]]""", "Unable to parse range: Nope!A1")]
    [InlineData("A1001", """[["a"]]""", "Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26")]
    [InlineData("A1", "\"X\"", "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"X\"")]
    [InlineData("A1", """["X"]""", "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"X\"")]
    [InlineData("A1", """[["a",["b"]]]""", "Invalid values[0][1]: list_value {\n}\n")]
    [InlineData("A1", """[[{}]]""", "Invalid values[0][0]: struct_value {\n}\n")]
    public async Task Arrays_that_do_not_fit_are_400(string range, string values, string message) => Assert.Equal(
        (400, "INVALID_ARGUMENT", message),
        await Client.RefusedAsync("PUT", $"v4/spreadsheets/book/values/{range}?valueInputOption=RAW", $$"""{"values":{{values}}}"""));

    [Fact]
    public async Task The_input_option_is_required() => Assert.Equal(
        "'valueInputOption' is required but not specified",
        (await Client.RefusedAsync("PUT", "v4/spreadsheets/book/values/A1", """{"values":[["a"]]}""")).Message);

    [Fact]
    public async Task The_bodys_range_must_be_the_urls()
    {
        const string Url = "v4/spreadsheets/book/values/Sheet1!A1?valueInputOption=RAW";

        Assert.Equal(
            "Request range[Sheet1!A1] does not match value's range[Sheet1!A2]",
            (await Client.RefusedAsync("PUT", Url, """{"range":"Sheet1!A2","values":[["a"]]}""")).Message);
        await Client.CallAsync("PUT", Url, """{"range":"'Sheet1'!A1","values":[["a"]]}""");
    }

    [Fact]
    public async Task Columns_are_written_down()
    {
        await Client.CallAsync(
            "PUT", "v4/spreadsheets/book/values/A1?valueInputOption=RAW", """{"majorDimension":"COLUMNS","values":[["a","b"],["c"]]}""");

        Assert.Equal("""[["a","c"],["b"]]""", await Client.ValuesAsync("A1:B2"));
    }

    [Fact]
    public async Task Values_come_back_on_request()
    {
        const string Url = "v4/spreadsheets/book/values/A1?valueInputOption=USER_ENTERED&includeValuesInResponse=true";

        var reply = await Client.CallAsync("PUT", Url + "&responseValueRenderOption=UNFORMATTED_VALUE", """{"values":[["7","x"]]}""");
        Assert.Equal("""{"range":"Sheet1!A1:B1","majorDimension":"ROWS","values":[[7,"x"]]}""", SheetsClient.Text(reply["updatedData"]));

        var emptied = await Client.CallAsync("PUT", Url, """{"values":[["",""]]}""");
        Assert.Null(emptied["updatedData"]!["values"]);
    }

    [Fact]
    public async Task Batch_update_totals_count_a_column_once()
    {
        var reply = await Client.CallAsync("POST", "v4/spreadsheets/book/values:batchUpdate", """
            {"valueInputOption":"RAW","data":[{"range":"A1:D1","values":[[1,2,3,4]]},{"range":"Sheet1!A2:D2","values":[[5,6,7,8]]}]}
            """);

        Assert.Equal((2, 4, 8, 1), (
            (int?)reply["totalUpdatedRows"], (int?)reply["totalUpdatedColumns"],
            (int?)reply["totalUpdatedCells"], (int?)reply["totalUpdatedSheets"]));
        Assert.Equal("Sheet1!A2:D2", (string?)reply["responses"]![1]!["updatedRange"]);
    }

    [Fact]
    public async Task Batch_update_writes_all_or_nothing_and_names_the_bad_entry()
    {
        var refused = await Client.RefusedAsync("POST", "v4/spreadsheets/book/values:batchUpdate", """
            {"valueInputOption":"RAW","data":[{"range":"A1","values":[["a"]]},{"range":"A1:B1","values":[["a"],["b"]]}]}
            """);

        Assert.Equal("Invalid data[1]: Requested writing within range [Sheet1!A1:B1], but tried writing to row [2]", refused.Message);
        Assert.Equal("null", await Client.ValuesAsync("A1:B2"));
    }

    [Fact]
    public async Task Clearing_keeps_notes_and_validation()
    {
        await Client.BatchAsync("""
            {"updateCells":{"start":{},"rows":[{"values":[{"userEnteredValue":{"stringValue":"x"},"note":"n"}]}],"fields":"userEnteredValue,note"}}
            """);

        var reply = await Client.CallAsync("POST", "v4/spreadsheets/book/values/Sheet1:clear");
        Assert.Equal("""{"spreadsheetId":"book","clearedRange":"Sheet1!A1:Z1000"}""", SheetsClient.Text(reply));

        var cell = await Client.CallAsync("GET", "v4/spreadsheets/book?ranges=A1&fields=sheets/data/rowData/values(note,userEnteredValue)");
        Assert.Equal("""{"sheets":[{"data":[{"rowData":[{"values":[{"note":"n"}]}]}]}]}""", SheetsClient.Text(cell));
    }

    [Fact]
    public async Task Batch_clear_clears_each_range()
    {
        await Client.PutAsync("A1", """[["a","b","c"]]""");

        var reply = await Client.CallAsync("POST", "v4/spreadsheets/book/values:batchClear", """{"ranges":["A1","C1:C2"]}""");

        Assert.Equal("""["Sheet1!A1","Sheet1!C1:C2"]""", SheetsClient.Text(reply["clearedRanges"]));
        Assert.Equal("""[["","b"]]""", await Client.ValuesAsync("A1:C1"));
    }

    [Fact]
    public async Task A_cell_holds_at_most_50000_characters() => Assert.Equal(
        "Your input contains more than the maximum of 50000 characters in a single cell.",
        (await Client.RefusedAsync(
            "PUT", "v4/spreadsheets/book/values/A1?valueInputOption=RAW", $$"""{"values":[["{{new string('x', 50_001)}}"]]}""")).Message);
}
