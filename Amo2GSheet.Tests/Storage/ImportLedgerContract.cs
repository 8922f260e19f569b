using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Amo2GSheet.Tests.Support;

namespace Amo2GSheet.Tests.Storage;

[OnAzurite]
public sealed class ImportLedgerOnAzureTests() : ImportLedgerContract(new AzureWorld());

public sealed class ImportLedgerOnSqliteTests() : ImportLedgerContract(new SqliteWorld());

public sealed class ImportLedgerInMemoryTests() : ImportLedgerContract(new MemoryWorld());

public abstract class ImportLedgerContract(StateWorld world)
{
    [ContractFact]
    public async Task An_announced_row_comes_back_and_then_its_lead()
    {
        var ledger = await LedgerAsync();
        var announced = Assert.Single(await ledger.SaveAsync([Row("aa")], default));
        Assert.Equal(announced, Assert.Single(await ReadAsync()));

        var created = Assert.Single(await ledger.SaveAsync([announced with { Lead = new LeadId(501) }], default));

        Assert.Equal(created, Assert.Single(await ReadAsync()));
        Assert.Equal(new LeadId(501), created.Lead);
    }

    [ContractFact]
    public async Task Two_equal_rows_are_two_entries()
    {
        await (await LedgerAsync()).SaveAsync([Row("aa", 1), Row("aa", 2), Row("bb", 1)], default);

        Assert.Equal(
            [new ImportRowKey("aa", 1), new ImportRowKey("aa", 2), new ImportRowKey("bb", 1)],
            (await ReadAsync()).Select(entry => entry.Key).OrderBy(key => key.Fingerprint).ThenBy(key => key.Occurrence));
    }

    [ContractFact]
    public async Task A_row_that_another_import_announced_is_a_conflict_and_nothing_is_saved()
    {
        var (one, other) = (await LedgerAsync(), await LedgerAsync());
        await one.SaveAsync([Row("aa")], default);

        await Assert.ThrowsAsync<StateConflictException>(() => other.SaveAsync([Row("bb"), Row("aa")], default));

        Assert.Equal("aa", Assert.Single(await ReadAsync()).Key.Fingerprint);
    }

    [ContractFact]
    public async Task A_row_is_saved_only_over_the_version_that_was_read()
    {
        var ledger = await LedgerAsync();
        var first = Assert.Single(await ledger.SaveAsync([Row("aa")], default));
        await ledger.SaveAsync([first with { Lead = new LeadId(7) }], default);

        await Assert.ThrowsAsync<StateConflictException>(() => ledger.SaveAsync([first with { Lead = new LeadId(8) }], default));

        Assert.Equal(new LeadId(7), Assert.Single(await ReadAsync()).Lead);
    }

    [ContractFact]
    public async Task A_withdrawn_row_is_gone_and_one_that_became_a_lead_meanwhile_stays()
    {
        var ledger = await LedgerAsync();
        var saved = await ledger.SaveAsync([Row("aa"), Row("bb")], default);
        await ledger.SaveAsync([saved[1] with { Lead = new LeadId(7) }], default);

        await ledger.WithdrawAsync(saved, default);

        Assert.Equal(new LeadId(7), Assert.Single(await ReadAsync()).Lead);
        await ledger.SaveAsync([Row("aa")], default);
    }

    [ContractFact]
    public async Task More_than_a_transaction_holds_are_all_saved_in_order()
    {
        var rows = Enumerable.Range(0, 205).Select(number => Row($"{number:x8}")).ToList();

        var saved = await (await LedgerAsync()).SaveAsync(rows, default);

        Assert.Equal(rows.Select(row => row.Key), saved.Select(entry => entry.Key));
        Assert.Equal(saved.ToHashSet(), (await ReadAsync()).ToHashSet());
    }

    [ContractFact]
    public async Task The_same_row_twice_in_a_save_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await (await LedgerAsync()).SaveAsync([Row("aa"), Row("aa")], default));

    private ImportEntry Row(string fingerprint, int occurrence = 1) =>
        new() { Key = new ImportRowKey(fingerprint, occurrence), AnnouncedAt = world.Now, Batch = "import 1" };

    private async Task<IImportLedger> LedgerAsync() => (await world.OpenWorkerAsync()).Imports;

    private async Task<List<ImportEntry>> ReadAsync()
    {
        var entries = new List<ImportEntry>();
        await foreach (var entry in (await LedgerAsync()).ReadAsync(default))
            entries.Add(entry);
        return entries;
    }
}
