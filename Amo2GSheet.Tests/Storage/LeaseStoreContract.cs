using Amo2GSheet.Core.State;
using Amo2GSheet.Tests.Support;

namespace Amo2GSheet.Tests.Storage;

[OnAzurite]
public sealed class LeaseStoreOnAzureTests() : LeaseStoreContract(new AzureWorld());

public sealed class LeaseStoreOnSqliteTests() : LeaseStoreContract(new SqliteWorld());

public sealed class LeaseStoreInMemoryTests() : LeaseStoreContract(new MemoryWorld());

public abstract class LeaseStoreContract(StateWorld world)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [ContractFact]
    public async Task A_free_lease_is_taken_for_as_long_as_asked()
    {
        var lease = await AcquireAsync(await StoreAsync(), "a");

        Assert.Equal(("pass", "a", world.Now + Minute, false), (lease!.Name, lease.Owner, lease.Until, lease.Undisturbed));
    }

    [ContractFact]
    public async Task A_held_lease_is_refused_to_others_and_given_again_to_its_owner()
    {
        var store = await StoreAsync();
        await AcquireAsync(store, "a");

        Assert.Null(await AcquireAsync(await StoreAsync(), "b"));
        Assert.Null(await AcquireAsync(store, "b"));
        Assert.NotNull(await AcquireAsync(store, "a"));
    }

    [ContractFact]
    public async Task Leases_of_other_names_are_other_leases()
    {
        var store = await StoreAsync();

        Assert.NotNull(await store.TryAcquireAsync("a/b", "a", Minute, default));
        Assert.NotNull(await store.TryAcquireAsync("a~002Fb", "b", Minute, default));
    }

    [ContractFact]
    public async Task A_dead_holders_lease_is_taken_when_it_expired_and_not_before()
    {
        await AcquireAsync(await StoreAsync(), "dead");
        var heir = await StoreAsync();

        world.Clock.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.Null(await AcquireAsync(heir, "heir"));
        world.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.NotNull(await AcquireAsync(heir, "heir"));
    }

    [ContractFact]
    public async Task Of_many_that_ask_at_once_one_gets_the_lease()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => StoreAsync()));
        for (var round = 0; round < 3; round++)
        {
            var leases = await Task.WhenAll(stores.Select((store, index) => AcquireAsync(store, $"w{index}")));

            var lease = Assert.Single(leases, lease => lease is not null)!;
            await stores[int.Parse(lease.Owner[1..])].ReleaseAsync(lease, default);
        }
    }

    [ContractFact]
    public async Task A_lease_given_back_is_free_at_once()
    {
        var store = await StoreAsync();
        await store.ReleaseAsync((await AcquireAsync(store, "a"))!, default);

        Assert.NotNull(await AcquireAsync(await StoreAsync(), "b"));
    }

    [ContractFact]
    public async Task The_last_holder_is_undisturbed_when_it_takes_the_lease_again()
    {
        var store = await StoreAsync();
        await store.ReleaseAsync((await AcquireAsync(store, "a"))!, default);

        var again = await AcquireAsync(store, "a");
        Assert.True(again!.Undisturbed);
        Assert.True((await store.RenewAsync(again, Minute, default))!.Undisturbed);

        // Expired, but nobody wanted it.
        world.Clock.Advance(Minute * 3);
        Assert.True((await AcquireAsync(store, "a"))!.Undisturbed);
    }

    [ContractFact]
    public async Task Whoever_was_not_the_last_holder_is_disturbed()
    {
        var (one, other) = (await StoreAsync(), await StoreAsync());
        await one.ReleaseAsync((await AcquireAsync(one, "a"))!, default);

        var theirs = await AcquireAsync(other, "b");
        Assert.False(theirs!.Undisturbed);
        await other.ReleaseAsync(theirs, default);

        Assert.False((await AcquireAsync(one, "a"))!.Undisturbed);
    }

    [ContractFact]
    public async Task A_new_process_is_disturbed_even_by_its_forerunner()
    {
        var before = await StoreAsync();
        await before.ReleaseAsync((await AcquireAsync(before, "a-1"))!, default);

        Assert.False((await AcquireAsync(await StoreAsync(), "a-2"))!.Undisturbed);
    }

    [ContractFact]
    public async Task A_renewed_lease_holds_from_now_on()
    {
        var store = await StoreAsync();
        var lease = (await AcquireAsync(store, "a"))!;
        world.Clock.Advance(Minute / 2);

        var renewed = await store.RenewAsync(lease, Minute, default);

        Assert.Equal(world.Now + Minute, renewed!.Until);
        world.Clock.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.Null(await AcquireAsync(await StoreAsync(), "b"));
    }

    [ContractFact]
    public async Task A_lost_lease_is_neither_renewed_nor_given_back()
    {
        var (slow, quick) = (await StoreAsync(), await StoreAsync());
        var lost = (await AcquireAsync(slow, "slow"))!;
        world.Clock.Advance(Minute);
        await AcquireAsync(quick, "quick");

        Assert.Null(await slow.RenewAsync(lost, Minute, default));
        await slow.ReleaseAsync(lost, default);

        Assert.Null(await AcquireAsync(slow, "slow"));
        Assert.Null(await AcquireAsync(await StoreAsync(), "third"));
    }

    [ContractFact]
    public async Task Whoever_looks_sees_when_a_lease_ended_and_takes_nothing()
    {
        var (store, other) = (await StoreAsync(), await StoreAsync());
        Assert.Null(await other.FindEndAsync("pass", default));

        var lease = (await AcquireAsync(store, "a"))!;
        Assert.Equal(world.Now + Minute, await other.FindEndAsync("pass", default));

        world.Clock.Advance(Minute / 2);
        await store.ReleaseAsync(lease, default);
        Assert.Equal(world.Now, await other.FindEndAsync("pass", default));
        Assert.True((await AcquireAsync(store, "a"))!.Undisturbed);
    }

    private async Task<ILeaseStore> StoreAsync() => (await world.OpenWorkerAsync()).Leases;

    private static Task<Lease?> AcquireAsync(ILeaseStore store, string owner) => store.TryAcquireAsync("pass", owner, Minute, default);
}
