using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Amo2GSheet.Tests.Support;

namespace Amo2GSheet.Tests.Storage;

[OnAzurite]
public sealed class JournalOnAzureTests() : JournalContract(new AzureWorld());

public sealed class JournalOnSqliteTests() : JournalContract(new SqliteWorld());

public sealed class JournalInMemoryTests() : JournalContract(new MemoryWorld());

public abstract class JournalContract(StateWorld world)
{
    [ContractFact]
    public async Task An_entry_comes_back_as_it_was_written()
    {
        var entry = Entry("LeadMoved") with { Before = "В процессе", After = "Отказ", Detail = "\"в кавычках\"\n", Pass = "p/1#?", Heard = new Heard(world.Now.AddMinutes(-1), world.Now, 3) };
        await WriteAsync(entry, Entry("Other", lead: 8), Entry("Other", lead: 77));

        Assert.Equal(entry, Assert.Single(await ReadAsync()));
    }

    [ContractFact]
    public async Task A_lead_without_entries_has_none() => Assert.Empty(await ReadAsync());

    [ContractFact]
    public async Task The_newest_entry_comes_first_also_within_one_instant()
    {
        var later = Entry("Later") with { At = world.Now.AddTicks(1) };
        await WriteAsync(later);
        await WriteAsync([.. Enumerable.Range(1, 12).Select(number => Entry($"What{number}"))]);

        var expected = Enumerable.Range(1, 12).Reverse().Select(number => $"What{number}").Prepend("Later");
        Assert.Equal(expected, (await ReadAsync()).Select(entry => entry.What));
    }

    [ContractFact]
    public async Task Entries_of_one_instant_written_in_two_calls_both_stay()
    {
        await WriteAsync(Entry("RowAppended"));
        await WriteAsync(Entry("LeadMoved"));

        Assert.Equal(2, (await ReadAsync()).Count);
    }

    [ContractFact]
    public async Task Writing_the_same_again_changes_nothing()
    {
        await WriteAsync(Entry("RowAppended"), Entry("LeadMoved"), Entry("LeadMoved"));
        await WriteAsync(Entry("RowAppended"), Entry("LeadMoved"), Entry("LeadMoved"));

        Assert.Equal(2, (await ReadAsync()).Count);
    }

    [ContractFact]
    public async Task The_bells_are_no_part_of_what_makes_an_entry_the_same()
    {
        await WriteAsync(Entry("RowAppended") with { Heard = new Heard(world.Now, world.Now, 0) });
        await WriteAsync(Entry("RowAppended") with { Heard = new Heard(world.Now, world.Now, 1) });

        Assert.Single(await ReadAsync());
    }

    [ContractFact]
    public async Task Many_entries_are_all_written()
    {
        await WriteAsync();
        await WriteAsync([.. Enumerable.Range(1, 150).Select(lead => Entry("RowAppended", lead))]);

        Assert.Single(await ReadAsync(1));
        Assert.Single(await ReadAsync(150));
    }

    [ContractFact]
    public async Task A_text_too_long_for_the_table_is_cut()
    {
        await WriteAsync(Entry("UnknownStatus") with { Before = new string('я', 50_000) });

        var before = Assert.Single(await ReadAsync()).Before!;

        Assert.Equal(8_000, before.Length);
        Assert.EndsWith("я…", before, StringComparison.Ordinal);
    }

    private JournalEntry Entry(string what, long lead = 7) =>
        new() { Lead = new LeadId(lead), At = world.Now, Pass = "pass-1", Rule = 5, What = what };

    private async Task WriteAsync(params JournalEntry[] entries) => await (await world.OpenWorkerAsync()).Journal.WriteAsync(entries, default);

    private async Task<List<JournalEntry>> ReadAsync(long lead = 7)
    {
        var entries = new List<JournalEntry>();
        await foreach (var entry in (await world.OpenWorkerAsync()).Journal.ReadAsync(new LeadId(lead), default))
            entries.Add(entry);
        return entries;
    }
}
