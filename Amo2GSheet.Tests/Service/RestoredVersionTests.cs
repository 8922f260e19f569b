using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync.Holds;

namespace Amo2GSheet.Tests.Service;

/// <summary>Rule 16 end to end, where an old version of the sheet is brought back in place.</summary>
public sealed class RestoredVersionTests
{
    [Fact]
    public async Task Rule_16_three_rows_that_say_again_what_they_said_before_are_held_whatever_the_limits()
    {
        await using var world = await ServiceWorld.StartAsync();
        var leads = await world.OrdersAsync(30);
        await world.PasteAsync(leads.Take(3));
        await world.PasteAsync(leads.Take(3), SheetStatus.Rejected);
        world.ResetCounters();

        await world.PasteAsync(leads.Take(3), SheetStatus.InProgress);

        Assert.Equal(0, world.Patches);
        var hold = await world.StandingAsync();
        Assert.Equal([new Trip(BrakeLimit.Returned, 3, 2, null)], hold.Trips);
        await world.DecideAsync("discard");
        await world.PassDoneAsync();
        Assert.All(leads.Take(3), lead => Assert.Equal(("ОТКАЗ", SheetStatus.Rejected), (world.StageOf(lead), world.Cell(lead, "Статус"))));
    }

    [Fact]
    public async Task A_clerk_may_take_two_edits_back()
    {
        await using var world = await ServiceWorld.StartAsync();
        var leads = await world.OrdersAsync(2);
        await world.PasteAsync(leads, SheetStatus.Rejected);

        await world.PasteAsync(leads, SheetStatus.InProgress);

        Assert.All(leads, lead => Assert.Equal(ServiceWorld.NewOrder, world.StageOf(lead)));
    }

    [Fact]
    public async Task New_values_in_three_rows_are_edits()
    {
        await using var world = await ServiceWorld.StartAsync();
        var leads = await world.OrdersAsync(3);
        await world.PasteAsync(leads, SheetStatus.Rejected);

        await world.PasteAsync(leads);

        Assert.All(leads, lead => Assert.Equal(142, world.Card(lead).StatusId));
    }
}
