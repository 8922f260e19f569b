namespace Amo2GSheet.Tests.Sandbox.Sheets;

public sealed class BatchUpdateTests : SheetsTest
{
    [Fact]
    public async Task One_bad_request_undoes_all()
    {
        await Client.PutAsync("A1", """[["a"],["b"]]""");

        var refused = await Client.BatchRefusedAsync(
            """{"deleteDimension":{"range":{"dimension":"ROWS","startIndex":0,"endIndex":1}}}""",
            """{"addSheet":{"properties":{"title":"New"}}}""",
            """{"addSheet":{"properties":{"title":"sheet1"}}}""");

        Assert.Equal(
            "Invalid requests[2].addSheet: A sheet with the name \"sheet1\" already exists. Please enter another name.", refused.Message);
        Assert.Equal("""[["a"],["b"]]""", await Client.ValuesAsync("Sheet1"));
        Assert.Equal(["Sheet1"], Client.World.Tabs("book"));
    }

    [Fact]
    public async Task Replies_are_one_to_one()
    {
        var reply = await Client.BatchAsync(
            """{"updateSheetProperties":{"properties":{"title":"Main"},"fields":"title"}}""",
            """{"addSheet":{"properties":{"sheetId":42,"title":"Two"}}}""");

        Assert.Equal(
            """[{},{"addSheet":{"properties":{"sheetId":42,"title":"Two","index":1,"sheetType":"GRID","gridProperties":{"rowCount":1000,"columnCount":26}}}}]""",
            SheetsClient.Text(reply["replies"]));
    }

    [Theory]
    [InlineData("""{"deleteSheet":{"sheetId":9}}""", "deleteSheet: No grid with id: 9")]
    [InlineData("""{"deleteSheet":{}}""", "deleteSheet: You can't remove all the sheets in a document.")]
    [InlineData(
        """{"updateSheetProperties":{"properties":{"hidden":true},"fields":"hidden"}}""",
        "updateSheetProperties: You can't hide all the sheets in a document.")]
    [InlineData(
        """{"updateSheetProperties":{"properties":{"title":"x"}}}""",
        "updateSheetProperties: At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")]
    [InlineData(
        """{"repeatCell":{"range":{"startRowIndex":1000,"endColumnIndex":2},"cell":{},"fields":"note"}}""",
        "repeatCell: Range (Sheet1!A1001:B) exceeds grid limits. Max rows: 1000, max columns: 26")]
    [InlineData(
        """{"addSheet":{"properties":{"title":"Big","gridProperties":{"rowCount":1000000,"columnCount":20}}}}""",
        "addSheet: This action would increase the number of cells in the workbook above the limit of 10000000 cells.")]
    public async Task Errors_name_the_request(string request, string message) =>
        Assert.Equal((400, "INVALID_ARGUMENT", "Invalid requests[0]." + message), await Client.BatchRefusedAsync(request));

    [Fact]
    public async Task Update_cells_is_typed_and_a_range_clears_what_the_rows_leave_out()
    {
        await Client.PutAsync("A1", """[["a","b"],["c","d"]]""");

        await Client.BatchAsync("""
            {"updateCells":{"range":{"endRowIndex":2,"endColumnIndex":2},"fields":"userEnteredValue",
             "rows":[{"values":[{"userEnteredValue":{"stringValue":"+998"}}]}]}}
            """);
        Assert.Equal("""[["+998"]]""", await Client.ValuesAsync("A1:B2"));

        await Client.BatchAsync("""
            {"updateCells":{"start":{"rowIndex":1,"columnIndex":1},"fields":"userEnteredValue,note",
             "rows":[{"values":[{"userEnteredValue":{"formulaValue":"=2*3"}},{"userEnteredValue":{"boolValue":true}}]}]}}
            """);
        Assert.Equal("""[["+998"],["",6,true]]""", await Client.ValuesAsync("A1:C2", "valueRenderOption=UNFORMATTED_VALUE"));
    }

    [Fact]
    public async Task Append_cells_goes_below_the_last_row_with_data_anywhere_and_grows()
    {
        await Client.PutAsync("Z1000", """[["far"]]""");

        await Client.BatchAsync("""
            {"appendCells":{"fields":"userEnteredValue","rows":[{"values":[{"userEnteredValue":{"stringValue":"new"}}]}]}}
            """);

        Assert.Equal("""[["new"]]""", await Client.ValuesAsync("A1001"));
    }

    [Fact]
    public async Task Repeat_cell_starting_inside_and_ending_outside_is_cut_to_the_grid()
    {
        await Client.BatchAsync("""
            {"repeatCell":{"range":{"startRowIndex":999,"endRowIndex":1005,"endColumnIndex":1},"cell":{"userEnteredValue":{"numberValue":1}},"fields":"*"}}
            """);

        Assert.Equal("Sheet1!A1:Z1000", (string?)(await Client.GetAsync("Sheet1"))["range"]);
        Assert.Equal("""[[],["1"]]""", await Client.ValuesAsync("A999:A1000"));
    }

