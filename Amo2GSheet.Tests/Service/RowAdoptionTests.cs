using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Service;

/// <summary>Rule 2 end to end: rows that people type or paste, and what comes of what is chosen in them.</summary>
public sealed class RowAdoptionTests
{
    /// <summary>A line far below the orders of a test.</summary>
    private const int Below = 40;

    [Fact]
    public async Task Rule_2_an_id_typed_into_a_new_row_moves_no_lead_whatever_status_is_chosen()
    {
        await using var world = await StartAsync();
        var stranger = world.LeadsOf(DemoAccount.Sotuv1)[3];
        var stage = world.StageOf(stranger);
        await TypeIdsAsync(world, stranger);

        Assert.Contains("вручную", world.RowOf(stranger).Notes["Статус"], StringComparison.Ordinal);
        await ChooseAsync(world, stranger, SheetStatus.Won);
        world.Type(stranger, "Заказ №", "17");
        await world.PassDoneAsync();

        Assert.Equal((0, stage), (world.Patches, world.StageOf(stranger)));
        Assert.Null(world.FieldOf(stranger, "Заказ №"));
        Assert.Contains("вручную", world.RowOf(stranger).Notes["Статус"], StringComparison.Ordinal);
        Assert.All(await world.JournalAsync(stranger), entry => Assert.Equal((2, nameof(Reason.RowNotAdopted)), (entry.Rule, entry.What)));
        await AssertIdleAsync(world);

        await world.MoveAndSyncAsync(stranger, ServiceWorld.NewOrder);
        Assert.Equal(SheetStatus.InProgress, world.Cell(stranger, "Статус"));
        Assert.Empty(world.RowOf(stranger).Notes);
        await ChooseAsync(world, stranger, SheetStatus.Rejected);
        Assert.Equal("ОТКАЗ", world.StageOf(stranger));
    }

    [Theory]
    [InlineData("open", "ЗАКАЗ ОТПРАВЛЕН", true)]
    [InlineData("open", "ОТКАЗ", false)]
    [InlineData("shown", "ОТКАЗ", true)]
    [InlineData("shown", "Консультация", false)]
    [InlineData("ANY", "Консультация", true)]
    [InlineData("none", "ЗАКАЗ ОТПРАВЛЕН", false)]
    public async Task The_setting_says_at_which_stages_a_typed_row_is_taken_over(string setting, string stage, bool isAdopted)
    {
        await using var world = await StartAsync(settings => settings["ROW_ADOPTION"] = setting);
        var stranger = world.LeadsOf(DemoAccount.Sotuv1)[3];
        world.Move(stranger, stage);
        await TypeIdsAsync(world, stranger);
        Assert.Equal(0, world.Patches);

        await ChooseAsync(world, stranger, SheetStatus.Won);

        Assert.Equal(isAdopted ? 142 : world.Amo.World.Seed.Pipelines[0].Stages.Single(one => one.Name == stage).Id, world.Card(stranger).StatusId);
    }

    [Fact]
    public async Task Rows_that_stand_there_at_the_first_start_are_taken_over_and_later_ones_are_not()
    {
        await using var world = await ServiceWorld.StartAsync();
        var leads = world.LeadsOf(DemoAccount.Sotuv1);
        await TypeIdsAsync(world, leads[3]);
        await TypeIdsAsync(world, leads[4]);

        await ChooseAsync(world, leads[3], SheetStatus.Rejected);
        await ChooseAsync(world, leads[4], SheetStatus.Rejected);

        Assert.Equal("ОТКАЗ", world.StageOf(leads[3]));
        Assert.NotEqual("ОТКАЗ", world.StageOf(leads[4]));
    }

    [Fact]
    public async Task A_list_of_unknown_ids_costs_its_reads_once_and_one_line_of_the_log()
    {
        await using var world = await StartAsync();
        world.ResetCounters();
        var before = world.Log.Count;
        await TypeIdsAsync(world, [.. Enumerable.Range(0, 450).Select(number => 77_000_000L + number)]);

        Assert.Equal(3, world.Amo.Counters.Count("GET /api/v4/leads"));
        Assert.Single(world.Log.Skip(before), line => line.Contains("450 rows", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Log.Skip(before), line => line.Contains("waits for a later pass", StringComparison.Ordinal));
        await AssertIdleAsync(world);
    }

    private static async Task<ServiceWorld> StartAsync(Action<Dictionary<string, string?>>? settings = null)
    {
        var world = await ServiceWorld.StartAsync(settings);
        await world.OrdersAsync(1);
        return world;
    }

    /// <summary>Types ids into new lines, and lets a pass see them.</summary>
    private static async Task TypeIdsAsync(ServiceWorld world, params IReadOnlyList<long> leads)
    {
        var free = Math.Max(Below, world.Tab().Rows.Where(row => row.Values.ContainsKey("ID")).Select(row => row.Row).DefaultIfEmpty(0).Max() + 1);
        world.Do(leads.Select((lead, number) => new PersonEdit { Do = "type", Row = free + number, Column = "ID", Text = $"{lead}", Pasted = true }));
        await world.PassDoneAsync();
    }

    private static async Task ChooseAsync(ServiceWorld world, long lead, string status)
    {
        world.Type(lead, "Статус", status);
        await world.PassDoneAsync();
    }

    private static async Task AssertIdleAsync(ServiceWorld world)
    {
        world.ResetCounters();
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
        Assert.Equal((1, 0, 0), (world.Sheets.Counters.Reads, world.Sheets.Counters.Writes, world.Amo.Counters.Total));
    }
}
