using System.Net;
using System.Text.Json.Nodes;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Core.Sync.Holds;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Service;

/// <summary>Rule 16 end to end: what is held, what goes on meanwhile, and what an approval covers.</summary>
public sealed class HoldTests
{
    [Fact]
    public async Task Rule_16_a_status_pasted_over_sixty_rows_moves_no_lead_until_a_person_approves_and_then_exactly_those()
    {
        await using var world = await ServiceWorld.StartAsync();
        var leads = await world.OrdersAsync(61);
        var (pasted, other) = (leads.Take(60).ToList(), leads[60]);
        world.ResetCounters();

        await world.PasteAsync(pasted);

        Assert.Equal(0, world.Patches);
        Assert.All(pasted, lead => Assert.Equal((ServiceWorld.NewOrder, SheetStatus.Won), (world.StageOf(lead), world.Cell(lead, "Статус"))));
        var hold = await world.StandingAsync();
        Assert.Equal((60, 0, 20, new HoldCost(2, 1)), (hold.Moves, hold.OrderNumbers, hold.Samples.Count, hold.Cost));
        Assert.Equal(2, hold.Trips.Count);
        Assert.Equal(("Sotuv 1 / ЗАКАЗ БЕЗ НУМЕРАЦИИ", "Sotuv 1 / Успешно реализовано"), (hold.Samples[0].From, hold.Samples[0].To));
        var health = JsonNode.Parse(await world.HealthAsync())!;
        Assert.Equal("attention", (string?)health["status"]);
        Assert.Contains($"amo2gsheet holds show {hold.Id}", (string?)health["problems"]![0], StringComparison.Ordinal);
        Assert.Equal((60, 2), ((int)health["hold"]!["moves"]!, (int)health["hold"]!["cost"]!["patches"]!));

        await world.MoveAndSyncAsync(other, "ОТКАЗ");
        Assert.Equal(SheetStatus.Rejected, world.Cell(other, "Статус"));
        await AssertIdleAsync(world);

        await world.DecideAsync("approve");
        world.ResetCounters();
        await world.PassDoneAsync();

        Assert.All(pasted, lead => Assert.Equal(142, world.Card(lead).StatusId));
        Assert.Equal("ОТКАЗ", world.StageOf(other));
        Assert.Equal((2, 1), (world.Patches, world.Amo.Counters.Count("GET /api/v4/leads")));
        Assert.Equal([nameof(Reason.Held), nameof(Reason.HoldApproved)], await world.ReasonsAsync(pasted[59]));
        Assert.Empty(await world.Desk().ListAsync(CancellationToken.None));
        Assert.Equal("ok", (string?)JsonNode.Parse(await world.HealthAsync())!["status"]);
        await AssertIdleAsync(world);
    }

    [Fact]
    public async Task While_a_hold_stands_a_single_edit_and_an_order_number_join_it()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        await world.PasteAsync(leads.Take(4));
        var before = await world.StandingAsync();

        await world.PasteAsync(leads.Skip(4), SheetStatus.Rejected);
        await world.OrdersAsync(1);
        var sent = world.FirstLead;
        await world.MoveAndSyncAsync(sent, ServiceWorld.NewOrder);
        await world.MoveAndSyncAsync(sent, "ОТКАЗ");
        world.Type(sent, "Заказ №", "A-17");
        await world.PassDoneAsync();

        var after = await world.StandingAsync();
        Assert.Equal((before.Id, 5, 1), (after.Id, after.Moves, after.OrderNumbers));
        Assert.NotEqual(before.Fingerprint, after.Fingerprint);
        Assert.Null(world.FieldOf(sent, "Заказ №"));
        Assert.Equal(0, world.Patches);

