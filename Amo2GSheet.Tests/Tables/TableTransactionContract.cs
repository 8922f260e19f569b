using Amo2GSheet.Tests.Support;
using Azure;
using Azure.Data.Tables;

namespace Amo2GSheet.Tests.Tables;

public sealed class TableTransactionInMemoryTests() : TableTransactionContract(new MemoryService());

public sealed class TableTransactionOnSqliteTests() : TableTransactionContract(new SqliteService());

public sealed class TableTransactionOnLoopbackTests() : TableTransactionContract(new LoopbackService());

[OnAzurite]
public sealed class TableTransactionOnAzuriteTests() : TableTransactionContract(new AzuriteService());

/// <summary>Transactions: all or nothing, and who is told what.</summary>
public abstract class TableTransactionContract(TableServiceWorld world)
{
    [ContractFact]
    public async Task All_actions_are_done_and_each_write_is_answered_with_its_version()
    {
        var table = await world.NewTableAsync();
        var replaced = (await table.AddEntityAsync(Entity("2"))).Headers.ETag!.Value;
        await table.AddEntityAsync(Entity("3"));
        await table.AddEntityAsync(Entity("4"));

        var answers = (await table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Entity("1", "added it's \"№\"\r\n--changeset")),
            new(TableTransactionActionType.UpdateReplace, Entity("2", "replaced"), replaced),
            new(TableTransactionActionType.UpdateMerge, Entity("3", "merged")),
            new(TableTransactionActionType.Delete, Entity("4")),
            new(TableTransactionActionType.UpsertReplace, Entity("5", "upserted")),
            new(TableTransactionActionType.UpsertMerge, Entity("6", "upserted")),
        ])).Value;

        var read = await TableServiceContract.ReadAsync(table, "");
        Assert.Equal(["1", "2", "3", "5", "6"], read.Select(entity => entity.RowKey));
        Assert.Equal(["added it's \"№\"\r\n--changeset", "replaced", "merged", "upserted", "upserted"], read.Select(entity => entity.GetString("Value")));
        Assert.All(answers, answer => Assert.Equal(204, answer.Status));
        Assert.Equal(read.Select(entity => entity.ETag), answers.Where((_, index) => index != 3).Select(answer => answer.Headers.ETag!.Value));
    }

    [ContractTheory]
    [InlineData(TableTransactionActionType.Add, "there", 409, "EntityAlreadyExists")]
    [InlineData(TableTransactionActionType.UpdateReplace, "gone", 404, "ResourceNotFound")]
    [InlineData(TableTransactionActionType.UpdateMerge, "gone", 404, "ResourceNotFound")]
    [InlineData(TableTransactionActionType.Delete, "gone", 404, "ResourceNotFound")]
    [InlineData(TableTransactionActionType.UpdateReplace, "changed", 412, "UpdateConditionNotSatisfied")]
    [InlineData(TableTransactionActionType.UpdateMerge, "changed", 412, "UpdateConditionNotSatisfied")]
    [InlineData(TableTransactionActionType.Delete, "changed", 412, "UpdateConditionNotSatisfied")]
    public async Task One_refused_action_is_named_and_stops_all(TableTransactionActionType type, string row, int status, string code)
    {
        var table = await world.NewTableAsync();
        await table.AddEntityAsync(Entity("there"));
        var old = (await table.AddEntityAsync(Entity("changed"))).Headers.ETag!.Value;
        await table.UpsertEntityAsync(Entity("changed"), TableUpdateMode.Replace);
        var before = await TextAsync(table);

        var refused = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Entity("a")),
            new(TableTransactionActionType.UpsertReplace, Entity("b")),
            new(type, Entity(row, "new"), type == TableTransactionActionType.Add ? default : old),
            new(TableTransactionActionType.Add, Entity("c")),
        ]));

        Assert.Equal((status, code, 2), (refused.Status, refused.ErrorCode, refused.FailedTransactionActionIndex));
        Assert.Equal(before, await TextAsync(table));
    }

    [ContractFact]
    public async Task An_entity_twice_is_refused()
    {
        var table = await world.NewTableAsync();

        await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            [new(TableTransactionActionType.UpsertReplace, Entity("1")), new(TableTransactionActionType.UpsertReplace, Entity("1"))]));

        Assert.Empty(await TableServiceContract.ReadAsync(table, ""));
    }

    [ContractFact]
    public async Task A_hundred_actions_go()
    {
        var table = await world.NewTableAsync();

        await table.SubmitTransactionAsync(Enumerable.Range(0, 100).Select(number => new TableTransactionAction(TableTransactionActionType.Add, Entity($"{number}"))));

        Assert.Equal(100, (await TableServiceContract.ReadAsync(table, "")).Count);
    }

    [ContractFact]
    public async Task Transactions_that_want_the_same_entity_exclude_each_other()
    {
        var table = await world.NewTableAsync();
        await table.AddEntityAsync(Entity("stamp"));

        var added = await Task.WhenAll(Enumerable.Range(0, 12).Select(async writer =>
        {
            for (var round = 0; ; round++)
            {
                var stamp = (await table.GetEntityAsync<TableEntity>("p", "stamp")).Value;
                try
                {
                    await table.SubmitTransactionAsync(
                    [
                        new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "stamp") { ["Count"] = (stamp.GetInt32("Count") ?? 0) + 1 }, stamp.ETag),
                        new(TableTransactionActionType.Add, Entity($"{writer}")),
                    ]);
                    return round;
                }
                catch (RequestFailedException refused) when (refused.Status == 412)
                {
                    // Another was faster.
                }
            }
        }));

        Assert.Equal(12, added.Length);
        Assert.Equal(12, (await table.GetEntityAsync<TableEntity>("p", "stamp")).Value["Count"]);
        Assert.Equal(13, (await TableServiceContract.ReadAsync(table, "")).Count);
    }

    private static TableEntity Entity(string row, string value = "old") => new("p", row) { ["Value"] = value };

    private static async Task<string> TextAsync(TableClient table) =>
        string.Join(' ', (await TableServiceContract.ReadAsync(table, "")).Select(entity => $"{entity.RowKey}={entity["Value"]}{entity.ETag}"));
}
