using System.Net;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Sandbox.Sheets;

public sealed class ControlApiTests : SheetsTest
{
    private const string Demo = $"_control/spreadsheets/{DemoSpreadsheet.Id}/tabs/";

    [Fact]
    public async Task The_demo_has_an_order_tab_with_a_dropdown_and_staff_codes_as_text()
    {
        var orders = await Client.CallAsync("GET", Demo + "Sheet1");
        Assert.Equal(21, orders["header"]!.AsArray().Count);

        var staff = await Client.CallAsync("GET", Demo + "Staff");
        Assert.Equal("0134", (string?)staff["rows"]![0]!["values"]!["Код сотрудника"]);

        await EditsAsync(HttpStatusCode.OK, """{"do":"type","row":2,"column":"Статус","text":"Отказ"}""");
        await EditsAsync(HttpStatusCode.BadRequest, """{"do":"type","row":2,"column":"Статус","text":"Хз"}""");
    }

    [Fact]
    public async Task A_person_types_finds_moves_and_removes_rows()
    {
        await EditsAsync(
            HttpStatusCode.OK,
            """{"do":"type","cell":"B2","text":"501"}""",
            """{"do":"type","cell":"B3","text":"502"}""",
            """{"do":"type","cell":"B4","text":"500"}""",
            """{"do":"type","find":{"ID":"502"},"column":"Заказ №","text":"77"}""",
            """{"do":"note","find":{"ID":"502"},"column":"Заказ №","text":"paid"}""");
        Assert.Equal("2:501 3:502 4:500", Ids());
        Assert.Equal("paid", See().Rows[1].Notes["Заказ №"]);

        await EditsAsync(HttpStatusCode.OK, """{"do":"sort","column":"ID"}""");
        Assert.Equal("2:500 3:501 4:502", Ids());
        await EditsAsync(HttpStatusCode.OK, """{"do":"insertRows","row":3,"count":2}""");
        Assert.Equal("2:500 5:501 6:502", Ids());
        await EditsAsync(HttpStatusCode.OK, """{"do":"duplicateRow","find":{"ID":"501"}}""");
        Assert.Equal("2:500 5:501 6:501 7:502", Ids());
        await EditsAsync(HttpStatusCode.OK, """{"do":"cutPaste","find":{"ID":"502"},"to":3}""");
        Assert.Equal("2:500 3:502 5:501 6:501", Ids());
        await EditsAsync(HttpStatusCode.OK, """{"do":"moveRows","row":2,"to":7}""", """{"do":"deleteRows","row":4}""");
        Assert.Equal("2:502 4:501 5:500", Ids());
        await EditsAsync(HttpStatusCode.OK, """{"do":"clear","find":{"ID":"500"},"column":"ID"}""");
        Assert.Equal("2:502 4:501", Ids());
    }

    [Fact]
    public async Task A_person_works_on_tabs_and_columns()
    {
        await EditsAsync(
            HttpStatusCode.OK,
            """{"do":"renameTab","title":"03.2026"}""",
            """{"do":"addTab","title":"Sheet1"}""",
            """{"do":"deleteTab","tab":"Staff"}""",
            """{"do":"insertColumns","tab":"03.2026","column":"ID"}""");

        Assert.Equal(["03.2026", "Sheet1"], Client.World.Tabs(DemoSpreadsheet.Id));
        Assert.Equal(["Компания", "", "ID"], Client.World.See(DemoSpreadsheet.Id, "03.2026").Header.Take(3));
    }

    [Fact]
    public async Task Edits_are_all_or_none_and_say_what_is_wrong()
    {
        await EditsAsync(HttpStatusCode.BadRequest, """{"do":"type","cell":"B2","text":"501"}""", """{"do":"fly"}""");

        Assert.Empty(See().Rows);
    }

    [Fact]
    public async Task A_tab_can_be_seen_as_a_text_table()
    {
        Client.World.Do(DemoSpreadsheet.Id, new PersonEdit { Do = "type", Cell = "B2", Text = "501" });

        using var response = await Client.SendAsync("GET", Demo + "Sheet1?format=text");

        Assert.Equal("Sheet1\n  | ID\n2 | 501\n", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("429", 429)]
    [InlineData("500", 500)]
    [InlineData("503", 503)]
    public async Task Faults_hit_as_often_and_where_they_are_told(string kind, int code)
    {
        await Client.CallAsync("POST", "_control/faults", $$"""{"kind":"{{kind}}","times":2,"route":"GET "}""");

        await Client.CallAsync("POST", "v4/spreadsheets/book/values/A1:clear");
        Assert.Equal(code, (await Client.RefusedAsync("GET", "v4/spreadsheets/book")).Code);
        Assert.Equal(code, (await Client.RefusedAsync("GET", "v4/spreadsheets/book/values/A1")).Code);
        await Client.CallAsync("GET", "v4/spreadsheets/book/values/A1");
    }

    [Theory]
    [InlineData("lost", "[[\"x\"]]")]
    [InlineData("timeout", "null")]
    public async Task A_lost_answer_leaves_its_effect_and_a_timeout_none(string kind, string values)
    {
        Client.Simulator.Faults.Arm(new SheetFault { Kind = kind, HoldSeconds = 0 });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Client.PutAsync("A1", """[["x"]]"""));

        Assert.Equal(values, await Client.ValuesAsync("A1"));
    }

    [Fact]
    public async Task A_person_can_slip_in_between_a_read_and_the_next_write()
    {
        await Client.PutAsync("A1", """[["h"],["1"],["2"]]""");
        await Client.CallAsync(
            "POST", "_control/before-next-write", """{"spreadsheetId":"book","edits":[{"do":"insertRows","row":2}]}""");

        Assert.Equal("""[["1"]]""", await Client.ValuesAsync("A2"));
        await Client.PutAsync("B2", """[["meant for 1"]]""");

        Assert.Equal("""[["h"],["","meant for 1"],["1"],["2"]]""", await Client.ValuesAsync("A1:B9"));
    }

    [Fact]
    public async Task Counters_count_the_api_and_nothing_else()
    {
        await Client.CallAsync("GET", "v4/spreadsheets/book/values/A1");
        await Client.CallAsync("POST", "v4/spreadsheets/book/values/A1:clear");
        await Client.CallAsync("POST", "v4/spreadsheets/book/values:batchGetByDataFilter", """{"dataFilters":[]}""");

        var counters = await Client.CallAsync("GET", "_control/counters");
        Assert.Equal((2, 1), ((int)counters["reads"]!, (int)counters["writes"]!));
        Assert.Equal(1, Client.Simulator.Counters.Count("POST v4/spreadsheets/{id}/values/{range}:clear"));
        await Client.CallAsync("DELETE", "_control/counters");
        Assert.Equal(0, Client.Simulator.Counters.Reads);
    }

    [Fact]
    public async Task Reset_brings_the_seeded_world_back()
    {
        await Client.PutAsync("A1", """[["x"]]""");

        await Client.CallAsync("POST", "_control/reset");

        Assert.Equal("null", await Client.ValuesAsync("A1"));
    }

    private static string Ids(SeenTab tab) => string.Join(' ', tab.Rows.Select(row => $"{row.Row}:{row.Values["ID"]}"));

    private SeenTab See() => Client.World.See(DemoSpreadsheet.Id, DemoSpreadsheet.OrderTab);

    private string Ids() => Ids(See());

    private async Task EditsAsync(HttpStatusCode expected, params string[] edits)
    {
        using var response = await Client.SendAsync("POST", "_control/edits", $$"""{"edits":[{{string.Join(',', edits)}}]}""");
        Assert.Equal(expected, response.StatusCode);
    }
}
