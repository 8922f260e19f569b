using System.Text.Json.Nodes;
using Amo2GSheet.Cli.Service;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Tests.Cli;
using Amo2GSheet.Tests.Hardening.Log;
using Microsoft.Extensions.Configuration;

namespace Amo2GSheet.Tests.Service;

/// <summary>Rows that are older than what was agreed on, because another sheet or tab took the place of the one that it was agreed about.</summary>
public sealed class AnotherSheetTests
{
    private const string Copy = "1CopyOfTheOrdersFromLastWeek";

    [Fact]
    public async Task Another_spreadsheet_moves_no_lead_until_a_person_takes_it_as_it_stands_and_none_then()
    {
        await using var world = await ServiceWorld.StartAsync();
        var leads = await world.OrdersAsync(8);
        CopySpreadsheet(world);
        await world.PasteAsync(leads);
        Assert.All(leads, lead => Assert.Equal(142, world.Card(lead).StatusId));
        await RestartAsync(world, Copy);
        world.ResetCounters();

        var blocked = await world.PassAsync();
        Assert.Equal((PassResult.Blocked, 0, 0), (blocked.Result, world.Sheets.Counters.Reads, world.Patches));
        Assert.Contains("amo2gsheet adopt-sheet", blocked.Detail, StringComparison.Ordinal);
        Assert.Equal("blocked", (string?)JsonNode.Parse(await world.HealthAsync())!["status"]);
        // Webhooks are stored and answered.
        await world.BellAsync(leads[0]);
        Assert.Equal(PassResult.Blocked, (await world.PassAsync()).Result);

        var declined = await RunAsync(world, "no\n", "adopt-sheet");
        Assert.Equal(1, declined.Code);
        Assert.Contains("8 leads have a row: 8 rows say something else than was agreed on", declined.Error, StringComparison.Ordinal);
        Assert.Equal(PassResult.Blocked, (await world.PassAsync()).Result);

        Assert.Equal(0, (await RunAsync(world, "yes\n", "adopt-sheet")).Code);
        await world.PassDoneAsync();
        Assert.Equal(0, world.Patches);
        Assert.All(leads, lead => Assert.Equal(142, world.Card(lead).StatusId));
        Assert.Contains(await world.JournalAsync(leads[3]), entry => entry.What == nameof(Reason.RowAdopted));

        world.Sheets.World.Do(Copy, new PersonEdit { Do = "type", Find = ServiceWorld.Id(leads[3]), Column = "Статус", Text = SheetStatus.Rejected, Pasted = true });
        await world.PassDoneAsync();
        Assert.Equal(("ОТКАЗ", 1), (world.StageOf(leads[3]), world.Patches));
    }

    [Fact]
    public async Task The_former_spreadsheet_goes_on_where_it_was()
    {
        await using var world = await ServiceWorld.StartAsync();
        var lead = (await world.OrdersAsync(1))[0];
        CopySpreadsheet(world);
        await RestartAsync(world, Copy);
        await world.PassAsync();
        await RestartAsync(world, DemoSpreadsheet.Id);

        await world.PasteAsync([lead]);

        Assert.Equal(142, world.Card(lead).StatusId);
    }

    [Fact]
    public async Task An_older_copy_that_takes_the_place_and_the_title_of_a_deleted_tab_moves_no_lead()
    {
        await using var world = await ServiceWorld.StartAsync();
        var leads = await world.OrdersAsync(4);
        world.Do(new PersonEdit { Do = "duplicateTab", Tab = DemoSpreadsheet.OrderTab, Title = "старая" });
        await world.PasteAsync(leads);
        world.ResetCounters();

        world.Do(
            new PersonEdit { Do = "deleteTab", Tab = DemoSpreadsheet.OrderTab },
            new PersonEdit { Do = "renameTab", Tab = "старая", Title = DemoSpreadsheet.OrderTab });
        await world.PassDoneAsync();
        Assert.Equal(0, world.Patches);
        Assert.All(leads, lead => Assert.Equal((142, SheetStatus.InProgress), (world.Card(lead).StatusId, world.Cell(lead, "Статус"))));

        world.Do(new PersonEdit
        {
            Do = "type",
            Tab = DemoSpreadsheet.OrderTab,
            Find = ServiceWorld.Id(leads[0]),
            Column = "Статус",
            Text = SheetStatus.Rejected,
            Pasted = true,
        });
        await world.PassDoneAsync();
        Assert.Equal("ОТКАЗ", world.StageOf(leads[0]));
    }

    private static void CopySpreadsheet(ServiceWorld world)
    {
        var sheets = world.Sheets.World;
        sheets.CreateSpreadsheet(Copy, "Copy of Orders", DemoSpreadsheet.Owner, "ru_RU");
        sheets.Share(Copy, DemoSpreadsheet.ServiceAccount);
        sheets.Person(Copy, edit =>
        {
            edit.Book.Tabs.Clear();
            edit.Book.Tabs.AddRange(sheets.Peek(DemoSpreadsheet.Id).Fork(long.MaxValue).Tabs);
            return true;
        });
    }

    private static async Task RestartAsync(ServiceWorld world, string spreadsheet)
    {
        await world.StopServiceAsync();
        world.Settings["GOOGLE_SHEET_ID"] = spreadsheet;
        await world.StartServiceAsync();
    }

    private static Task<CliRun> RunAsync(ServiceWorld world, string input, params string[] args) =>
        CliRun.OfAsync(() => CliService.Over(new ConfigurationBuilder().AddInMemoryCollection(world.Settings).Build(), log: SuiteLog.Provider), input, args);
}