    [Fact]
    public async Task Rows_are_inserted_deleted_moved_and_appended()
    {
        await Client.PutAsync("A1", """[["1"],["2"],["3"],["4"]]""");

        await Client.BatchAsync("""{"insertDimension":{"range":{"dimension":"ROWS","startIndex":1,"endIndex":2}}}""");
        Assert.Equal("""[["1"],[],["2"],["3"],["4"]]""", await Client.ValuesAsync("A1:A9"));

        await Client.BatchAsync("""{"deleteDimension":{"range":{"dimension":"ROWS","startIndex":1,"endIndex":3}}}""");
        Assert.Equal("""[["1"],["3"],["4"]]""", await Client.ValuesAsync("A1:A9"));

        await Client.BatchAsync("""{"moveDimension":{"source":{"dimension":"ROWS","startIndex":0,"endIndex":1},"destinationIndex":3}}""");
        Assert.Equal("""[["3"],["4"],["1"]]""", await Client.ValuesAsync("A1:A9"));

        await Client.BatchAsync("""{"appendDimension":{"dimension":"ROWS","length":5}}""");
        Assert.Equal("Sheet1!A1:Z1004", (string?)(await Client.GetAsync("Sheet1"))["range"]);
    }

    [Fact]
    public async Task Columns_are_inserted_deleted_and_moved()
    {
        await Client.PutAsync("A1", """[["a","b","c"]]""");

        await Client.BatchAsync(
            """{"insertDimension":{"range":{"dimension":"COLUMNS","startIndex":1,"endIndex":2},"inheritFromBefore":true}}""",
            """{"moveDimension":{"source":{"dimension":"COLUMNS","startIndex":3,"endIndex":4},"destinationIndex":0}}""",
            """{"deleteDimension":{"range":{"dimension":"COLUMNS","startIndex":1,"endIndex":2}}}""");

        Assert.Equal("""[["c","","b"]]""", await Client.ValuesAsync("1:1"));
    }

    [Fact]
    public async Task Cutting_the_grid_cuts_the_rows_off()
    {
        await Client.PutAsync("A1", """[["1"],["2"],["3"]]""");

        await Client.BatchAsync(
            """{"updateSheetProperties":{"properties":{"gridProperties":{"rowCount":2,"frozenRowCount":1}},"fields":"gridProperties(rowCount,frozenRowCount)"}}""",
            """{"appendDimension":{"dimension":"ROWS","length":1}}""");

        Assert.Equal("""[["1"],["2"]]""", await Client.ValuesAsync("Sheet1"));
    }

    [Fact]
    public async Task Sorting_moves_contents_with_blanks_last()
    {
        await Client.PutAsync("A1", """[["h","h"],["b",2],["",3],["a",1],[10,4]]""");

        await Client.BatchAsync("""
            {"sortRange":{"range":{"startRowIndex":1,"endRowIndex":5,"endColumnIndex":2},"sortSpecs":[{"dimensionIndex":0,"sortOrder":"ASCENDING"}]}}
            """);

        Assert.Equal("""[["h","h"],["10","4"],["a","1"],["b","2"],["","3"]]""", await Client.ValuesAsync("A1:B9"));
    }

    [Fact]
    public async Task A_tab_is_duplicated_with_its_cells()
    {
        await Client.PutAsync("A1", """[["x"]]""");

        await Client.BatchAsync("""{"duplicateSheet":{"sourceSheetId":0,"newSheetName":"Two","insertSheetIndex":1}}""");
        await Client.PutAsync("A1", """[["changed"]]""");

        Assert.Equal("""[["x"]]""", await Client.ValuesAsync("Two!A1"));
        Assert.Equal(["Sheet1", "Two"], Client.World.Tabs("book"));
    }

    [Fact]
    public async Task A_duplicate_and_its_source_part_ways_inside_one_batch()
    {
        static string Type(int sheetId, string text) =>
            $$$$"""{"updateCells":{"start":{"sheetId":{{{{sheetId}}}}},"fields":"userEnteredValue","rows":[{"values":[{"userEnteredValue":{"stringValue":"{{{{text}}}}"}}]}]}}""";

        await Client.BatchAsync(
            Type(0, "before"), """{"duplicateSheet":{"newSheetId":2,"newSheetName":"Two"}}""", Type(0, "after"));

        Assert.Equal("""[["before"]]""", await Client.ValuesAsync("Two!A1"));
        Assert.Equal("""[["after"]]""", await Client.ValuesAsync("Sheet1!A1"));
    }

    [Fact]
    public async Task The_spreadsheet_comes_along_on_request()
    {
        var reply = await Client.CallAsync("POST", "v4/spreadsheets/book:batchUpdate", """
            {"requests":[{"updateCells":{"start":{},"fields":"note","rows":[{"values":[{"note":"n"}]}]}}],
             "includeSpreadsheetInResponse":true,"responseRanges":["A1"],"responseIncludeGridData":true}
            """);

        Assert.Equal("n", (string?)reply["updatedSpreadsheet"]!["sheets"]![0]!["data"]![0]!["rowData"]![0]!["values"]![0]!["note"]);
    }
}
