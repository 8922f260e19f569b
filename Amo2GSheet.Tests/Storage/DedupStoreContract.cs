using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Amo2GSheet.Tests.Support;

namespace Amo2GSheet.Tests.Storage;

[OnAzurite]
public sealed class DedupStoreOnAzureTests() : DedupStoreContract(new AzureWorld());

public sealed class DedupStoreOnSqliteTests() : DedupStoreContract(new SqliteWorld());

public sealed class DedupStoreInMemoryTests() : DedupStoreContract(new MemoryWorld());

public abstract class DedupStoreContract(StateWorld world)
{
    [ContractFact]
    public async Task What_was_handled_is_found_by_lead_and_status()
    {
        var handled = Handled(7, 142);
        await MarkAsync(handled);

        Assert.Equal(handled, await FindAsync(7, 142));
        Assert.Null(await FindAsync(7, 143));
        Assert.Null(await FindAsync(8, 142));
    }

    [ContractFact]
    public async Task A_later_memory_replaces_an_older_one()
    {
        var later = Handled(7, 142) with { ReadAt = world.Now.AddSeconds(9), LastModified = Some.Time.AddSeconds(5) };
        await MarkAsync(Handled(7, 142));
        await MarkAsync(later);

        Assert.Equal(later, await FindAsync(7, 142));
    }

    [ContractFact]
    public async Task Of_two_memories_in_one_call_the_later_stays()
    {
        var later = Handled(7, 142) with { ReadAt = world.Now.AddSeconds(9) };
        await MarkAsync(later, Handled(7, 142));

        Assert.Equal(later, await FindAsync(7, 142));
    }

    [ContractFact]
    public async Task More_than_a_transaction_holds_are_all_remembered()
    {
        await MarkAsync();
        await MarkAsync([.. Enumerable.Range(1, 205).Select(lead => Handled(lead, 1))]);

        Assert.NotNull(await FindAsync(1, 1));
        Assert.NotNull(await FindAsync(205, 1));
    }

    [ContractFact]
    public async Task An_absurd_time_of_change_comes_back()
    {
        var handled = Handled(7, 142) with { LastModified = DateTimeOffset.MinValue };
        await MarkAsync(handled);

        Assert.Equal(handled, await FindAsync(7, 142));
    }

    [ContractFact]
    public async Task All_memories_of_a_lead_are_read_and_none_of_another_s()
    {
        Handled[] mine = [Handled(7, 1), Handled(7, 142)];
        await MarkAsync([.. mine, Handled(70, 1), Handled(6, 1), Handled(8, 142)]);

        var read = await (await world.OpenWorkerAsync()).Dedup.ReadAsync(new LeadId(7), default);

        Assert.Equal(mine, read.OrderBy(one => one.StatusId));
        Assert.Empty(await (await world.OpenWorkerAsync()).Dedup.ReadAsync(new LeadId(9), default));
    }

    private Handled Handled(long lead, long status) => new(new LeadId(lead), status, Some.Time, world.Now);

    private async Task MarkAsync(params Handled[] handled) => await (await world.OpenWorkerAsync()).Dedup.MarkAsync(handled, default);

    private async Task<Handled?> FindAsync(long lead, long status) =>
        await (await world.OpenWorkerAsync()).Dedup.FindAsync(new LeadId(lead), status, default);
}
