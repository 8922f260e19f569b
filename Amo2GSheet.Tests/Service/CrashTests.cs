using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Service;

/// <summary>Answers that are lost after the effect took place: the next pass finds out what happened, and nothing is done twice.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task An_append_whose_answer_was_lost_is_not_made_twice()
    {
        await using var world = await ServiceWorld.StartAsync();
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead);
        world.Sheets.Faults.Arm(new SheetFault { Kind = "lost", Route = "}:batchUpdate" });

        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        await world.PassDoneAsync();

        Assert.Single(world.RowsOf(world.FirstLead));
    }

    [Fact]
    public async Task A_status_write_whose_answer_was_lost_is_not_taken_for_a_person_s()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        world.Move(world.FirstLead, "ЗАКАЗ ОТПРАВЛЕН");
        await world.BellAsync(world.FirstLead);
        world.Sheets.Faults.Arm(new SheetFault { Kind = "lost", Route = "}:batchUpdate" });

        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        await world.PassDoneAsync();

        Assert.Equal((SheetStatus.WithCourier, "ЗАКАЗ ОТПРАВЛЕН"), (world.Cell(world.FirstLead, "Статус"), world.StageOf(world.FirstLead)));
        Assert.Equal(0, world.Patches);
    }

    [Fact]
    public async Task A_move_whose_answer_was_lost_is_found_done_and_not_made_again()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        world.Type(world.FirstLead, "Статус", SheetStatus.Won);
        world.Amo.World.With(state => state.Faults.Add(new AmoFault(AmoFaults.AnswerLost, Times: 1, Route: "PATCH")));

        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        await world.PassDoneAsync();

        Assert.Equal(1, world.Patches);
        Assert.Contains(await world.JournalAsync(world.FirstLead), entry => entry.What == nameof(Reason.AlreadyThere));
    }

    [Fact]
    public async Task A_row_that_a_person_deleted_leaves_its_lead_alone_and_comes_back_as_it_was()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);

        world.Do(new PersonEdit { Do = "deleteRows", Find = ServiceWorld.Id(world.FirstLead) });
        await world.PassDoneAsync();
        await world.MoveAndSyncAsync(world.FirstLead, "ОТКАЗ");
        Assert.Empty(world.RowsOf(world.FirstLead));

        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        Assert.Equal(SheetStatus.InProgress, world.Cell(world.FirstLead, "Статус"));
        Assert.Equal(0, world.Patches);
    }

    [Fact]
    public async Task What_amoCRM_refuses_is_noted_once_and_the_others_go_through()
    {
        await using var world = await ServiceWorld.StartAsync();
        var other = world.LeadsOf(DemoAccount.Sotuv1)[1];
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        world.Move(other, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead, other);
        await world.PassDoneAsync();

        world.Type(world.FirstLead, "Статус", "что-то своё");
        world.Type(other, "Статус", SheetStatus.Won);
        await world.PassDoneAsync();

        Assert.Equal((ServiceWorld.NewOrder, 142), (world.StageOf(world.FirstLead), world.Card(other).StatusId));
        Assert.NotEmpty(world.RowOf(world.FirstLead).Notes["Статус"]);
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
    }

    [Fact]
    public async Task A_protected_row_keeps_its_cell_and_does_not_stop_the_others()
    {
        await using var world = await ServiceWorld.StartAsync();
        var other = world.LeadsOf(DemoAccount.Sotuv1)[1];
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        world.Move(other, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead, other);
        await world.PassDoneAsync();
        var line = world.RowOf(world.FirstLead).Row;
        world.Do(new PersonEdit { Do = "protect", Range = $"A{line}:U{line}" });

        world.Move(world.FirstLead, "ОТКАЗ");
        world.Move(other, "ОТКАЗ");
        await world.BellAsync(world.FirstLead, other);
        Assert.Equal(PassResult.Partial, (await world.PassAsync()).Result);

        Assert.Contains("attention", await world.HealthAsync(), StringComparison.Ordinal);
        Assert.Equal((SheetStatus.InProgress, SheetStatus.Rejected), (world.Cell(world.FirstLead, "Статус"), world.Cell(other, "Статус")));
        Assert.Contains(await world.JournalAsync(world.FirstLead), entry => entry.What == nameof(Reason.RefusedByGoogle));
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
    }
}