        await world.DecideAsync("approve");
        await world.PassDoneAsync();
        Assert.Equal(("A-17", "ОТКАЗ"), (world.FieldOf(sent, "Заказ №"), world.StageOf(leads[4])));
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("discard")]
    public async Task A_set_that_changed_since_it_was_shown_is_not_decided(string verb)
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        await world.PasteAsync(leads.Take(4));
        var shown = await world.StandingAsync();
        await world.PasteAsync(leads.Skip(4));

        using var answer = await world.PostAsync($"holds/{shown.Id}/{verb}?fingerprint={shown.Fingerprint}", new StringContent(""));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var refusal = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(("SetChanged", 5), ((string?)refusal["reason"], (int)refusal["hold"]!["moves"]!));
        Assert.Contains("look at hold", (string?)refusal["detail"], StringComparison.Ordinal);
        await AssertIdleAsync(world);
        Assert.Equal((0, ServiceWorld.NewOrder), (world.Patches, world.StageOf(leads[0])));
    }

    [Fact]
    public async Task What_no_pass_had_seen_when_a_set_was_approved_is_held_again_whatever_its_size()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        await world.PasteAsync(leads.Take(4));
        var first = await world.StandingAsync();
        world.Type(leads[0], "Статус", SheetStatus.Rejected);
        world.Type(leads[1], "Статус", SheetStatus.InProgress);
        world.Type(leads[4], "Статус", SheetStatus.Won);

        await world.DecideAsync("approve");
        await world.PassDoneAsync();

        Assert.Equal([142, 142], leads.Skip(2).Take(2).Select(lead => world.Card(lead).StatusId));
        Assert.All([leads[0], leads[1], leads[4]], lead => Assert.Equal(ServiceWorld.NewOrder, world.StageOf(lead)));
        var second = await world.StandingAsync();
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal([leads[0], leads[4]], second.Samples.Select(sample => sample.Lead).Order());
        Assert.Equal([nameof(Reason.Held), nameof(Reason.HoldLeft)], await world.ReasonsAsync(leads[1]));

        await world.DecideAsync("approve");
        await world.PassDoneAsync();
        Assert.Equal(("ОТКАЗ", 142), (world.StageOf(leads[0]), world.Card(leads[4]).StatusId));
    }

    [Fact]
    public async Task A_discarded_set_is_undone_in_the_sheet_and_amoCRM_is_left_alone()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        world.Type(leads[0], "Заказ №", "чужой");
        world.Type(leads[1], "Заказ №", "7");
        await world.PasteAsync(leads.Skip(1));
        Assert.Equal(5, (await world.StandingAsync()).Moves);

        await world.DecideAsync("discard");
        await world.PassDoneAsync();

        Assert.All(leads, lead => Assert.Equal(
            (SheetStatus.InProgress, "", ServiceWorld.NewOrder), (world.Cell(lead, "Статус"), world.Cell(lead, "Заказ №"), world.StageOf(lead))));
        Assert.All(leads, lead => Assert.NotEmpty(world.RowOf(lead).Notes["Статус"]));
        Assert.Equal(0, world.Patches);
        var entry = Assert.Single(await world.JournalAsync(leads[1]), entry => entry.What == nameof(Reason.HoldDiscarded));
        Assert.Equal((16, "Успешно / 7", "В процессе / "), (entry.Rule, entry.Before, entry.After));
        await AssertIdleAsync(world);

        world.Type(leads[1], "Статус", SheetStatus.Won);
        await world.PassDoneAsync();
        Assert.Equal(142, world.Card(leads[1]).StatusId);
        Assert.Empty(world.RowOf(leads[1]).Notes);
    }

    [Fact]
    public async Task An_undone_accident_dissolves_its_hold()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        await world.PasteAsync(leads);
        var hold = await world.StandingAsync();

        await world.PasteAsync(leads, SheetStatus.InProgress);

        Assert.Empty(await world.Desk().ListAsync(CancellationToken.None));
        Assert.Equal("ok", (string?)JsonNode.Parse(await world.HealthAsync())!["status"]);
        Assert.Equal([nameof(Reason.Held), nameof(Reason.HoldLeft)], await world.ReasonsAsync(leads[0]));
        Assert.Equal(HoldAnswerKind.Unknown, (await world.Desk().ApproveAsync(hold.Id, hold.Fingerprint, CancellationToken.None)).Kind);
        await AssertIdleAsync(world);
    }

    [Fact]
    public async Task A_row_that_is_deleted_and_a_lead_that_is_deleted_leave_the_hold()
    {
        var (world, leads) = await HoldWorld.StartAsync();
        await using var _ = world;
        await world.PasteAsync(leads);

        world.Do(new PersonEdit { Do = "deleteRows", Find = ServiceWorld.Id(leads[0]) });
        world.Amo.World.Delete(EntityKind.Lead, leads[1]);
        using var bell = await world.PostAsync("webhook/amocrm", new FormUrlEncodedContent([new("leads[delete][0][id]", $"{leads[1]}")]));
        await world.PassDoneAsync();

        Assert.Equal(leads.Skip(2), (await world.StandingAsync()).Samples.Select(sample => sample.Lead).Order());
        await AssertIdleAsync(world);
    }

    /// <summary>An idle pass costs what it costs without a hold (docs/benchmarks.md).</summary>
    private static async Task AssertIdleAsync(ServiceWorld world)
    {
        await world.PassAsync();
        world.ResetCounters();
        var storage = world.StorageCalls;

        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);

        Assert.Equal((1, 0, 0), (world.Sheets.Counters.Reads, world.Sheets.Counters.Writes, world.Amo.Counters.Total));
        Assert.Equal(3, world.StorageCalls - storage);
    }
}
