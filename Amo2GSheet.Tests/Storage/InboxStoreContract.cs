using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Amo2GSheet.Tests.Support;

namespace Amo2GSheet.Tests.Storage;

[OnAzurite]
public sealed class InboxStoreOnAzureTests() : InboxStoreContract(new AzureWorld());

public sealed class InboxStoreOnSqliteTests() : InboxStoreContract(new SqliteWorld());

public sealed class InboxStoreInMemoryTests() : InboxStoreContract(new MemoryWorld());

public abstract class InboxStoreContract(StateWorld world)
{
    [ContractFact]
    public async Task A_bell_becomes_an_entry_that_every_worker_reads()
    {
        await PutAsync(Some.Bell(7, Some.Time, deleted: true));

        var entry = Assert.Single(await ReadAsync());

        Assert.Equal(7, entry.Lead.Value);
        Assert.Equal(Some.Time, entry.LastModified);
        Assert.Equal(world.Now, entry.FirstSeen);
        Assert.Equal(world.Now, entry.LastSeen);
        Assert.True(entry.Deleted);
        Assert.Equal(0, entry.Attempts);
        Assert.Null(entry.LastError);
    }

    [ContractFact]
    public async Task Nothing_waits_in_an_empty_inbox()
    {
        await PutAsync();

        Assert.Empty(await ReadAsync());
    }

    [ContractFact]
    public async Task Further_bells_of_a_lead_leave_one_entry_with_the_newest_change()
    {
        var first = world.Now;
        await PutAsync(Some.Bell(7, Some.Time));
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        await PutAsync(Some.Bell(7, Some.Time.AddSeconds(9)));
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        await PutAsync(Some.Bell(7, Some.Time.AddSeconds(-9)), Some.Bell(7));

        var entry = Assert.Single(await ReadAsync());

        Assert.Equal(Some.Time.AddSeconds(9), entry.LastModified);
        Assert.Equal(first, entry.FirstSeen);
        Assert.Equal(first.AddSeconds(5), entry.LastSeen);
        Assert.False(entry.Deleted);
    }

    [ContractFact]
    public async Task A_bell_that_tells_nothing_new_prolongs_no_doubt()
    {
        await PutAsync(Some.Bell(7, Some.Time, deleted: true));
        var told = world.Now;
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        await PutAsync(Some.Bell(7, Some.Time, deleted: true), Some.Bell(7));
        Assert.Equal(told, Assert.Single(await ReadAsync()).LastSeen);

        await PutAsync(Some.Bell(7, Some.Time.AddSeconds(1)));

        Assert.Equal(world.Now, Assert.Single(await ReadAsync()).LastSeen);
    }

    [ContractFact]
    public async Task Bells_of_one_lead_in_one_call_are_one_entry()
    {
        await PutAsync(Some.Bell(7), Some.Bell(7, Some.Time, deleted: true), Some.Bell(7, Some.Time.AddSeconds(1)), Some.Bell(8));

        var entries = await ReadAsync();

        Assert.Equal([7L, 8L], entries.Select(entry => entry.Lead.Value));
        Assert.Equal(Some.Time.AddSeconds(1), entries[0].LastModified);
        Assert.True(entries[0].Deleted);
        Assert.Null(entries[1].LastModified);
    }

    [ContractFact]
    public async Task The_stages_of_the_newest_second_are_kept()
    {
        await PutAsync(Some.Bell(7, Some.Time, status: 1));
        await PutAsync(Some.Bell(7, Some.Time, status: 2), Some.Bell(7, Some.Time.AddSeconds(-1), status: 3), Some.Bell(7, status: 4));
        var told = world.Now;
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        await PutAsync(Some.Bell(7, Some.Time, status: 1));
        var both = Assert.Single(await ReadAsync());
        Assert.Equal(NamedStages.Of(1, 2), both.Stages);
        Assert.Equal(told, both.LastSeen);

        await PutAsync(Some.Bell(7, Some.Time, status: 5));
        Assert.Equal(world.Now, Assert.Single(await ReadAsync()).LastSeen);
        await PutAsync(Some.Bell(7, Some.Time.AddSeconds(1), status: 2));
        Assert.Equal(NamedStages.Of(2), Assert.Single(await ReadAsync()).Stages);
    }

