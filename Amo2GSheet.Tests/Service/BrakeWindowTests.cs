using System.Text.Json.Nodes;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync.Holds;

namespace Amo2GSheet.Tests.Service;

/// <summary>Rule 16 end to end, where no pass moves too many leads and several passes together do.</summary>
public sealed class BrakeWindowTests
{
    private static readonly TimeSpan BetweenPasses = TimeSpan.FromSeconds(11);

    private readonly ShiftedTime _clock = new("2031-03-12 08:00");

    [Fact]
    public async Task Rule_16_a_column_that_is_rejected_in_three_batches_is_held_across_a_restart_and_the_hold_names_what_moved()
    {
        await using var world = await ServiceWorld.StartAsync(time: _clock);
        var leads = await world.OrdersAsync(33);
        await BatchAsync(world, leads.Take(10));
        await world.StopServiceAsync();
        await world.StartServiceAsync();
        await BatchAsync(world, leads.Skip(10).Take(10));
        await BatchAsync(world, leads.Skip(20).Take(10));

        Assert.Equal(10, leads.Count(lead => world.StageOf(lead) != ServiceWorld.NewOrder));
        var hold = await world.StandingAsync();
        Assert.Equal([new Trip(BrakeLimit.WindowPercent, 20, 33, "Sheet1") { Earlier = 10 }], hold.Trips);
        Assert.Equal(20, hold.Moves);
        Assert.Equal(leads.Take(10).Order(), hold.Earlier);
        Assert.Contains("10 of them have moved already", hold.Sentence(), StringComparison.Ordinal);
        Assert.Equal(10, ((JsonArray)JsonNode.Parse(await world.HealthAsync())!["hold"]!["earlier"]!).Count);

        await world.DecideAsync("approve");
        await world.PassDoneAsync();
        await BatchAsync(world, leads.Skip(30));
        Assert.All(leads, lead => Assert.Equal("ОТКАЗ", world.StageOf(lead)));
        Assert.Empty(await world.Desk().ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task After_a_discard_the_window_still_counts_what_moved_and_after_its_minutes_it_does_not()
    {
        await using var world = await ServiceWorld.StartAsync(time: _clock);
        var leads = await world.OrdersAsync(20);
        await BatchAsync(world, leads.Take(10));
        await BatchAsync(world, leads.Skip(10).Take(3));
        await world.DecideAsync("discard");
        await world.PassDoneAsync();

        await BatchAsync(world, leads.Skip(10).Take(3));
        Assert.Equal(3, (await world.StandingAsync()).Moves);
        await world.DecideAsync("discard");
        await world.PassDoneAsync();
        _clock.Forward(TimeSpan.FromMinutes(10));

        await BatchAsync(world, leads.Skip(10).Take(3));
        Assert.Equal(13, leads.Count(lead => world.StageOf(lead) == "ОТКАЗ"));
    }

    [Fact]
    public async Task More_leads_of_all_tabs_than_the_window_allows_are_held()
    {
        await using var world = await ServiceWorld.StartAsync(settings => (settings["BRAKE_WINDOW_MAX_MOVES"], settings["BRAKE_WINDOW_MINUTES"]) = ("3", "5"), time: _clock);
        var leads = await world.OrdersAsync(6);
        await BatchAsync(world, leads.Take(3));
        _clock.Forward(TimeSpan.FromMinutes(5));
        await BatchAsync(world, leads.Skip(3).Take(2));
        Assert.Equal(5, leads.Count(lead => world.StageOf(lead) == "ОТКАЗ"));

        await BatchAsync(world, leads.Take(2), SheetStatus.Won);

        var trip = Assert.Single((await world.StandingAsync()).Trips);
        Assert.Equal(new Trip(BrakeLimit.WindowMoves, 4, 3, null) { Earlier = 2 }, trip);
    }

    [Fact]
    public async Task A_morning_of_sixty_order_numbers_and_twenty_deliveries_meets_no_hold()
    {
        await using var world = await ServiceWorld.StartAsync(time: _clock);
        var leads = await world.OrdersAsync(200);
        // Four clerks: in ten minutes sixty order numbers and twenty statuses, a look at every thirty seconds, with three or four of them each.
        for (var look = 0; look < 20; look++)
        {
            foreach (var lead in leads.Skip(look * 3).Take(3))
                world.Type(lead, "Заказ №", $"A-{lead}");
            world.Type(leads[100 + look], "Статус", SheetStatus.Won);
            _clock.Forward(TimeSpan.FromSeconds(30));
            await world.PassDoneAsync();
        }

        Assert.Equal((60, 20), (leads.Take(60).Count(lead => world.StageOf(lead) == "ЗАКАЗ ОТПРАВЛЕН"), leads.Count(lead => world.Card(lead).StatusId == 142)));
        Assert.Empty(await world.Desk().ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Order_numbers_alone_may_fill_a_whole_tab_within_the_window()
    {
        await using var world = await ServiceWorld.StartAsync(time: _clock);
        var leads = await world.OrdersAsync(20);
        foreach (var batch in leads.Chunk(10))
        {
            foreach (var lead in batch)
                world.Type(lead, "Заказ №", $"A-{lead}");
            _clock.Forward(BetweenPasses);
            await world.PassDoneAsync();
        }

        Assert.All(leads, lead => Assert.Equal("ЗАКАЗ ОТПРАВЛЕН", world.StageOf(lead)));
    }

    private async Task BatchAsync(ServiceWorld world, IEnumerable<long> leads, string status = SheetStatus.Rejected)
    {
        _clock.Forward(BetweenPasses);
        await world.PasteAsync(leads, status);
    }
}
