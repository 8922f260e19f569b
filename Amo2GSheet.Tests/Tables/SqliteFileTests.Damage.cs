using Azure;
using Azure.Data.Tables;

namespace Amo2GSheet.Tests.Tables;

/// <summary>Entities that cannot be read, although the pages of the file are in order: SQLite has no checksums.</summary>
public sealed partial class SqliteFileTests
{
    private string Damage => $"The table file {_path} is damaged: the entity with PartitionKey 'p' and RowKey 'broken' of the table leads cannot be read. "
        + "Put the file aside and restore a backup with 'amo2gsheet restore', or delete the entity.";

    [Theory]
    [InlineData("""properties = '{"A":'""")]
    [InlineData("""properties = '{"A@odata.type":"Edm.Int64","A":"many"}'""")]
    [InlineData("timestamp = -1")]
    [InlineData("timestamp = 9223372036854775807")]
    public async Task An_entity_that_cannot_be_read_is_a_failure_with_one_line_in_the_log(string change)
    {
        await BreakAsync(change);
        using var service = Open();

        foreach (var call in (Func<Task>[])[
            () => Table(service).GetEntityAsync<TableEntity>("p", "broken"),
            () => TableServiceContract.ReadAsync(Table(service), ""),
            () => Table(service).UpsertEntityAsync(new TableEntity("p", "broken") { ["B"] = 1 }),
            () => Table(service).SubmitTransactionAsync([new TableTransactionAction(TableTransactionActionType.UpsertMerge, new TableEntity("p", "broken"))])])
        {
            var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(call);
            Assert.Equal((500, "InternalError"), (failure.Status, failure.ErrorCode));
            Assert.StartsWith(Damage, failure.Message, StringComparison.Ordinal);
            await Table(service).UpsertEntityAsync(new TableEntity("p", "whole") { ["B"] = 1 });
        }

        Assert.Equal([Damage], _log.All);
    }

    [Fact]
    public async Task An_entity_that_cannot_be_read_leaves_the_writes_that_share_its_flush_alone()
    {
        await BreakAsync("properties = ''");
        using var service = Open();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            try
            {
                await Table(service).UpsertEntityAsync(new TableEntity("p", number % 2 == 0 ? "broken" : $"{number}"));
                return 204;
            }
            catch (RequestFailedException refused)
            {
                return refused.Status;
            }
        }));

        Assert.Equal((20, 20), (answers.Count(status => status == 204), answers.Count(status => status == 500)));
    }

    [Fact]
    public async Task An_entity_that_cannot_be_read_can_be_deleted()
    {
        await BreakAsync("properties = ''");
        using var service = Open();

        await Table(service).DeleteEntityAsync("p", "broken");

        Assert.Equal(["whole"], (await TableServiceContract.ReadAsync(Table(service), "")).Select(entity => entity.RowKey));
        Assert.Empty(_log.All);
    }

    [Fact]
    public async Task An_entity_that_cannot_be_read_can_be_replaced()
    {
        await BreakAsync("properties = ''");
        using var service = Open();

        await Table(service).UpsertEntityAsync(new TableEntity("p", "broken") { ["A"] = 2 }, TableUpdateMode.Replace);

        Assert.Equal(2, (await Table(service).GetEntityAsync<TableEntity>("p", "broken")).Value["A"]);
        Assert.Empty(_log.All);
    }

    private async Task BreakAsync(string change)
    {
        using (var service = Open())
        {
            await Table(service).CreateAsync();
            await Table(service).AddEntityAsync(new TableEntity("p", "broken") { ["A"] = 1 });
            await Table(service).AddEntityAsync(new TableEntity("p", "whole") { ["A"] = 1 });
        }

        // Stands for a disk that changed some bytes.
        Run($"UPDATE entities SET {change} WHERE row = (SELECT min(row) FROM entities)");
    }
}
