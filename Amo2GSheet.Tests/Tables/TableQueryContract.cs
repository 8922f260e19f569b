using Amo2GSheet.Tests.Support;
using Azure.Data.Tables;

namespace Amo2GSheet.Tests.Tables;

public sealed class TableQueryInMemoryTests() : TableQueryContract(new MemoryService());

public sealed class TableQueryOnSqliteTests() : TableQueryContract(new SqliteService());

public sealed class TableQueryOnLoopbackTests() : TableQueryContract(new LoopbackService());

[OnAzurite]
public sealed class TableQueryOnAzuriteTests() : TableQueryContract(new AzuriteService());

/// <summary>What queries find, in which order, and in which pages.</summary>
public abstract class TableQueryContract(TableServiceWorld world)
{
    [ContractTheory]
    [InlineData("PartitionKey eq 'a'", "a1 a2 a3")]
    [InlineData("PartitionKey eq 'a' and RowKey eq '2'", "a2")]
    [InlineData("PartitionKey eq 'a' and RowKey ge '2'", "a2 a3")]
    [InlineData("PartitionKey eq 'a' and RowKey gt '1' and RowKey lt '3'", "a2")]
    [InlineData("PartitionKey eq 'a' and RowKey le '2'", "a1 a2")]
    [InlineData("PartitionKey ge 'a' and PartitionKey lt 'b'", "a1 a2 a3")]
    [InlineData("PartitionKey gt 'a'", "b1 b2")]
    [InlineData("PartitionKey ge 'a' and RowKey ge '2'", "a2 a3 b2")]
    [InlineData("PartitionKey le 'b' and RowKey le '1'", "a1 b1")]
    [InlineData("PartitionKey ne 'a'", "b1 b2")]
    [InlineData("RowKey eq '1'", "a1 b1")]
    [InlineData("PartitionKey eq 'none'", "")]
    [InlineData("PartitionKey eq 'a' and PartitionKey eq 'b'", "")]
    [InlineData("PartitionKey eq 'a' or PartitionKey eq 'b'", "a1 a2 a3 b1 b2")]
    [InlineData("PartitionKey eq 'b' or RowKey eq '3'", "a3 b1 b2")]
    [InlineData("PartitionKey eq 'a' and (RowKey eq '1' or RowKey eq '3')", "a1 a3")]
    [InlineData("RowKey eq '1' or RowKey eq '2' and PartitionKey eq 'b'", "a1 b1 b2")]
    [InlineData("not (PartitionKey eq 'a')", "b1 b2")]
    [InlineData("PartitionKey eq 'a' and not (RowKey eq '2')", "a1 a3")]
    [InlineData("Text eq 'it''s'", "a1")]
    [InlineData("Text gt 'a'", "a1 a2")]
    [InlineData("Small eq 5", "a1")]
    [InlineData("Small lt 6", "a1 a2")]
    [InlineData("Large eq 5000000000L", "a1")]
    [InlineData("Large ge 7L", "a1 a2")]
    [InlineData("Number gt 0.25", "a1")]
    [InlineData("Number eq 0.25", "a2")]
    [InlineData("Yes eq true", "a1")]
    [InlineData("Yes eq false", "a2")]
    [InlineData("Date ge datetime'2026-02-03T04:05:06.1234567Z'", "a1")]
    [InlineData("Date lt datetime'2026-02-03T04:05:06.1234567Z'", "a2")]
    [InlineData("Guid eq guid'7a1d5f0c-21be-4f34-8f5a-000000000001'", "a1")]
    [InlineData("PartitionKey eq 'a' and Small eq 5 and Yes eq true", "a1")]
    [InlineData("", "a1 a2 a3 b1 b2")]
    public async Task A_filter_finds_what_it_says_in_the_order_of_the_keys(string filter, string expected)
    {
        var table = await FilledAsync();

        var found = await TableServiceContract.ReadAsync(table, filter);

        Assert.Equal(expected, string.Join(' ', found.Select(entity => entity.PartitionKey + entity.RowKey)));
    }

    [ContractTheory]
    [InlineData("PartitionKey eq")]
    [InlineData("(PartitionKey eq 'a'")]
    [InlineData("PartitionKey eq 'a' and")]
    [InlineData("PartitionKey is 'a'")]
    public async Task A_filter_that_is_none_is_refused(string filter)
    {
        var table = await FilledAsync();

        await TableServiceContract.RefusedAsync(400, "InvalidInput", () => TableServiceContract.ReadAsync(table, filter));
    }

