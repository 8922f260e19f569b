using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Tests.Service;

/// <summary>
/// Rule 14 within one second: <c>updated_at</c> cannot order two stages of the same second, so a read of amoCRM may be one move behind and look
/// as new as the webhook.
/// </summary>
public sealed class SameSecondTests
{
    private const string Consultation = "Консультация";

    private readonly StoppedTime _time = new(DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()));

    [Fact]
    public async Task A_read_that_shows_none_of_the_stages_named_in_its_second_is_doubted()
    {
        await using var world = await StartAsync();
        Move(world, Consultation);
        Move(world, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead);
        ReadOneMoveBehind(world);

        Assert.Equal(1, (await world.PassAsync()).Postponed);
        Assert.Empty(world.RowsOf(world.FirstLead));
        await world.PassDoneAsync();

        Assert.Single(world.RowsOf(world.FirstLead));
    }

    [Fact]
    public async Task A_lead_that_passed_two_stages_in_one_second_is_read_once_more()
    {
        await using var world = await StartAsync();
        await MoveAndBellAsync(world, Consultation);
        await MoveAndBellAsync(world, ServiceWorld.NewOrder);
        ReadOneMoveBehind(world);

        Assert.True((await world.PassAsync()).LookAgain);
        Assert.Empty(world.RowsOf(world.FirstLead));
        _time.Forward(TimeSpan.FromSeconds(2));
        var again = await world.PassAsync();

        Assert.Single(world.RowsOf(world.FirstLead));
        Assert.False(again.LookAgain);
        Assert.Equal(PassResult.Idle, (await world.PassAsync()).Result);
    }

    [Fact]
    public async Task A_lead_that_passed_two_stages_in_one_second_gets_its_row_at_once()
    {
        await using var world = await StartAsync();
        await MoveAndBellAsync(world, Consultation);
        await MoveAndBellAsync(world, ServiceWorld.NewOrder);

        await world.PassDoneAsync();

        Assert.Equal(SheetStatus.InProgress, world.Cell(world.FirstLead, "Статус"));
    }

    [Fact]
    public async Task Our_own_change_in_the_same_second_delays_no_row()
    {
        await using var world = await StartAsync();
        await MoveAndBellAsync(world, ServiceWorld.NewOrder);
        await world.PassDoneAsync();
        world.Type(world.FirstLead, "Статус", SheetStatus.Rejected);
        await world.PassDoneAsync();
        Assert.Equal("ОТКАЗ", world.StageOf(world.FirstLead));
        await world.BellAsync(world.FirstLead);

        await MoveAndBellAsync(world, ServiceWorld.NewOrder);
        await world.PassDoneAsync();

        Assert.Equal(SheetStatus.InProgress, world.Cell(world.FirstLead, "Статус"));
    }

    private Task<ServiceWorld> StartAsync() => ServiceWorld.StartAsync(clock: _time);

    private void Move(ServiceWorld world, string stage)
    {
        _time.Forward(TimeSpan.FromMilliseconds(100));
        world.Move(world.FirstLead, stage);
    }

    private async Task MoveAndBellAsync(ServiceWorld world, string stage)
    {
        Move(world, stage);
        await world.BellAsync(world.FirstLead);
    }

    private static void ReadOneMoveBehind(ServiceWorld world) =>
        world.Amo.World.With(state => state.Faults.Add(new AmoFault(AmoFaults.StaleReads, 1, Seconds: 0.05)));
}
