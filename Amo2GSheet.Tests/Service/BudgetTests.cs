using System.Text.Json.Nodes;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Tests.Service;

/// <summary>How many calls a pass makes, by the simulators' own counters (docs/benchmarks.md).</summary>
public sealed class BudgetTests
{
    [Fact]
    public async Task An_idle_pass_is_one_sheet_read_no_amoCRM_call_and_three_storage_calls()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        await world.PassAsync();
        world.ResetCounters();
        var storage = world.StorageCalls;

        await world.PassAsync();

        Assert.Equal((1, 0, 0), (world.Sheets.Counters.Reads, world.Sheets.Counters.Writes, world.Amo.Counters.Total));
        Assert.Equal(3, world.StorageCalls - storage);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(410)]
    public async Task Failure_13_new_leads_cost_two_sheet_reads_and_one_write_and_are_read_two_hundred_at_a_time(int count)
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        var leads = world.AddLeads(count);
        await world.BellAsync(leads);
        world.ResetCounters();

        await world.PassDoneAsync();

        Assert.Equal(count + 1, world.Tab().Rows.Count);
        Assert.Equal((count + 199) / 200, world.Amo.Counters.Count("GET /api/v4/leads"));
        Assert.Equal((count + 199) / 200, world.Amo.Counters.Count("GET /api/v4/contacts"));
        Assert.Equal(1, world.Sheets.Counters.Writes);
        // One read more only when the intents of a big write took longer than the second for which positions are good.
        Assert.InRange(world.Sheets.Counters.Reads, 2, count > 100 ? 3 : 2);
    }

    [Fact]
    public async Task A_webhook_of_a_thousand_leads_is_stored_in_transactions_and_all_of_them_become_rows()
    {
        await using var world = await ServiceWorld.StartAsync();
        var leads = world.AddLeads(1_050);
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        var storage = world.StorageCalls;

        await world.BellAsync(leads);
        Assert.Equal(11, world.StorageCalls - storage);
        world.ResetCounters();
        await world.PassDoneAsync();

        Assert.Equal(1_051, world.Tab().Rows.Count);
        Assert.Equal(2, world.Sheets.Counters.Writes);
    }

    [Fact]
    public async Task Failure_13_moved_leads_are_patched_fifty_at_a_time()
    {
        await using var world = await ServiceWorld.StartAsync(settings => (settings["BRAKE_MAX_MOVES"], settings["BRAKE_MAX_PERCENT"], settings["BRAKE_WINDOW_MAX_PERCENT"]) = ("120", "100", "100"));
        var leads = world.AddLeads(120);
        await world.BellAsync(leads);
        await world.PassDoneAsync();
        foreach (var lead in leads)
            world.Type(lead, "Статус", SheetStatus.Won);
        world.ResetCounters();

        await world.PassDoneAsync();

        Assert.All(leads, lead => Assert.Equal(142, world.Card(lead).StatusId));
        Assert.Equal((3, 1, 0), (world.Patches, world.Sheets.Counters.Reads, world.Sheets.Counters.Writes));
    }
}

internal static class WorldLeads
{
    /// <summary>New leads with a contact each, at the trigger stage of «Sotuv 1».</summary>
    public static IReadOnlyList<long> AddLeads(this ServiceWorld world, int count)
    {
        var trigger = world.Amo.World.Seed.Pipelines.Single(pipeline => pipeline.Id == DemoAccount.Sotuv1)
            .Stages.Single(stage => stage.Name == ServiceWorld.NewOrder).Id;
        return [.. Enumerable.Range(1, count).Select(number =>
        {
            var contact = world.Amo.World.AddOne(EntityKind.Contact, new JsonObject { ["name"] = $"Клиент {number}" });
            return world.Amo.World.AddOne(EntityKind.Lead, new JsonObject
            {
                ["name"] = $"Заказ {number}",
                ["pipeline_id"] = DemoAccount.Sotuv1,
                ["status_id"] = trigger,
                ["_embedded"] = new JsonObject { ["contacts"] = new JsonArray(new JsonObject { ["id"] = contact.Id }) },
            }).Id;
        })];
    }
}
