using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Sandbox.Sheets;

/// <summary>Protected ranges and data validation.</summary>
public sealed class RulesTests : SheetsTest
{
    private const string Stopped =
        "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.";

    private const string Dropdown = """
        {"setDataValidation":{"range":{"startRowIndex":1,"endRowIndex":3,"startColumnIndex":0,"endColumnIndex":1},
         "rule":{"condition":{"type":"ONE_OF_LIST","values":[{"userEnteredValue":"yes"},{"userEnteredValue":"no"}]},"strict":true,"showCustomUi":true}}}
        """;

    [Fact]
    public async Task A_protected_cell_refuses_the_service_account_with_400_and_follows_inserted_rows()
    {
        Client.World.Do("book", new PersonEdit { Do = "protect", Range = "A2:B2" });
        Client.World.Do("book", new PersonEdit { Do = "insertRows", Row = 1 });

        await Client.PutAsync("A2", """[["free now"]]""");
        var refused = await Client.RefusedAsync(
            "POST", "v4/spreadsheets/book/values:batchUpdate", """{"valueInputOption":"RAW","data":[{"range":"B3","values":[["x"]]}]}""");
        Assert.Equal((400, "INVALID_ARGUMENT", "Invalid data[0]: " + Stopped), refused);
        var row = """{"deleteDimension":{"range":{"dimension":"ROWS","startIndex":2,"endIndex":3}}}""";
        Assert.Equal("Invalid requests[0].deleteDimension: " + Stopped, (await Client.BatchRefusedAsync(row)).Message);
    }

    [Fact]
    public async Task An_editor_of_the_protected_range_may_write()
    {
        Client.World.Do("book", new PersonEdit { Do = "protect", Editors = [SheetsClient.Account] });

        await Client.PutAsync("A1", """[["x"]]""");
    }

    [Fact]
    public async Task What_the_service_account_protects_it_may_still_edit()
    {
        var reply = await Client.BatchAsync("""{"addProtectedRange":{"protectedRange":{"range":{"endColumnIndex":1},"description":"ids"}}}""");

        var range = reply["replies"]![0]!["addProtectedRange"]!["protectedRange"]!;
        Assert.Equal("""{"endColumnIndex":1}""", SheetsClient.Text(range["range"]));
        Assert.True((bool?)range["requestingUserCanEdit"]);
        Assert.Equal("{}", SheetsClient.Text(range["editors"]));
        await Client.PutAsync("A1", """[["x"]]""");

        await Client.BatchAsync($$$$"""{"deleteProtectedRange":{"protectedRangeId":{{{{range["protectedRangeId"]}}}}}}""");
        Assert.Null((await Client.CallAsync("GET", "v4/spreadsheets/book"))["sheets"]![0]!["protectedRanges"]);
    }

    [Fact]
    public async Task Validation_stops_people_and_by_default_not_the_api()
    {
        await Client.BatchAsync(Dropdown);

        await Client.PutAsync("A2", """[["perhaps"]]""");
        var typed = new PersonEdit { Do = "type", Cell = "A3", Text = "perhaps" };
        Assert.Throws<ArgumentException>(() => Client.World.Do("book", typed));
        Client.World.Do("book", typed with { Text = "yes" });
        Client.World.Do("book", typed with { Cell = "A2", Pasted = true });
    }

    [Fact]
    public async Task With_the_switch_validation_stops_the_api_too()
    {
        await Client.BatchAsync(Dropdown);
        Client.World.Switches = new SheetSwitches { EnforceValidationOnApiWrites = true };

        var refused = await Client.RefusedAsync("PUT", "v4/spreadsheets/book/values/A2?valueInputOption=RAW", """{"values":[["perhaps"]]}""");

        Assert.Equal("The data you entered in cell A2 violates the data validation rules set on this cell.", refused.Message);
    }

    [Fact]
    public async Task A_rule_is_read_back_and_cleared_by_giving_none()
    {
        const string Read = "v4/spreadsheets/book?ranges=A2&fields=sheets.data.rowData.values.dataValidation";
        await Client.BatchAsync(Dropdown);

        var rule = (await Client.CallAsync("GET", Read))["sheets"]![0]!["data"]![0]!["rowData"]![0]!["values"]![0]!["dataValidation"]!;
        Assert.Equal("ONE_OF_LIST", (string?)rule["condition"]!["type"]);

        await Client.BatchAsync("""{"setDataValidation":{"range":{"startRowIndex":1,"endRowIndex":3,"endColumnIndex":1}}}""");
        Assert.Equal("""{"sheets":[{"data":[{"startRow":1}]}]}""", SheetsClient.Text(
            await Client.CallAsync("GET", Read.Replace("sheets.data.", "sheets.data(startRow,", StringComparison.Ordinal) + ")")));
    }
}