    [ContractFact]
    public async Task Only_the_properties_that_are_asked_for_come()
    {
        var table = await FilledAsync();

        var found = await TableServiceContract.ReadAsync(table, "PartitionKey eq 'a' and RowKey eq '1'", select: ["Small", "RowKey"]);

        var entity = Assert.Single(found);
        Assert.Equal((5, "1"), (entity["Small"], entity.RowKey));
        Assert.False(entity.ContainsKey("Text"));
        Assert.Equal(["Yes"], (await table.GetEntityAsync<TableEntity>("a", "1", ["Yes"])).Value.Keys.Where(name => char.IsUpper(name[0]) && name is not "Timestamp"));
    }

    [ContractFact]
    public async Task More_than_a_thousand_come_in_pages_of_a_thousand_in_the_order_of_the_keys()
    {
        var table = await world.NewTableAsync();
        var keys = Enumerable.Range(0, 2_100).Select(number => $"{number:D5}").ToList();
        foreach (var chunk in keys.AsEnumerable().Reverse().Chunk(100))
            await table.SubmitTransactionAsync(chunk.Select(key => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("it's", key))));

        var pages = new List<IReadOnlyList<TableEntity>>();
        await foreach (var page in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {"it's"}")).AsPages())
            pages.Add(page.Values);

        Assert.Equal([1000, 1000, 100], pages.Select(page => page.Count));
        Assert.Equal(keys, pages.SelectMany(page => page).Select(entity => entity.RowKey));
    }

    [ContractFact]
    public async Task A_full_last_page_is_the_last()
    {
        var table = await FilledAsync();
        var pages = new List<int>();

        await foreach (var page in table.QueryAsync<TableEntity>("", maxPerPage: 2).AsPages())
            pages.Add(page.Values.Count);

        Assert.Equal(5, pages.Sum());
        Assert.Equal([2, 2, 1], pages);
        await foreach (var page in table.QueryAsync<TableEntity>("PartitionKey eq 'b'", maxPerPage: 2).AsPages())
            Assert.Null(page.ContinuationToken);
    }

    [ContractFact]
    public async Task A_query_goes_on_behind_entities_that_were_deleted_in_the_meantime()
    {
        var table = await FilledAsync();
        var seen = new List<string>();

        await foreach (var page in table.QueryAsync<TableEntity>("", maxPerPage: 2).AsPages())
        {
            seen.AddRange(page.Values.Select(entity => entity.PartitionKey + entity.RowKey));
            if (seen.Count == 2)
                await table.DeleteEntityAsync("a", "3");
        }

        Assert.Equal(["a1", "a2", "b1", "b2"], seen);
    }

    [ContractFact]
    public async Task Keys_are_ordered_by_code_unit()
    {
        var table = await world.NewTableAsync();
        string[] keys = ["", "!", "0", "A", "a", "a\u0301", "b", "é", "я", "\uD83D\uDE00", "\uFB01"];
        foreach (var key in keys.Reverse())
            await table.AddEntityAsync(new TableEntity("p", key));

        Assert.Equal(keys, (await TableServiceContract.ReadAsync(table, "")).Select(entity => entity.RowKey));
        Assert.Equal(keys[9..], (await TableServiceContract.ReadAsync(table, TableClient.CreateQueryFilter($"PartitionKey eq 'p' and RowKey gt {"я"}"))).Select(entity => entity.RowKey));
    }

    private async Task<TableClient> FilledAsync()
    {
        var table = await world.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("b", "2"));
        await table.AddEntityAsync(new TableEntity("b", "1"));
        await table.AddEntityAsync(new TableEntity("a", "3"));
        await table.AddEntityAsync(new TableEntity("a", "1")
        {
            ["Text"] = "it's",
            ["Small"] = 5,
            ["Large"] = 5_000_000_000,
            ["Number"] = 0.5,
            ["Yes"] = true,
            ["Date"] = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero).AddTicks(1_234_567),
            ["Guid"] = new Guid("7a1d5f0c-21be-4f34-8f5a-000000000001"),
        });
        await table.AddEntityAsync(new TableEntity("a", "2")
        {
            ["Text"] = "b",
            ["Small"] = -5,
            ["Large"] = 7L,
            ["Number"] = 0.25,
            ["Yes"] = false,
            ["Date"] = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero),
            ["Guid"] = Guid.Empty,
        });
        return table;
    }
}
