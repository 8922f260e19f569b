using System.Text;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Cli;

public sealed class SetUpSheetTests : IDisposable
{
    private readonly string _csv = Path.GetTempFileName();

    [Fact]
    public async Task A_bare_spreadsheet_is_made_ready_and_a_second_run_finds_nothing_to_do()
    {
        await using var world = await BareAsync();

        var first = await world.RunAsync("setup-sheet");
        var second = await world.RunAsync("setup-sheet");

        Assert.Equal(0, first.Code);
        Assert.Contains("Done: the active tab is made, with header, freeze and dropdown.", first.Out, StringComparison.Ordinal);
        Assert.Contains("Done: the staff tab is made.", first.Out, StringComparison.Ordinal);
        Assert.Equal(DemoSpreadsheet.Header, Tab(world, DemoSpreadsheet.OrderTab).Header);
        Assert.Equal(["№", "Код сотрудника", "Сотрудник", "Отдел"], Tab(world, DemoSpreadsheet.StaffTab).Header);
        Assert.Equal(0, second.Code);
        Assert.DoesNotContain("Done:", second.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_of_a_cp1251_file_with_semicolons_is_added_and_codes_that_are_there_stay()
    {
        await using var world = await CliWorld.StartAsync();
        await WriteAsync("Код;Сотрудник;Отдел\r\n0134;Другой Человек;D\r\n0777;Каримова Дилноза;A\r\n0778;Тошев Жасур;B\r\n");

        var run = await world.RunAsync("setup-sheet", "--staff", _csv);

        Assert.Equal(0, run.Code);
        Assert.Contains("Staff added: 2 of 3;", run.Out, StringComparison.Ordinal);
        var staff = Tab(world, DemoSpreadsheet.StaffTab).Rows;
        Assert.Contains(staff, row => row.Values["Код сотрудника"] == "0777" && row.Values["Сотрудник"] == "Каримова Дилноза" && row.Values["Отдел"] == "A");
        Assert.Equal("BAHODIR HUSANOV", Assert.Single(staff, row => row.Values["Код сотрудника"] == "0134").Values["Сотрудник"]);
    }

    [Fact]
    public async Task A_bare_spreadsheet_gets_its_staff_tab_and_the_people_in_one_go()
    {
        await using var world = await BareAsync();
        await WriteAsync("0777;Каримова Дилноза\n");

        var run = await world.RunAsync("setup-sheet", "--staff", _csv);

        Assert.Equal(0, run.Code);
        Assert.Equal("0777", Assert.Single(Tab(world, DemoSpreadsheet.StaffTab).Rows).Values["Код сотрудника"]);
    }

    [Fact]
    public async Task A_file_that_is_wrong_as_a_whole_leaves_the_spreadsheet_alone()
    {
        await using var world = await BareAsync();
        await WriteAsync("имя\nфамилия\n");

        var run = await world.RunAsync("setup-sheet", "--staff", _csv);

        Assert.Equal(1, run.Code);
        Assert.Contains("has no line with a code and a name: nothing was written.", run.Error, StringComparison.Ordinal);
        Assert.Equal(["Other"], world.Sheets.World.Tabs(DemoSpreadsheet.Id));
    }

    [Fact]
    public async Task Lines_that_are_wrong_are_told_and_the_others_are_added()
    {
        await using var world = await CliWorld.StartAsync();
        await WriteAsync("0777;Каримова Дилноза\n0778;\n0779;Тошев Жасур\n");

        var run = await world.RunAsync("setup-sheet", "--staff", _csv);

        Assert.Equal(1, run.Code);
        Assert.Contains("Line 2: code 0778 has no name.", run.Error, StringComparison.Ordinal);
        Assert.Contains("Staff added: 2 of 2;", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_that_people_changed_is_told_and_stays()
    {
        await using var world = await CliWorld.StartAsync();
        world.Do(new PersonEdit { Do = "type", Cell = "P1", Text = "Область [тест]" });
        var header = Tab(world, DemoSpreadsheet.OrderTab).Header;

        var check = await world.RunAsync("setup-sheet", "--check");
        var run = await world.RunAsync("setup-sheet");

        Assert.Equal(1, check.Code);
        Assert.Contains("lacks «Регион»", check.Out, StringComparison.Ordinal);
        Assert.Contains("Columns of your own: «Область [тест]». They stay as they are.", check.Out, StringComparison.Ordinal);
        Assert.Equal(0, run.Code);
        Assert.Equal(header, Tab(world, DemoSpreadsheet.OrderTab).Header);
    }

    [Fact]
    public async Task Columns_in_an_order_of_their_own_are_fine()
    {
        await using var world = await CliWorld.StartAsync();
        world.Do(
            new PersonEdit { Do = "type", Cell = "P1", Text = "Адрес" },
            new PersonEdit { Do = "type", Cell = "Q1", Text = "Регион" });

        var run = await world.RunAsync("setup-sheet", "--check");

        Assert.Equal(0, run.Code);
        Assert.Contains("The columns stand in an order of your own. It stays as it is.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_changes_nothing()
    {
        await using var world = await BareAsync();

        var run = await world.RunAsync("setup-sheet", "--check");

        Assert.Equal(1, run.Code);
        Assert.Contains("BLOCKS  There is no tab «Sheet1»", run.Out, StringComparison.Ordinal);
        Assert.Equal(["Other"], world.Sheets.World.Tabs(DemoSpreadsheet.Id));
    }

    [Fact]
    public async Task Empty_lines_between_rows_are_deleted()
    {
        await using var world = await CliWorld.StartAsync();
        world.Do(
            new PersonEdit { Do = "type", Cell = "B2", Text = "501" },
            new PersonEdit { Do = "type", Cell = "B5", Text = "502" });

        var run = await world.RunAsync("setup-sheet", "--clean-empty-rows");

        Assert.Equal(0, run.Code);
        Assert.Contains("Empty lines deleted: 2.", run.Out, StringComparison.Ordinal);
        Assert.Equal(["501", "502"], Tab(world, DemoSpreadsheet.OrderTab).Rows.Take(2).Select(row => row.Values["ID"]));
    }

    [Fact]
    public async Task It_needs_the_spreadsheets_settings_only()
    {
        await using var world = await CliWorld.StartAsync(loggedIn: false);
        foreach (var name in world.Settings.Keys.Where(key => key.StartsWith("AMO", StringComparison.Ordinal)).ToList())
            world.Settings.Remove(name);

        Assert.Equal(0, (await world.RunAsync("setup-sheet")).Code);
        world.Settings.Remove("GOOGLE_SHEET_ID");
        var run = await world.RunAsync("setup-sheet");

        Assert.Equal(1, run.Code);
        Assert.StartsWith("GOOGLE_SHEET_ID is missing", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_csv);

    private static async Task<CliWorld> BareAsync()
    {
        var world = await CliWorld.StartAsync(loggedIn: false);
        world.Do(
            new PersonEdit { Do = "addTab", Title = "Other" },
            new PersonEdit { Do = "deleteTab", Tab = DemoSpreadsheet.OrderTab },
            new PersonEdit { Do = "deleteTab", Tab = DemoSpreadsheet.StaffTab });
        return world;
    }

    private static SeenTab Tab(CliWorld world, string title) => world.Sheets.World.See(DemoSpreadsheet.Id, title);

    private Task WriteAsync(string text) => File.WriteAllBytesAsync(_csv, CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes(text));
}