    [ContractFact]
    public async Task A_second_keeps_its_last_eight_stages()
    {
        await PutAsync([.. Enumerable.Range(1, 10).Select(status => Some.Bell(7, Some.Time, status: status))]);

        Assert.Equal(NamedStages.Of(3, 4, 5, 6, 7, 8, 9, 10), Assert.Single(await ReadAsync()).Stages);
    }

    [ContractFact]
    public async Task A_lead_once_called_deleted_stays_so_until_it_is_decided()
    {
        await PutAsync(Some.Bell(7, deleted: true));
        await PutAsync(Some.Bell(7));

        Assert.True(Assert.Single(await ReadAsync()).Deleted);
    }

    [ContractFact]
    public async Task Every_bell_renews_the_version_even_when_it_says_nothing_new()
    {
        var versions = new HashSet<string>();
        for (var bell = 0; bell < 20; bell++)
        {
            await PutAsync(Some.Bell(7, Some.Time));
            Assert.True(versions.Add(Assert.Single(await ReadAsync()).Version));
        }
    }

    [ContractTheory]
    [InlineData(-62_135_596_800)] // the year 1
    [InlineData(-11_676_096_000)] // the year 1600: a date's property begins at 1601
    [InlineData(206_060_000_000)] // the year 8499
    public async Task An_absurd_time_of_change_comes_back(long seconds)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        await PutAsync(Some.Bell(7, time));

