using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.SelfHost;
using Amo2GSheet.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amo2GSheet.Tests.Storage;

public sealed class JournalSinceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Entries_of_all_leads_of_the_account_since_a_moment_are_read_with_keys_that_stay()
    {
        using var files = new EmbeddedTableFiles(TimeProvider.System, NullLogger<EmbeddedTableFiles>.Instance);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("AMO2GSHEET_TABLES", (string?)TableFixture.NewSetting())])
            .Build();
        var tables = new AzureTables(TableConnection.From(configuration, files), new StorageCalls());
        await tables.EnsureAsync(CancellationToken.None);
        var (journal, neighbour) = (new TableJournal(tables, new AccountPartition("acme")), new TableJournal(tables, new AccountPartition("acme-two")));
        await journal.WriteAsync([Entry(1, Noon.AddSeconds(-1)), Entry(1, Noon), Entry(2, Noon.AddSeconds(1))], CancellationToken.None);
        await neighbour.WriteAsync([Entry(3, Noon)], CancellationToken.None);

        var found = await ReadAsync();

        Assert.Equal([(1L, Noon), (2L, Noon.AddSeconds(1))], found.Select(one => (one.Entry.Lead.Value, one.Entry.At)).Order());
        Assert.Equal(found.Select(one => one.Key), (await ReadAsync()).Select(one => one.Key));

        async Task<IReadOnlyList<(string Key, JournalEntry Entry)>> ReadAsync()
        {
            var all = new List<(string, JournalEntry)>();
            await foreach (var one in journal.ReadSinceAsync(Noon, CancellationToken.None))
                all.Add(one);
            return all;
        }
    }

    private static JournalEntry Entry(long lead, DateTimeOffset at) => new() { Lead = new LeadId(lead), At = at, Pass = "p", Rule = 1, What = "RowAppended" };
}
