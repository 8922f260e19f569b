using Amo2GSheet.Core.State;
using Amo2GSheet.Tests.Support;

namespace Amo2GSheet.Tests.Storage;

[OnAzurite]
public sealed class CursorStoreOnAzureTests() : CursorStoreContract(new AzureWorld());

public sealed class CursorStoreOnSqliteTests() : CursorStoreContract(new SqliteWorld());

public sealed class CursorStoreInMemoryTests() : CursorStoreContract(new MemoryWorld());

public abstract class CursorStoreContract(StateWorld world)
{
    [ContractFact]
    public async Task A_cursor_that_was_never_set_is_null() => Assert.Null(await (await StoreAsync()).ReadAsync("catch-up", default));

    [ContractTheory]
    [InlineData("catch-up")]
    [InlineData("done/2026-03?#%~\\")]
    public async Task A_cursor_comes_back_by_its_name(string name)
    {
        var written = await (await StoreAsync()).WriteAsync(name, "17", null, default);

        Assert.Equal((name, "17"), (written!.Name, written.Value));
        Assert.Equal(written, await (await StoreAsync()).ReadAsync(name, default));
        Assert.Null(await (await StoreAsync()).ReadAsync(name + "x", default));
    }

    [ContractFact]
    public async Task A_cursor_is_set_only_over_the_version_that_was_read()
    {
        var store = await StoreAsync();
        var first = (await store.WriteAsync("catch-up", "1", null, default))!;
        var second = (await store.WriteAsync("catch-up", "2", first.Version, default))!;

        Assert.Null(await store.WriteAsync("catch-up", "3", null, default));
        Assert.Null(await store.WriteAsync("catch-up", "3", first.Version, default));
        Assert.Null(await store.WriteAsync("never-set", "3", second.Version, default));

        Assert.Equal(second, await store.ReadAsync("catch-up", default));
    }

    [ContractFact]
    public async Task Of_two_workers_that_set_a_cursor_one_does()
    {
        var (one, other) = (await StoreAsync(), await StoreAsync());

        var results = await Task.WhenAll(one.WriteAsync("month", "a", null, default), other.WriteAsync("month", "b", null, default));

        Assert.Equal(Assert.Single(results, result => result is not null), await one.ReadAsync("month", default));
    }

    [ContractFact]
    public async Task A_value_of_32000_characters_fits_and_a_longer_one_is_refused()
    {
        var store = await StoreAsync();
        var longest = new string('я', 32_000);

        Assert.NotNull(await store.WriteAsync("hold", longest, null, default));
        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteAsync("hold-2", longest + "!", null, default));

        Assert.Equal(longest, (await store.ReadAsync("hold", default))!.Value);
    }

    private async Task<ICursorStore> StoreAsync() => (await world.OpenWorkerAsync()).Cursors;
}
