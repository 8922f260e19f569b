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
    public async Task A_written_status_that_people_cannot_choose_is_not_refused_as_theirs_when_its_answer_was_lost()
    {
        // Without the announcement our own «Консультация» would be taken for a person's, and refused by rule 9.
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        world.Move(world.FirstLead, "Консультация");
        await world.BellAsync(world.FirstLead);
        world.Sheets.Faults.Arm(new SheetFault { Kind = "lost", Route = "}:batchUpdate" });

        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        await world.PassDoneAsync();

        Assert.Equal("Консультация", world.Cell(world.FirstLead, "Статус"));
        Assert.DoesNotContain(await world.JournalAsync(world.FirstLead), entry => entry.Rule == 9);
        Assert.Empty(world.RowOf(world.FirstLead).Notes);
    }

    [Theory]
    [InlineData("T2:T2000")]
    [InlineData("D2:D2000")]
    public async Task A_protected_neighbour_of_the_status_does_not_make_our_own_write_a_person_s(string range)
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        await world.MoveAndSyncAsync(world.FirstLead, "ОТКАЗ");
        world.Do(new PersonEdit { Do = "protect", Range = range });
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead);

        Assert.Equal(PassResult.Partial, (await world.PassAsync()).Result);
        await world.PassAsync();
        Assert.Equal((SheetStatus.InProgress, ServiceWorld.NewOrder), (world.Cell(world.FirstLead, "Статус"), world.StageOf(world.FirstLead)));
        world.Move(world.FirstLead, "ЗАКАЗ ОТПРАВЛЕН");
        await world.BellAsync(world.FirstLead);
        await world.PassAsync();
        await world.PassAsync();

        Assert.Equal((SheetStatus.WithCourier, "ЗАКАЗ ОТПРАВЛЕН"), (world.Cell(world.FirstLead, "Статус"), world.StageOf(world.FirstLead)));
        Assert.Equal(0, world.Patches);
    }

    [Theory]
    [InlineData("crm", "ОТКАЗ")]
    [InlineData("sheet", "Успешно реализовано")]
    public async Task A_person_who_edits_while_a_pass_is_on_its_way_is_a_conflict_and_no_silent_winner(string policy, string stage)
    {
        await using var world = await ServiceWorld.StartAsync(settings => settings["CONFLICT_POLICY"] = policy);
        var other = world.LeadsOf(DemoAccount.Sotuv1)[1];
        await world.NewOrdersAsync(world.FirstLead, other);
        world.Move(world.FirstLead, "ОТКАЗ");
        await world.BellAsync(world.FirstLead);
        world.Type(other, "Статус", SheetStatus.Won);
        // amoCRM makes the PATCH wait for a second, so positions are read again, and by then a person has picked a status.
        world.Amo.World.With(state => state.Faults.Add(new AmoFault(AmoFaults.TooMany, Times: 1, Route: "PATCH", Seconds: 1)));
        world.Sheets.Faults.BeforeNextRead(DemoSpreadsheet.Id, Picked(other));
        world.Sheets.Faults.BeforeNextRead(DemoSpreadsheet.Id, Picked(world.FirstLead));

        await world.PassAsync();
        await world.PassAsync();

        Assert.Equal(stage, world.StageOf(world.FirstLead));
        Assert.Contains(await world.JournalAsync(world.FirstLead), entry => entry.Rule == 8);

        static PersonEdit Picked(long lead) =>
            new() { Do = "type", Find = ServiceWorld.Id(lead), Column = "Статус", Text = SheetStatus.Won, Pasted = true };
    }

    [Theory]
    [InlineData("sheet")]
    [InlineData("crm")]
    public async Task The_note_of_a_conflict_survives_a_write_that_failed(string policy)
    {
        var time = new StoppedTime(TimeProvider.System.GetUtcNow());
        await using var world = await ServiceWorld.StartAsync(settings => settings["CONFLICT_POLICY"] = policy, clock: time);
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        world.Move(world.FirstLead, "ОТКАЗ");
        await world.BellAsync(world.FirstLead);
        // Two stages within one second are another matter (rule 14).
        time.Forward(TimeSpan.FromSeconds(2));
        world.Type(world.FirstLead, "Статус", SheetStatus.Won);
        world.Sheets.Faults.Arm(new SheetFault { Kind = "503", Route = ":batchUpdate" });

        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        await world.PassDoneAsync();

        Assert.NotEmpty(world.RowOf(world.FirstLead).Notes["Статус"]);
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
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
        await world.NewOrdersAsync(world.FirstLead, other);

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
        await world.NewOrdersAsync(world.FirstLead, other);
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
