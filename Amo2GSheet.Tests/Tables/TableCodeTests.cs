using Azure;
using Azure.Data.Tables;

namespace Amo2GSheet.Tests.Tables;

/// <summary>
/// The code of each refusal, as Azure documents it. On the embedded service alone: Azurite takes some of these, and answers others with codes of
/// its own.
/// </summary>
/// <seealso href="https://learn.microsoft.com/rest/api/storageservices/table-service-error-codes"/>
public sealed class TableCodeTests
{
    private readonly MemoryService _world = new();

    public static TheoryData<string, TableEntity> Refused() => new()
    {
        { "PropertyValueTooLarge", new TableEntity("p", "r") { ["Text"] = new string('x', 32_769) } },
        { "PropertyValueTooLarge", new TableEntity("p", "r") { ["Bytes"] = new byte[65_537] } },
        { "TooManyProperties", Many(253, 1) },
        { "EntityTooLarge", Many(17, 32_768) },
        { "PropertyNameTooLong", new TableEntity("p", "r") { [new string('n', 256)] = 1 } },
        { "PropertyNameInvalid", new TableEntity("p", "r") { ["with space"] = 1 } },
        { "KeyValueTooLarge", new TableEntity(new string('p', 513), "r") },
        { "KeyValueTooLarge", new TableEntity("p", new string('r', 513)) },
        { "OutOfRangeInput", new TableEntity("p", "a/b") },
        { "OutOfRangeInput", new TableEntity("a\u0001b", "r") },
        { "OutOfRangeInput", new TableEntity("p", "r") { ["Date"] = new DateTimeOffset(1600, 12, 31, 0, 0, 0, TimeSpan.Zero) } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task An_entity_beyond_a_bound_is_refused_alone_and_in_a_transaction(string code, TableEntity entity)
    {
        var table = await _world.NewTableAsync();

        await TableServiceContract.RefusedAsync(400, code, () => table.AddEntityAsync(entity));
        var refused = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            [new(TableTransactionActionType.UpsertReplace, new TableEntity(entity.PartitionKey, "first")), new(TableTransactionActionType.UpsertReplace, entity)]));

        Assert.Equal((400, code), (refused.Status, refused.ErrorCode));
        // A key that is too long is too long in the first action already, if it is the partition's.
        Assert.Equal(entity.PartitionKey.Length is > 1 ? 0 : 1, refused.FailedTransactionActionIndex);
        Assert.Empty(await TableServiceContract.ReadAsync(table, ""));
    }

    [Fact]
    public async Task A_merge_that_makes_an_entity_too_large_is_refused()
    {
        var table = await _world.NewTableAsync();
        await table.AddEntityAsync(Many(200, 1));
        var more = new TableEntity("p", "r");
        for (var number = 0; number < 53; number++)
            more[$"More{number}"] = 1;

        await TableServiceContract.RefusedAsync(400, "TooManyProperties", () => table.UpdateEntityAsync(more, ETag.All, TableUpdateMode.Merge));
    }

    [Fact]
    public async Task The_second_partition_of_a_transaction_is_named() => await RefusedAsync(
        400, "CommandsInBatchActOnDifferentPartitions", 1, Add("p", "1"), Add("q", "2"));

    [Fact]
    public async Task The_entity_that_comes_twice_is_named() => await RefusedAsync(400, "InvalidDuplicateRow", 2, Add("p", "1"), Add("p", "2"), Add("p", "1"));

    [Fact]
    public async Task The_action_after_the_hundredth_is_refused() => await RefusedAsync(
        400, "InvalidInput", 99, [.. Enumerable.Range(0, 101).Select(number => Add("p", $"{number}"))]);

    [Fact]
    public async Task A_transaction_of_more_than_four_MiB_is_refused_as_a_whole()
    {
        var table = await _world.NewTableAsync();
        var large = Enumerable.Range(0, 80).Select(number => new TableTransactionAction(
            TableTransactionActionType.Add, new TableEntity("p", $"{number}") { ["A"] = new string('x', 30_000), ["B"] = new string('x', 30_000) }));

        var refused = await Assert.ThrowsAnyAsync<RequestFailedException>(() => table.SubmitTransactionAsync(large));

        Assert.Equal((413, "RequestBodyTooLarge"), (refused.Status, refused.ErrorCode));
        Assert.Empty(await TableServiceContract.ReadAsync(table, ""));
    }

    [Theory]
    [InlineData("ab", "OutOfRangeInput")]
    [InlineData("1st", "InvalidResourceName")]
    [InlineData("with-hyphen", "InvalidResourceName")]
    [InlineData("tables", "InvalidResourceName")]
    public async Task A_name_that_no_table_can_have_is_refused(string name, string code)
    {
        var service = await _world.OpenAsync();

        await TableServiceContract.RefusedAsync(400, code, () => service.CreateTableAsync(name));
    }

    [Theory]
    [InlineData("PartitionKey eq 'a")]
    [InlineData("5 eq 5")]
    [InlineData("Date eq datetime'yesterday'")]
    [InlineData("Large eq 99999999999999999999L")]
    public async Task A_filter_that_cannot_be_read_is_refused(string filter)
    {
        var table = await _world.NewTableAsync();

        await TableServiceContract.RefusedAsync(400, "InvalidInput", () => TableServiceContract.ReadAsync(table, filter));
    }

    [Fact]
    public async Task A_filter_nested_beyond_reason_is_refused()
    {
        var table = await _world.NewTableAsync();
        var filter = new string('(', 2_000) + "PartitionKey eq 'a'" + new string(')', 2_000);

        await TableServiceContract.RefusedAsync(400, "InvalidInput", () => TableServiceContract.ReadAsync(table, filter));
    }

    [Fact]
    public async Task Each_entity_of_a_transaction_has_a_version_of_its_own_though_the_clock_stands_still()
    {
        var table = await _world.NewTableAsync();

        var answers = (await table.SubmitTransactionAsync([Add("p", "1"), Add("p", "2"), Add("p", "3")])).Value;

        Assert.Equal(3, answers.Select(answer => answer.Headers.ETag).Distinct().Count());
    }

    [Fact]
    public async Task A_key_that_looks_like_a_part_of_an_address_is_a_key()
    {
        var table = await _world.NewTableAsync();
        var (partition, row) = ("x(PartitionKey='y',RowKey='z')", "$batch");
        await table.AddEntityAsync(new TableEntity(partition, row) { ["A"] = 1 });
        await table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateMerge, new TableEntity(partition, row) { ["B"] = 2 })]);

        var read = Assert.Single(await TableServiceContract.ReadAsync(table, TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey eq {row}")));

        Assert.Equal((1, 2), (read["A"], read["B"]));
    }

    private async Task RefusedAsync(int status, string code, int index, params TableTransactionAction[] actions)
    {
        var table = await _world.NewTableAsync();

        var refused = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(actions));

        Assert.Equal((status, code, index), (refused.Status, refused.ErrorCode, refused.FailedTransactionActionIndex));
        Assert.Empty(await TableServiceContract.ReadAsync(table, ""));
    }

    private static TableTransactionAction Add(string partition, string row) => new(TableTransactionActionType.Add, new TableEntity(partition, row));

    private static TableEntity Many(int count, int length)
    {
        var entity = new TableEntity("p", "r");
        for (var number = 0; number < count; number++)
            entity[$"P{number}"] = new string('x', length);
        return entity;
    }
}
