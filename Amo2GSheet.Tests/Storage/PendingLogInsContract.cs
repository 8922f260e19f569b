using Amo2GSheet.Core.State;
using Amo2GSheet.Tests.Support;

namespace Amo2GSheet.Tests.Storage;

[OnAzurite]
public sealed class PendingLogInsOnAzureTests() : PendingLogInsContract(new AzureWorld());

public sealed class PendingLogInsOnSqliteTests() : PendingLogInsContract(new SqliteWorld());

public sealed class PendingLogInsInMemoryTests() : PendingLogInsContract(new MemoryWorld());

public abstract class PendingLogInsContract(StateWorld world)
{
    [ContractFact]
    public async Task A_state_works_once_on_whichever_instance()
    {
        using var here = await OpenAsync();
        using var there = await OpenAsync();
        var state = await here.BeginAsync(default);

        Assert.True(await there.TakeAsync(state, default));
        Assert.False(await here.TakeAsync(state, default));
        Assert.False(await there.TakeAsync(state, default));
    }

    [ContractFact]
    public async Task An_unknown_state_is_refused_and_leaves_the_others_alone()
    {
        using var logIns = await OpenAsync();
        Assert.False(await logIns.TakeAsync("unknown", default));
        var state = await logIns.BeginAsync(default);

        Assert.False(await logIns.TakeAsync("unknown", default));
        Assert.False(await logIns.TakeAsync("", default));
        Assert.False(await logIns.TakeAsync(new string('x', 5_000), default));

        Assert.True(await logIns.TakeAsync(state, default));
    }

    [ContractFact]
    public async Task A_state_lives_for_twenty_minutes()
    {
        using var logIns = await OpenAsync();
        var (late, timely) = (await logIns.BeginAsync(default), await logIns.BeginAsync(default));

        world.Clock.Advance(TimeSpan.FromMinutes(20) - TimeSpan.FromSeconds(1));
        Assert.True(await logIns.TakeAsync(timely, default));
        world.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await logIns.TakeAsync(late, default));
    }

    [ContractFact]
    public async Task Log_ins_begun_at_once_on_several_instances_are_all_kept()
    {
        var instances = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => OpenAsync()));

        var states = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => instances[number % 3].BeginAsync(default)));

        Assert.Equal(12, states.Distinct().Count());
        var taken = await Task.WhenAll(states.Select((state, number) => instances[(number + 1) % 3].TakeAsync(state, default)));
        Assert.All(taken, Assert.True);
    }

    [ContractFact]
    public async Task A_state_that_two_instances_take_at_once_is_given_to_one()
    {
        using var here = await OpenAsync();
        using var there = await OpenAsync();
        var state = await here.BeginAsync(default);

        var taken = await Task.WhenAll(here.TakeAsync(state, default), there.TakeAsync(state, default));

        Assert.Single(taken, won => won);
    }

    [ContractFact]
    public async Task Of_too_many_the_oldest_gives_way_and_all_fit_into_the_cursor()
    {
        using var logIns = await OpenAsync();
        var oldest = await logIns.BeginAsync(default);
        var second = await logIns.BeginAsync(default);
        for (var number = 1; number < PendingLogIns.Most; number++)
            await logIns.BeginAsync(default);

        Assert.False(await logIns.TakeAsync(oldest, default));
        Assert.True(await logIns.TakeAsync(second, default));
    }

    [ContractFact]
    public async Task A_list_that_cannot_be_read_stops_no_log_in()
    {
        var cursors = (await world.OpenWorkerAsync()).Cursors;
        await cursors.WriteAsync(PendingLogIns.CursorName, "nonsense :: a:b c", null, default);
        using var logIns = await OpenAsync();

        Assert.True(await logIns.TakeAsync(await logIns.BeginAsync(default), default));
    }

    private async Task<PendingLogIns> OpenAsync() => new((await world.OpenWorkerAsync()).Cursors, world.Clock);
}