        Assert.Equal(time, Assert.Single(await ReadAsync()).LastModified);
    }

    [ContractFact]
    public async Task Bells_that_ring_at_once_all_count()
    {
        var workers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.OpenWorkerAsync()));

        await Task.WhenAll(workers.Select((worker, index) =>
            worker.Inbox.PutAsync([Some.Bell(7, Some.Time.AddSeconds(index), deleted: index == 2)], world.Now, default)));

        var entry = Assert.Single(await ReadAsync());
        Assert.Equal(Some.Time.AddSeconds(5), entry.LastModified);
        Assert.True(entry.Deleted);
    }

    [ContractFact]
    public async Task Fewest_attempts_come_first_and_among_them_the_longest_waiting()
    {
        foreach (var lead in new[] { 3, 1, 2 })
        {
            await PutAsync(Some.Bell(lead));
            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await PostponeAsync(await ReadAsync(1), "later");

        Assert.Equal([1L, 2L, 3L], (await ReadAsync()).Select(entry => entry.Lead.Value));
        Assert.Equal([1L, 2L], (await ReadAsync(2)).Select(entry => entry.Lead.Value));
    }

    [ContractFact]
    public async Task Decided_entries_go_however_many()
    {
        await PutAsync([.. Enumerable.Range(1, 250).Select(lead => Some.Bell(lead))]);

        Assert.Equal(0, await CompleteAsync(await ReadAsync()));

        Assert.Empty(await ReadAsync());
    }

    [ContractFact]
    public async Task A_bell_during_the_pass_keeps_its_entry_and_only_its_entry()
    {
        await PutAsync([.. Enumerable.Range(1, 120).Select(lead => Some.Bell(lead))]);
        var read = await ReadAsync();
        await PutAsync(Some.Bell(1), Some.Bell(50), Some.Bell(120));

        Assert.Equal(3, await CompleteAsync(read));

        Assert.Equal([1L, 50L, 120L], (await ReadAsync()).Select(entry => entry.Lead.Value));
    }

    [ContractFact]
    public async Task An_entry_that_is_gone_already_did_not_stay()
    {
        await PutAsync(Some.Bell(1), Some.Bell(2));
        var read = await ReadAsync();
        await CompleteAsync([read[0]]);

        Assert.Equal(0, await CompleteAsync([.. read, read[1]]));

        Assert.Empty(await ReadAsync());
    }

    [ContractFact]
    public async Task A_bell_after_the_decision_waits_anew()
    {
        await PutAsync(Some.Bell(7, Some.Time, deleted: true));
        var read = await ReadAsync();
        await CompleteAsync(read);
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        await PutAsync(Some.Bell(7));

        Assert.Equal(1, await CompleteAsync(read));

        var entry = Assert.Single(await ReadAsync());
        Assert.Null(entry.LastModified);
        Assert.False(entry.Deleted);
        Assert.Equal(world.Now, entry.FirstSeen);
    }

    [ContractFact]
    public async Task Postponing_counts_an_attempt_and_keeps_the_reason_and_all_else()
    {
        await PutAsync([.. Enumerable.Range(1, 110).Select(lead => Some.Bell(lead, Some.Time, deleted: true))]);
        var before = await ReadAsync();
        await PostponeAsync(before, "StaleRead");
        await PostponeAsync(await ReadAsync(), "TabUnreadable");

        var after = await ReadAsync();

        Assert.Equal(
            before.Select(entry => entry with { Attempts = 2, LastError = "TabUnreadable", Version = "" }),
            after.Select(entry => entry with { Version = "" }));
        Assert.Equal(110, await CompleteAsync(before));
    }

    [ContractFact]
    public async Task Postponing_leaves_alone_what_changed_meanwhile()
    {
        await PutAsync(Some.Bell(1), Some.Bell(2), Some.Bell(3));
        var read = await ReadAsync();
        await PutAsync(Some.Bell(1));
        await CompleteAsync([read[1]]);

        await PostponeAsync(read, "StaleRead");

        Assert.Equal([(1L, 0, null), (3L, 1, "StaleRead")], (await ReadAsync()).Select(entry => (entry.Lead.Value, entry.Attempts, entry.LastError)));
    }

    [ContractFact]
    public async Task A_new_bell_gives_a_postponed_lead_its_attempts_back()
    {
        await PutAsync(Some.Bell(7));
        await PostponeAsync(await ReadAsync(), "StaleRead");
        await PutAsync(Some.Bell(7));

        var entry = Assert.Single(await ReadAsync());

        Assert.Equal(0, entry.Attempts);
        Assert.Null(entry.LastError);
    }

    [ContractFact]
    public async Task A_reason_of_any_length_is_kept_as_far_as_it_helps()
    {
        await PutAsync(Some.Bell(7));
        await PostponeAsync(await ReadAsync(), new string('x', 100_000));

        Assert.Equal(1_000, Assert.Single(await ReadAsync()).LastError!.Length);
    }

    [ContractFact]
    public async Task One_lead_s_entry_is_found_as_it_is_read()
    {
        await PutAsync(Some.Bell(7), Some.Bell(70));
        var inbox = (await world.OpenWorkerAsync()).Inbox;

        Assert.Equal((await ReadAsync()).Single(entry => entry.Lead == new LeadId(7)), await inbox.FindAsync(new LeadId(7), default));
        Assert.Null(await inbox.FindAsync(new LeadId(8), default));
    }

    private async Task PutAsync(params Amo2GSheet.Core.AmoCrm.LeadBell[] bells) =>
        await (await world.OpenWorkerAsync()).Inbox.PutAsync(bells, world.Now, default);

    private async Task<IReadOnlyList<InboxEntry>> ReadAsync(int max = 1_000) => await (await world.OpenWorkerAsync()).Inbox.ReadAsync(max, default);

    private async Task<int> CompleteAsync(IReadOnlyCollection<InboxEntry> entries) =>
        await (await world.OpenWorkerAsync()).Inbox.CompleteAsync(entries, default);

    private async Task PostponeAsync(IEnumerable<InboxEntry> entries, string reason) =>
        await (await world.OpenWorkerAsync()).Inbox.PostponeAsync([.. entries.Select(entry => new Postponement(entry, reason))], default);
}
