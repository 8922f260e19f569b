using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync.Verify;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Tests.Service;

namespace Amo2GSheet.Tests.Verify;

/// <summary>What is merely on its way is no difference; what stays is one.</summary>
public sealed class NoFalseAlarmTests
{
    [Fact]
    public async Task A_comparison_in_the_middle_of_changes_gives_no_false_alarm()
    {
        await using var bed = await VerifyBed.StartAsync(6);
        var (world, orders) = (bed.World, bed.Orders);
        // Heard and waiting, typed a moment ago, and both at once; and a new order.
        world.Move(orders[0], "ОТКАЗ");
        world.Type(orders[1], "Статус", SheetStatus.Won);
        world.Type(orders[2], "Заказ №", "12");
        world.Move(orders[3], "ОТКАЗ");
        world.Type(orders[3], "Статус", SheetStatus.Won);
        var fresh = world.AddLeads(1)[0];
        world.Amo.World.Delete(EntityKind.Lead, orders[4]);
        await world.BellAsync(orders[0], orders[3], orders[4], fresh);

        var result = await bed.VerifyAsync(number =>
        {
            // The people do not stop for it.
            if (number < 4)
                world.Type(orders[5], "Статус", number % 2 == 0 ? SheetStatus.Won : SheetStatus.Rejected);
            return Task.CompletedTask;
        });

        Assert.Equal($"amoCRM {result.Amo} = sheet {result.Amo}, 0 differences", result.Headline);
        Assert.Equal(SheetStatus.InProgress, world.Cell(fresh, "Статус"));
    }

    [Fact]
    public async Task An_edit_that_no_pass_has_come_by_for_is_on_the_way_and_not_a_difference()
    {
        await using var bed = await VerifyBed.StartAsync(2);
        bed.World.Type(bed.Orders[0], "Статус", SheetStatus.Won);

        var look = await bed.Verifier.LookAsync(null, null, CancellationToken.None);
        while (look.Again is not null)
        {
            Assert.Equal(1, look.Left);
            bed.Clock.Jump(Verifier.LookAgain);
            look = await bed.Verifier.LookAsync(look, null, CancellationToken.None);
        }

        Assert.True(look.Result!.Ok);
        Assert.EndsWith(", 0 differences, 1 on the way", look.Result.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_the_catch_up_will_bring_is_waited_for()
    {
        await using var bed = await VerifyBed.StartAsync(3, settings => settings["CATCH_UP_SECONDS"] = "86400");
        bed.Clock.Jump(TimeSpan.FromMinutes(20));
        await bed.World.CatchUpAsync();
        bed.World.Move(bed.Orders[0], "ОТКАЗ");
        bed.World.Amo.World.Delete(EntityKind.Lead, bed.Orders[1]);

        var looks = 0;
        var result = await bed.VerifyAsync(async number =>
        {
            looks = number;
            if (number is 3 or 5)
                await bed.World.CatchUpAsync();
        });

        Assert.InRange(looks, 3, 6);
        Assert.True(result.Ok, result.Headline);
        Assert.Equal(0, result.OnTheWay);
        Assert.Equal(SheetStatus.Rejected, bed.World.Cell(bed.Orders[0], "Статус"));
    }

    [Fact]
    public async Task A_change_that_nobody_brings_is_a_difference_although_passes_run()
    {
        await using var bed = await VerifyBed.StartAsync(2);
        bed.World.Move(bed.Orders[0], "ОТКАЗ");

        Assert.Equal([(DifferenceKind.StatusDiffers, bed.Orders[0])], await VerifyBed.FoundAsync(bed.VerifyAsync()));
    }

    [Fact]
    public async Task Stale_reads_of_amoCRM_are_looked_at_again()
    {
        await using var bed = await VerifyBed.StartAsync(2);
        bed.World.Type(bed.Orders[0], "Статус", SheetStatus.Won);
        bed.Clock.Jump(TimeSpan.FromSeconds(5));
        await bed.World.PassDoneAsync();
        bed.World.Amo.World.With(state => state.Faults.Add(new AmoFault(AmoFaults.StaleReads, 5, Seconds: 30), bed.Clock.GetUtcNow()));

        var result = await bed.VerifyAsync();

        Assert.True(result.Ok, result.Headline);
        Assert.Equal(0, result.OnTheWay);
    }

    [Fact]
    public async Task What_the_rules_leave_unlike_on_purpose_is_no_difference()
    {
        await using var bed = await VerifyBed.StartAsync(5);
        var (world, orders) = (bed.World, bed.Orders);
        // Rule 5: «with the courier» is won, which is shown as «successful» elsewhere. Rules 6 and 7: the number is sent, then cleared.
        world.Type(orders[0], "Статус", SheetStatus.WithCourier);
        world.Type(orders[1], "Заказ №", "7");
        world.Type(orders[2], "Заказ №", "0012");
        world.Type(orders[3], "Статус", "отказ");
        await world.PassDoneAsync();
        world.Type(orders[1], "Заказ №", "");
        await world.PassDoneAsync();
        await world.MoveAndSyncAsync(orders[2], ServiceWorld.NewOrder);

        var result = await bed.VerifyAsync();

        Assert.True(result.Ok, string.Join('\n', result.Differences));
        Assert.Empty(result.Known);
    }

    [Fact]
    public async Task A_row_that_a_person_took_away_and_that_is_noted_as_missing_counts_on_neither_side()
    {
        await using var bed = await VerifyBed.StartAsync(2);
        var rows = bed.World.Tab().Rows.Count;
        bed.World.Do(new PersonEdit { Do = "deleteRows", Find = ServiceWorld.Id(bed.Orders[0]) });
        await bed.World.PassDoneAsync();

        Assert.Equal($"amoCRM {rows - 1} = sheet {rows - 1}, 0 differences", (await bed.VerifyAsync()).Headline);
    }
}
