using System.Text.Json;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Service;

/// <summary>
/// The original service's failures, by their numbers, each shown not to be ours. Numbers 9, 10 and 12 also have tests at the client
/// (Amo2GSheet.Tests.AmoCrm), 13 has its figures in <see cref="BudgetTests"/>.
/// </summary>
public sealed class FailureTests
{
    [Fact]
    public async Task Failure_1_an_accepted_webhook_survives_the_end_of_the_process()
    {
        await using var world = await ServiceWorld.StartAsync();
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead);

        await world.StopServiceAsync();
        await world.StartServiceAsync();
        await world.PassDoneAsync();

        Assert.Single(world.RowsOf(world.FirstLead));
    }

    [Fact]
    public async Task Failure_1_one_poisoned_lead_does_not_drop_the_batch()
    {
        await using var world = await ServiceWorld.StartAsync();
        var other = world.LeadsOf(DemoAccount.Sotuv1)[1];
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        world.Move(other, ServiceWorld.NewOrder);
        world.Amo.World.EditOne(EntityKind.Lead, new() { ["id"] = world.FirstLead, ["name"] = new string('x', 60_000) });
        world.Amo.World.EditOne(EntityKind.Contact, new() { ["id"] = world.Card(world.FirstLead).Contacts[0].Id, ["name"] = new string('x', 60_000) });

        await world.BellAsync(world.FirstLead, other);
        await world.PassAsync();

        Assert.Single(world.RowsOf(other));
    }

    [Fact]
    public async Task Failure_2_a_webhook_whose_handling_failed_is_handled_later()
    {
        await using var world = await ServiceWorld.StartAsync();
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead);
        world.Sheets.Faults.Arm(new SheetFault { Kind = "503", Route = ":batchUpdate" });

        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        await world.PassDoneAsync();

        Assert.Single(world.RowsOf(world.FirstLead));
    }

    [Fact]
    public async Task Failure_2_a_webhook_is_a_duplicate_only_once_its_lead_was_handled()
    {
        await using var world = await ServiceWorld.StartAsync();
        // Changed a while ago, so that the read is certain to have seen all of it.
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        world.Amo.World.EditOne(EntityKind.Lead, new() { ["id"] = world.FirstLead, ["updated_at"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 10 });

        Assert.Equal((1, 0), await AnswerAsync());
        Assert.Equal((1, 0), await AnswerAsync());
        await world.PassDoneAsync();
        Assert.Equal((0, 1), await AnswerAsync());

        async Task<(int Stored, int Duplicates)> AnswerAsync()
        {
            using var json = JsonDocument.Parse(await world.BellAsync(world.FirstLead));
            return (json.RootElement.GetProperty("stored").GetInt32(), json.RootElement.GetProperty("duplicates").GetInt32());
        }
    }

    [Fact]
    public async Task Failure_2_the_second_A_of_A_B_A_within_a_minute_is_not_dropped()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        await world.MoveAndSyncAsync(world.FirstLead, "ОТКАЗ");
        Assert.Equal(SheetStatus.Rejected, world.Cell(world.FirstLead, "Статус"));

        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);

        Assert.Equal(SheetStatus.InProgress, world.Cell(world.FirstLead, "Статус"));
    }

    [Fact]
    public async Task Failure_3_a_sheet_that_could_not_be_read_is_not_an_empty_one()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        world.Sheets.Faults.Arm(new SheetFault { Kind = "429", Times = 20, Route = "ByDataFilter" });

        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        world.Sheets.Faults.Clear();
        await world.PassAsync();

        Assert.Equal(0, world.Patches);
        Assert.Equal(ServiceWorld.NewOrder, world.StageOf(world.FirstLead));
        Assert.DoesNotContain(await world.JournalAsync(world.FirstLead), entry => entry.What == nameof(Reason.RowGone));
    }

    [Fact]
    public async Task Failure_4_an_edit_made_while_the_service_was_down_is_applied()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);

        await world.StopServiceAsync();
        world.Type(world.FirstLead, "Статус", SheetStatus.Rejected);
        await world.StartServiceAsync();
        await world.PassDoneAsync();

        Assert.Equal("ОТКАЗ", world.StageOf(world.FirstLead));
    }

    [Fact]
    public async Task Failure_5_a_lead_that_comes_back_keeps_its_order_number_and_staff_s_own_cells()
    {
        await using var world = await ServiceWorld.StartAsync();
        world.Do(
            new PersonEdit { Do = "insertColumns", Row = 5 },
            new PersonEdit { Do = "type", Cell = "E1", Text = "Комментарий курьера" });
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        world.Type(world.FirstLead, "Заказ №", "12");
        world.Type(world.FirstLead, "Комментарий курьера", "второй подъезд");
        await world.PassDoneAsync();
        await world.MoveAndSyncAsync(world.FirstLead, "ОТКАЗ");
        world.Amo.World.EditOne(EntityKind.Lead, new() { ["id"] = world.FirstLead, ["price"] = 777 });

        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);

        Assert.Equal(
            ("12", "второй подъезд", "777", SheetStatus.InProgress),
            (world.Cell(world.FirstLead, "Заказ №"), world.Cell(world.FirstLead, "Комментарий курьера"), world.Cell(world.FirstLead, "Бюджет сделки"), world.Cell(world.FirstLead, "Статус")));
        Assert.Equal(ServiceWorld.NewOrder, world.StageOf(world.FirstLead));
    }

    [Fact]
    public async Task Failure_6_a_formula_in_a_client_s_name_stays_text_and_nothing_is_parsed()
    {
        await using var world = await ServiceWorld.StartAsync();
        var lead = world.LeadsOf(DemoAccount.Sotuv2)[3];

        await world.MoveAndSyncAsync(lead, "заказ без нумерации");

        Assert.Equal("=IMPORTXML(\"http://x\",\"y\")", world.Cell(lead, "Ф.И.О."));
        Assert.Equal("=HYPERLINK(\"http://x\")", world.Cell(lead, "Адрес"));
        Assert.Equal("998901110109", world.Cell(lead, "Контактный номер"));
    }

    [Theory]
    [InlineData("insertRows")]
    [InlineData("sort")]
    [InlineData("insertColumns")]
    public async Task Failure_7_rows_that_move_between_read_and_write_keep_their_own_values(string movement)
    {
        await using var world = await ServiceWorld.StartAsync();
        var leads = world.LeadsOf(DemoAccount.Sotuv1).Take(3).ToList();
        await world.NewOrdersAsync(leads);
        world.Move(leads[1], "ОТКАЗ");
        await world.BellAsync(leads[1]);
        world.Sheets.Faults.BeforeNextWrite(DemoSpreadsheet.Id, movement switch
        {
            "sort" => new PersonEdit { Do = "sort", Column = "ID", Descending = true, HeaderRow = 1 },
            "insertRows" => new PersonEdit { Do = "insertRows", Row = 2 },
            _ => new PersonEdit { Do = "insertColumns", Row = 1 },
        });

        await world.PassDoneAsync();

        Assert.Equal(
            [SheetStatus.InProgress, SheetStatus.Rejected, SheetStatus.InProgress], leads.Select(lead => world.Cell(lead, "Статус")));
        Assert.All(leads, lead => Assert.Equal("Sotuv 1", world.Cell(lead, "Воронка")));
        Assert.Equal(0, world.Patches);
        await world.PassAsync();
        Assert.Equal(0, world.Patches);
    }

    [Fact]
    public async Task Failure_8_a_stale_cell_does_not_silently_beat_a_newer_change_in_amoCRM()
    {
        await using var world = await ServiceWorld.StartAsync(settings => settings["CONFLICT_POLICY"] = "crm");
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);

        world.Type(world.FirstLead, "Статус", SheetStatus.Won);
        world.Move(world.FirstLead, "ОТКАЗ");
        await world.PassDoneAsync();

        Assert.Equal(("ОТКАЗ", SheetStatus.Rejected), (world.StageOf(world.FirstLead), world.Cell(world.FirstLead, "Статус")));
        Assert.Contains(SheetStatus.Won, world.RowOf(world.FirstLead).Notes["Статус"], StringComparison.Ordinal);
        Assert.Contains(await world.JournalAsync(world.FirstLead), entry => entry is { Rule: 8, Before: SheetStatus.Won });
    }

    [Fact]
    public async Task Failure_8_when_the_sheet_wins_the_loser_is_noted_and_journalled()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);

        world.Type(world.FirstLead, "Статус", SheetStatus.Won);
        world.Move(world.FirstLead, "ОТКАЗ");
        await world.PassDoneAsync();

        Assert.Equal((142, SheetStatus.Won), (world.Card(world.FirstLead).StatusId, world.Cell(world.FirstLead, "Статус")));
        Assert.Contains(SheetStatus.Rejected, world.RowOf(world.FirstLead).Notes["Статус"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_9_the_order_field_is_found_by_its_name_and_cleared_with_null()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        world.Type(world.FirstLead, "Заказ №", "12");
        await world.PassDoneAsync();
        Assert.Equal("12", world.FieldOf(world.FirstLead, "Заказ №"));

        world.Type(world.FirstLead, "Заказ №", "");
        await world.PassDoneAsync();

        Assert.Null(world.FieldOf(world.FirstLead, "Заказ №"));
        Assert.Equal("ЗАКАЗ ОТПРАВЛЕН", world.StageOf(world.FirstLead));
    }

    [Fact]
    public async Task Failure_10_a_block_of_amoCRM_stops_all_calls_and_health_says_so()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        world.AllowErrors();
        world.Amo.World.With(state => state.Limits.Block());
        world.Type(world.FirstLead, "Статус", SheetStatus.Won);

        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        world.ResetCounters();
        await world.PassAsync();

        Assert.Equal(0, world.Amo.Counters.Total);
        Assert.Contains("\"status\":\"blocked\"", await world.HealthAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_14_the_header_is_never_rewritten_and_columns_may_stand_anywhere()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        world.Do(
            new PersonEdit { Do = "insertColumns", Row = 2 },
            new PersonEdit { Do = "type", Cell = "B1", Text = "Моё" });
        var header = world.Tab().Header;
        var other = world.LeadsOf(DemoAccount.Sotuv1)[1];

        await world.MoveAndSyncAsync(other, ServiceWorld.NewOrder);
        world.Type(world.FirstLead, "Статус", SheetStatus.Won);
        await world.PassDoneAsync();

        Assert.Equal(header, world.Tab().Header);
        Assert.Equal((SheetStatus.InProgress, ""), (world.Cell(other, "Статус"), world.Cell(other, "Моё")));
        Assert.Equal(142, world.Card(world.FirstLead).StatusId);
    }
}
