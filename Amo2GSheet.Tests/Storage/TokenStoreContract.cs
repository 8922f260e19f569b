using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Tests.Support;

namespace Amo2GSheet.Tests.Storage;

[OnAzurite]
public sealed class TokenStoreOnAzureTests() : TokenStoreContract(new AzureWorld());

public sealed class TokenStoreOnSqliteTests() : TokenStoreContract(new SqliteWorld());

public sealed class TokenStoreInMemoryTests() : TokenStoreContract(new MemoryWorld());

public abstract class TokenStoreContract(StateWorld world)
{
    // Longer than one property of an entity may be.
    private static readonly AmoTokens First = new(new string('a', 40_000), "refresh-1", Some.Time.AddTicks(1));
    private static readonly AmoTokens Second = new("access-2", "refresh-2", Some.Time.AddDays(1));

    [ContractFact]
    public async Task Before_the_first_login_there_are_none() => Assert.Null(await (await StoreAsync()).ReadAsync(default));

    [ContractFact]
    public async Task Tokens_come_back_as_they_were_saved()
    {
        var saved = await (await StoreAsync()).SaveAsync(First, null, default);

        Assert.Equal(First, saved!.Tokens);
        Assert.Equal(saved, await (await StoreAsync()).ReadAsync(default));
    }

    [ContractFact]
    public async Task A_login_replaces_whatever_is_there()
    {
        var store = await StoreAsync();
        await store.SaveAsync(First, null, default);
        await store.SaveAsync(Second, null, default);

        Assert.Equal(Second, (await store.ReadAsync(default))!.Tokens);
    }

    [ContractFact]
    public async Task A_refresh_replaces_only_the_version_that_it_refreshed()
    {
        var store = await StoreAsync();
        var read = (await store.SaveAsync(First, null, default))!;

        Assert.NotNull(await store.SaveAsync(Second, read.Version, default));
        Assert.Null(await store.SaveAsync(First, read.Version, default));

        Assert.Equal(Second, (await store.ReadAsync(default))!.Tokens);
    }

    [ContractFact]
    public async Task A_refresh_of_tokens_that_are_not_there_saves_nothing()
    {
        var elsewhere = (await (await StoreAsync()).SaveAsync(First, null, default))!;
        var empty = (StateWorld)Activator.CreateInstance(world.GetType())!;

        Assert.Null(await (await empty.OpenWorkerAsync()).Tokens.SaveAsync(Second, elsewhere.Version, default));
    }

    [ContractFact]
    public async Task One_worker_at_a_time_refreshes()
    {
        var (one, other) = (await StoreAsync(), await StoreAsync());
        var held = await one.TryLockRefreshAsync(default);

        Assert.NotNull(held);
        Assert.Null(await other.TryLockRefreshAsync(default));
        Assert.Null(await one.TryLockRefreshAsync(default));

        await held.DisposeAsync();
        await held.DisposeAsync();
        Assert.NotNull(await other.TryLockRefreshAsync(default));
    }

    [ContractFact]
    public async Task A_worker_that_died_while_refreshing_is_waited_for_half_a_minute()
    {
        await (await StoreAsync()).TryLockRefreshAsync(default);
        var other = await StoreAsync();

        world.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Null(await other.TryLockRefreshAsync(default));
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await other.TryLockRefreshAsync(default));
    }

    private async Task<ITokenStore> StoreAsync() => (await world.OpenWorkerAsync()).Tokens;
}
