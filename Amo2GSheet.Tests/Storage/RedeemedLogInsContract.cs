using Amo2GSheet.Core.State;
using Amo2GSheet.Tests.Support;

namespace Amo2GSheet.Tests.Storage;

[OnAzurite]
public sealed class RedeemedLogInsOnAzureTests() : RedeemedLogInsContract(new AzureWorld());

public sealed class RedeemedLogInsOnSqliteTests() : RedeemedLogInsContract(new SqliteWorld());

public sealed class RedeemedLogInsInMemoryTests() : RedeemedLogInsContract(new MemoryWorld());

public abstract class RedeemedLogInsContract(StateWorld world)
{
    private DateTimeOffset Until => world.Now + TimeSpan.FromMinutes(20);

    [ContractFact]
    public async Task A_log_in_is_redeemed_once_on_whichever_instance()
    {
        var (here, there) = (await OpenAsync(), await OpenAsync());

        Assert.True(await there.TryRedeemAsync("one", Until, default));

        Assert.False(await here.TryRedeemAsync("one", Until, default));
        Assert.False(await there.TryRedeemAsync("one", Until, default));
        Assert.True(await here.TryRedeemAsync("another", Until, default));
    }

    [ContractFact]
    public async Task A_log_in_that_two_instances_redeem_at_once_is_given_to_one()
    {
        var (here, there) = (await OpenAsync(), await OpenAsync());

        var redeemed = await Task.WhenAll(here.TryRedeemAsync("one", Until, default), there.TryRedeemAsync("one", Until, default));

        Assert.Single(redeemed, won => won);
    }

    [ContractFact]
    public async Task Many_redeemed_log_ins_are_all_remembered_until_they_have_ended()
    {
        var (store, until) = (await OpenAsync(), Until);
        foreach (var number in Enumerable.Range(0, 300))
            Assert.True(await store.TryRedeemAsync($"nonce {number}", until, default));
        world.Clock.Advance(TimeSpan.FromMinutes(20));

        foreach (var number in Enumerable.Range(0, 300))
            Assert.False(await store.TryRedeemAsync($"nonce {number}", until, default));
    }

    [ContractFact]
    public async Task What_has_ended_long_ago_takes_no_room()
    {
        var worker = await world.OpenWorkerAsync();
        var store = new RedeemedLogIns(worker.Cursors, world.Clock);
        await store.TryRedeemAsync("one", Until, default);
        var row = await RowOfAsync(worker);
        world.Clock.Advance(TimeSpan.FromHours(1));

        await store.TryRedeemAsync("one", Until, default);

        Assert.Equal(row.Length, (await RowOfAsync(worker)).Length);
    }

    [ContractFact]
    public async Task A_list_that_cannot_be_read_stops_no_log_in()
    {
        var worker = await world.OpenWorkerAsync();
        foreach (var slot in Enumerable.Range(0, 64))
            await worker.Cursors.WriteAsync($"log-ins/{slot:D2}", "nonsense :: a:b c", null, default);

        Assert.True(await new RedeemedLogIns(worker.Cursors, world.Clock).TryRedeemAsync("one", Until, default));
    }

    private static async Task<string> RowOfAsync(Worker worker)
    {
        foreach (var slot in Enumerable.Range(0, 64))
        {
            if (await worker.Cursors.ReadAsync($"log-ins/{slot:D2}", default) is { } row)
                return row.Value;
        }

        return "";
    }

    private async Task<RedeemedLogIns> OpenAsync() => new((await world.OpenWorkerAsync()).Cursors, world.Clock);
}
