namespace Amo2GSheet.Tests.Sandbox.Sheets;

/// <summary>Table detection, one recorded fact each.</summary>
public sealed class AppendTests : SheetsTest
{
    [Fact]
    public async Task An_empty_tab_has_no_table_and_is_written_at_A1()
    {
        var reply = await Client.AppendAsync("Sheet1", """[["a","b"]]""");

        Assert.Null(reply["tableRange"]);
        Assert.Equal("Sheet1!A1:B1", (string?)reply["updates"]!["updatedRange"]);
    }

    [Fact]
    public async Task Contiguous_rows_are_one_table()
    {
        await Client.PutAsync("A1", """[[1,2,3,4,5,6,7,8,9,10],[1],[1]]""");

        Assert.Equal(("Sheet1!A1:J3", "Sheet1!A4:B4"), await AppendAsync("Sheet1"));
    }

    [Fact]
    public async Task Append_to_the_tab_finds_the_last_island_and_shifts_right()
    {
        await Client.PutAsync("A1", """[["x","","z"]]""");

        Assert.Equal(("Sheet1!C1", "Sheet1!C2:D2"), await AppendAsync("Sheet1"));
    }

    [Fact]
    public async Task Append_to_a_cell_finds_the_island_of_that_cell()
    {
        await Client.PutAsync("A1", """[["x","","z"]]""");

        Assert.Equal(("Sheet1!A1", "Sheet1!A2:B2"), await AppendAsync("A1"));
    }

    [Fact]
    public async Task A_blank_cell_between_filled_rows_is_written_exactly_there()
    {
        await Client.PutAsync("A1", """[["x"],[],["z"]]""");

        Assert.Equal((null, "Sheet1!A2:B2"), await AppendAsync("A2"));
    }

    [Fact]
    public async Task With_two_blocks_the_range_decides_and_the_tab_means_the_last()
    {
        await Client.PutAsync("A1", """[["a"],["a"],["a"],[],[],["b","b"],["b","b"]]""");

        Assert.Equal(("Sheet1!A1:A3", "Sheet1!A4:B4"), await AppendAsync("A2"));
        await Client.CallAsync("POST", "v4/spreadsheets/book/values/A4:B4:clear");
        Assert.Equal(("Sheet1!A6:B7", "Sheet1!A8:B8"), await AppendAsync("Sheet1"));
    }

    [Fact]
    public async Task A_header_pushed_down_by_a_blank_row_is_not_found_from_row_1()
    {
        await Client.PutAsync("A2", """[["ID","Name"],["1","x"]]""");

        Assert.Equal((null, "Sheet1!A1:B1"), await AppendAsync("A1"));
    }

    [Fact]
    public async Task A_gap_that_some_row_bridges_does_not_split_the_table()
    {
        await Client.PutAsync("A1", """[["x","","z"],["1","2","3"]]""");

        Assert.Equal(("Sheet1!A1:C2", "Sheet1!A3:B3"), await AppendAsync("Sheet1!A1:A"));
    }

    [Fact]
    public async Task Overwrite_grows_the_grid_at_its_end()
    {
        await Client.PutAsync("A1000", """[["last"]]""");

        Assert.Equal(("Sheet1!A1000", "Sheet1!A1001:B1001"), await AppendAsync("A1000"));
        Assert.Equal("Sheet1!A1:Z1001", (string?)(await Client.GetAsync("Sheet1"))["range"]);
    }

    [Fact]
    public async Task Overwrite_overwrites_what_is_below_and_insert_rows_pushes_it_down()
    {
        await Client.PutAsync("A1", """[["a"],[],["b"]]""");

        await Client.AppendAsync("A1", """[["n1"],["n2"]]""", "&insertDataOption=INSERT_ROWS");
        Assert.Equal("""[["a"],["n1"],["n2"],[],["b"]]""", await Client.ValuesAsync("A1:A9"));

        await Client.AppendAsync("A1", """[["o1"],["o2"]]""", "&insertDataOption=OVERWRITE");
        Assert.Equal("""[["a"],["n1"],["n2"],["o1"],["o2"]]""", await Client.ValuesAsync("A1:A9"));
    }

    private async Task<(string? Table, string? Updated)> AppendAsync(string range)
    {
        var reply = await Client.AppendAsync(range, """[["n","n"]]""");
        return ((string?)reply["tableRange"], (string?)reply["updates"]!["updatedRange"]);
    }
}
