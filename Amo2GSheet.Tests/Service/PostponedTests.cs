using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.Sheets;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Service;

/// <summary>What cannot be decided is looked at again after longer and longer times, and told once.</summary>
public sealed class PostponedTests
{
    [Fact]
    public async Task Ids_that_nobody_knows_cost_bounded_calls_and_a_line_of_log_a_pass()
    {
        var time = new ShiftedTime("2031-03-11 09:00");
        await using var world = await ServiceWorld.StartAsync(clock: time);
        for (var row = 2; row < 42; row++)
            world.Do(new PersonEdit { Do = "type", Row = row, Column = "ID", Text = $"{99_000_000 + row}", Pasted = true });
        world.ResetCounters();

        for (var pass = 0; pass < 16; pass++)
        {
            await world.PassAsync();
            time.Forward(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
        Assert.InRange(world.Amo.Counters.Count("GET /api/v4/leads"), 1, 9);
        Assert.InRange(world.Log.Count(line => line.Contains("wait for a later pass", StringComparison.Ordinal)), 1, 8);
        Assert.Empty(await world.Service.Services.GetRequiredService<IInboxStore>().ReadAsync(100, default));
    }

    [Fact]
    public async Task A_row_that_Google_refuses_is_told_once_and_tried_again_after_longer_and_longer_times()
    {
        var time = new ShiftedTime("2031-03-11 09:00");
        await using var world = await ServiceWorld.StartAsync(clock: time);
        await OrderForProtectedTabAsync(world);
        world.ResetCounters();
        var tries = new List<double>();

        for (var minute = 0.0; minute < 70; minute += 0.5)
        {
            var before = Writes();
            Assert.Equal(PassResult.Partial, (await world.PassAsync()).Result);
            if (Writes() > before)
                tries.Add(minute);
            time.Forward(TimeSpan.FromMinutes(0.5));
        }

        Assert.Equal([0, 1, 3, 7, 15, 31, 63], tries);
        Assert.Contains("\"attention\"", await world.HealthAsync(), StringComparison.Ordinal);
        Assert.Single(await world.JournalAsync(world.FirstLead), entry => entry.What == nameof(Reason.RefusedByGoogle));
        Assert.Single(world.Log, line => line.Contains("is not written yet", StringComparison.Ordinal));
        Assert.Single(world.Log, line => line.Contains("what waits is kept", StringComparison.Ordinal));

        long Writes() => world.Sheets.Counters.Writes;
    }

    [Fact]
    public async Task An_edit_in_a_row_that_waits_for_hours_is_sent_at_once()
    {
        var time = new ShiftedTime("2031-03-11 09:00");
        await using var world = await ServiceWorld.StartAsync(clock: time);
        await world.NewOrdersAsync(world.FirstLead);
        world.Do(new PersonEdit { Do = "protect", Range = "U1:U2000" });
        world.Move(world.FirstLead, "ОТКАЗ");
        await world.BellAsync(world.FirstLead);
        for (var pass = 0; pass < 3; pass++)
        {
            await world.PassAsync();
            time.Forward(TimeSpan.FromMinutes(2));
        }

        await world.PassAsync();
        world.Type(world.FirstLead, "Заказ №", "A-17");
        await world.PassAsync();

        Assert.Equal("A-17", world.FieldOf(world.FirstLead, "Заказ №"));
    }

    [Fact]
    public async Task A_notification_takes_the_waiting_time_away()
    {
        var time = new ShiftedTime("2031-03-11 09:00");
        await using var world = await ServiceWorld.StartAsync(clock: time);
        await OrderForProtectedTabAsync(world);
        await world.PassAsync();
        await world.PassAsync();
        var before = world.Sheets.Counters.Writes;

        await world.BellAsync(world.FirstLead);
        await world.PassAsync();

        Assert.True(world.Sheets.Counters.Writes > before, "Nobody tried again.");
    }

    private static async Task OrderForProtectedTabAsync(ServiceWorld world)
    {
        world.Do(new PersonEdit { Do = "protect", Range = "A1:Z2000" });
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead);
    }
}
