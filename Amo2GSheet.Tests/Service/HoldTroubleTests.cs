using System.Net;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Service;

/// <summary>Holds when something comes in between: crashes, lost answers, amoCRM's own moves, refusals.</summary>
public sealed class HoldTroubleTests
{
    [Fact]
    public async Task A_hold_outlives_the_process_and_its_decision_too()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        await world.PasteAsync(leads);
        var hold = await world.StandingAsync();

        await RestartAsync(world);
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
        Assert.Contains(hold.Id, await world.HealthAsync(), StringComparison.Ordinal);
        Assert.Equal(hold.Fingerprint, (await world.StandingAsync()).Fingerprint);
        await world.DecideAsync("approve");
        await RestartAsync(world);
        await world.PassDoneAsync();

        Assert.All(leads, lead => Assert.Equal(142, world.Card(lead).StatusId));
        Assert.Equal(1, world.Patches);
    }

    [Fact]
    public async Task An_approved_move_whose_answer_was_lost_is_found_done_after_a_restart()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        await world.PasteAsync(leads);
        await world.DecideAsync("approve");
        world.Amo.World.With(state => state.Faults.Add(new AmoFault(AmoFaults.AnswerLost, Times: 1, Route: "PATCH")));

        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        await RestartAsync(world);
        await world.PassDoneAsync();

        Assert.Equal(1, world.Patches);
        Assert.All(leads, lead => Assert.Equal(142, world.Card(lead).StatusId));
        Assert.Empty(await world.Desk().ListAsync(CancellationToken.None));
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("503")]
    public async Task A_discard_that_was_cut_off_is_finished_and_never_pushed(string fault)
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        world.Type(leads[0], "Заказ №", "7");
        await world.PasteAsync(leads.Skip(1));
        await world.DecideAsync("discard");
        world.Sheets.Faults.Arm(new SheetFault { Kind = fault, Route = ":batchUpdate" });

        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        await RestartAsync(world);
        await world.PassDoneAsync();

        Assert.All(leads, lead => Assert.Equal((SheetStatus.InProgress, ""), (world.Cell(lead, "Статус"), world.Cell(lead, "Заказ №"))));
        Assert.Equal(0, world.Patches);
        foreach (var lead in leads)
            Assert.Contains(nameof(Reason.HoldDiscarded), await world.ReasonsAsync(lead));
        Assert.All(leads, lead => Assert.NotEmpty(world.RowOf(lead).Notes["Статус"]));
        Assert.Empty(await world.Desk().ListAsync(CancellationToken.None));
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
    }

    [Fact]
    public async Task A_hold_begun_while_Google_takes_no_writes_is_one_hold()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead);
        foreach (var lead in leads)
            world.Type(lead, "Статус", SheetStatus.Won);
        world.Sheets.Faults.Arm(new SheetFault { Kind = "503", Route = ":batchUpdate" });

        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        var hold = await world.StandingAsync();
        await RestartAsync(world);
        await world.PassDoneAsync();

        Assert.Equal((hold.Id, 5), ((await world.StandingAsync()).Id, (await world.StandingAsync()).Moves));
        Assert.Equal([nameof(Reason.Held)], await world.ReasonsAsync(leads[0]));
        Assert.Single(world.RowsOf(world.FirstLead));
    }

    [Theory]
    [InlineData("sheet", 142, SheetStatus.Won)]
    [InlineData("crm", 0, SheetStatus.Rejected)]
    public async Task A_held_lead_that_amoCRM_moves_meanwhile_is_a_conflict_when_it_is_approved_and_costs_nothing_before(string policy, long won, string shown)
    {
        var (world, leads) = await HoldWorld.StartAsync(settings => settings["CONFLICT_POLICY"] = policy);
        await using var _ = world;
        await world.PasteAsync(leads);
        var before = await world.StandingAsync();

        await world.MoveAndSyncAsync(leads[0], "ОТКАЗ");
        Assert.Equal(SheetStatus.Won, world.Cell(leads[0], "Статус"));
        world.ResetCounters();
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
        Assert.Equal(0, world.Amo.Counters.Total);
        var hold = await world.StandingAsync();
        Assert.Equal((before.Fingerprint, "Sotuv 1 / ОТКАЗ"), (hold.Fingerprint, hold.Samples.Single(sample => sample.Lead == leads[0]).From));

        await world.DecideAsync("approve");
        await world.PassDoneAsync();

        Assert.Equal(won > 0 ? "Успешно реализовано" : "ОТКАЗ", world.StageOf(leads[0]));
        Assert.Equal(shown, world.Cell(leads[0], "Статус"));
        Assert.Contains(await world.JournalAsync(leads[0]), entry => entry.Rule == 8);
        Assert.All(leads.Skip(1), lead => Assert.Equal(142, world.Card(lead).StatusId));
    }

    [Fact]
    public async Task A_held_lead_that_amoCRM_moved_shows_that_when_its_edit_is_discarded()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        await world.PasteAsync(leads);
        await world.MoveAndSyncAsync(leads[0], "ОТКАЗ");

        await world.DecideAsync("discard");
        await world.PassDoneAsync();

        Assert.Equal((SheetStatus.Rejected, "ОТКАЗ"), (world.Cell(leads[0], "Статус"), world.StageOf(leads[0])));
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
    }

    [Fact]
    public async Task A_held_lead_that_amoCRM_moved_follows_when_its_edit_is_undone()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        await world.PasteAsync(leads);
        await world.MoveAndSyncAsync(leads[0], "ОТКАЗ");

        await world.PasteAsync(leads.Take(1), SheetStatus.InProgress);

        Assert.Equal(SheetStatus.Rejected, world.Cell(leads[0], "Статус"));
        Assert.Equal(4, (await world.StandingAsync()).Moves);
        Assert.Equal(0, world.Patches);
    }

    [Fact]
    public async Task A_discarded_number_that_Google_does_not_let_us_take_back_is_not_pushed()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        world.Type(leads[0], "Заказ №", "7");
        await world.PasteAsync(leads.Skip(1));
        world.Do(new PersonEdit { Do = "protect", Range = "C2:C2000" });

        await world.DecideAsync("discard");
        await world.PassAsync();
        await world.PassAsync();

        Assert.Equal((SheetStatus.InProgress, "7"), (world.Cell(leads[0], "Статус"), world.Cell(leads[0], "Заказ №")));
        Assert.Equal((0, ServiceWorld.NewOrder), (world.Patches, world.StageOf(leads[0])));
        Assert.Null(world.FieldOf(leads[0], "Заказ №"));
        Assert.Empty(await world.Desk().ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_row_that_goes_between_approval_and_push_is_not_pushed()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        await world.PasteAsync(leads);
        await world.DecideAsync("approve");
        world.Do(new PersonEdit { Do = "deleteRows", Find = ServiceWorld.Id(leads[4]) });

        await world.PassDoneAsync();

        Assert.All(leads.Take(4), lead => Assert.Equal(142, world.Card(lead).StatusId));
        Assert.Equal(ServiceWorld.NewOrder, world.StageOf(leads[4]));
        Assert.Empty(await world.Desk().ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Holds_are_shown_and_decided_with_the_key_alone()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        await world.PasteAsync(leads);
        var hold = await world.StandingAsync();

        foreach (var path in (string[])["holds", $"holds/{hold.Id}"])
        {
            using var closed = await world.Http.GetAsync(new Uri(world.Service.Address, path));
            Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
        }

        foreach (var verb in (string[])["approve", "discard"])
        {
            using var closed = await world.PostAsync($"holds/{hold.Id}/{verb}?fingerprint={hold.Fingerprint}", new StringContent(""), "wrong");
            Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
            using var blind = await world.PostAsync($"holds/{hold.Id}/{verb}", new StringContent(""));
            Assert.Equal(HttpStatusCode.BadRequest, blind.StatusCode);
            using var unknown = await world.PostAsync($"holds/nothing/{verb}?fingerprint={hold.Fingerprint}", new StringContent(""));
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        }

        var shown = await world.GetAsync($"holds/{hold.Id}");
        Assert.Equal(leads, shown["leads"]!.AsArray().Select(lead => (long)lead!["lead"]!));
        Assert.Equal(142, (int)shown["leads"]![0]!["toStatusId"]!);
        Assert.Equal(hold.Fingerprint, (string?)shown["hold"]!["fingerprint"]);
        Assert.Single((await world.GetAsync("holds"))["holds"]!.AsArray());
        await world.DecideAsync("approve");
        using var late = await world.PostAsync($"holds/{hold.Id}/discard?fingerprint={hold.Fingerprint}", new StringContent(""));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        using var again = await world.PostAsync($"holds/{hold.Id}/approve?fingerprint={hold.Fingerprint}", new StringContent(""));
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
    }

    private static async Task RestartAsync(ServiceWorld world)
    {
        await world.StopServiceAsync();
        await world.StartServiceAsync();
    }
}
