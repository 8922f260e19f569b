using Amo2GSheet.Tests.Support;
using Azure;
using Azure.Data.Tables;

namespace Amo2GSheet.Tests.Tables;

public sealed class TableServiceInMemoryTests() : TableServiceContract(new MemoryService());

public sealed class TableServiceOnSqliteTests() : TableServiceContract(new SqliteService());

public sealed class TableServiceOnLoopbackTests() : TableServiceContract(new LoopbackService());

[OnAzurite]
public sealed class TableServiceOnAzuriteTests() : TableServiceContract(new AzuriteService());

/// <summary>What the service does with tables and with single entities, as Azure's client sees it.</summary>
public abstract class TableServiceContract(TableServiceWorld world)
{
    [ContractFact]
    public async Task A_table_is_created_once_and_its_name_knows_no_case()
    {
        var service = await world.OpenAsync();
        var name = world.NewName();

        await service.CreateTableAsync(name);

        await RefusedAsync(409, "TableAlreadyExists", () => service.CreateTableAsync(name));
        await RefusedAsync(409, "TableAlreadyExists", () => service.CreateTableAsync(name.ToUpperInvariant()));
        await service.GetTableClient(name).CreateIfNotExistsAsync();
    }

    [ContractFact]
    public async Task Tables_are_listed_by_name()
    {
        var service = await world.OpenAsync();
        var names = new[] { world.NewName(), world.NewName() };
        foreach (var name in names)
            await service.CreateTableAsync(name);

        foreach (var name in names)
            Assert.Equal([name], await NamesAsync(service, $"TableName eq '{name}'"));
        Assert.Empty(await NamesAsync(service, $"TableName eq '{world.NewName()}'"));
        Assert.Subset((await NamesAsync(service, "")).ToHashSet(), names.ToHashSet());
    }

    [ContractFact]
    public async Task A_deleted_table_is_gone_with_its_entities_and_can_be_created_again()
    {
        var table = await world.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));

        await table.DeleteAsync();

        await RefusedAsync(404, "TableNotFound", () => table.AddEntityAsync(new TableEntity("p", "r")));
        await table.CreateAsync();
        Assert.Empty(await ReadAsync(table, ""));
    }

    [ContractFact]
    public async Task Without_the_table_every_call_says_so()
    {
        var table = (await world.OpenAsync()).GetTableClient(world.NewName());
        var entity = new TableEntity("p", "r");

        await RefusedAsync(404, "TableNotFound", () => table.AddEntityAsync(entity));
        await RefusedAsync(404, "TableNotFound", () => table.UpsertEntityAsync(entity));
        await RefusedAsync(404, "TableNotFound", () => table.GetEntityAsync<TableEntity>("p", "r"));
        await RefusedAsync(404, "TableNotFound", () => ReadAsync(table, ""));
        await RefusedAsync(404, "TableNotFound", () => table.SubmitTransactionAsync([new(TableTransactionActionType.Add, entity)]));
    }

    [ContractFact]
    public async Task Every_type_of_property_comes_back_as_it_was()
    {
        var table = await world.NewTableAsync();
        var entity = new TableEntity("p", "r")
        {
            ["Text"] = "Заказ \"№\" 'A-17' \\ \n\r\t\u0001 😀 é e\u0301",
            ["Empty"] = "",
            ["Small"] = int.MinValue,
            ["Large"] = long.MaxValue,
            ["Whole"] = 3.0,
            ["Broken"] = -0.1,
            ["Tiny"] = 1e-300,
            ["Yes"] = true,
            ["Date"] = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero).AddTicks(1_234_567),
            ["FirstDate"] = new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero),
            ["Guid"] = new Guid("7a1d5f0c-21be-4f34-8f5a-000000000001"),
            ["Bytes"] = new byte[] { 0, 255, 7 },
            ["ИмяПоРусски"] = 1,
        };

        await table.AddEntityAsync(entity);

        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        foreach (var (name, value) in entity)
            Assert.Equal(value, read[name]);
        Assert.Equal(3_000_000_000d, (await StoredAsync(table, 3_000_000_000d)).GetDouble("Value"));
        Assert.Equal(-2_147_483_649d, (await StoredAsync(table, -2_147_483_649d)).GetDouble("Value"));
        Assert.True(double.IsNaN((await StoredAsync(table, double.NaN)).GetDouble("Value")!.Value));
    }

    [ContractFact]
    public async Task A_text_with_a_zero_character_comes_back_whole() =>
        Assert.Equal("before\0after", (await StoredAsync(await world.NewTableAsync(), "before\0after")).GetString("Value"));

    [ContractFact]
    public async Task A_property_without_a_value_is_not_stored()
    {
        var table = await world.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Kept"] = 1, ["Nothing"] = null });

        Assert.False((await table.GetEntityAsync<TableEntity>("p", "r")).Value.ContainsKey("Nothing"));
    }

    [ContractTheory]
    [InlineData("it's", "'")]
    [InlineData("''", "a''b")]
    [InlineData("100%", "%2F")]
    [InlineData("", "")]
    [InlineData(" ", "a b+c&d=e")]
    [InlineData("Заказ", "№ 17")]
    [InlineData("😀", "e\u0301")]
    [InlineData(".", "..")]
    [InlineData("~!@$^*()_+-={}[]|:;\"<>,.", "`")]
    public async Task A_key_of_odd_letters_names_one_entity(string partition, string row)
    {
        var table = await world.NewTableAsync();
        await table.AddEntityAsync(new TableEntity(partition, row) { ["Value"] = 1 });
        await table.AddEntityAsync(new TableEntity(partition, row + "2") { ["Value"] = 2 });

        Assert.Equal(1, (await table.GetEntityAsync<TableEntity>(partition, row)).Value["Value"]);
        Assert.Equal([1], (await ReadAsync(table, TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey eq {row}"))).Select(entity => entity["Value"]));
        await table.UpdateEntityAsync(new TableEntity(partition, row) { ["Value"] = 3 }, ETag.All, TableUpdateMode.Replace);
        await table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateMerge, new TableEntity(partition, row) { ["More"] = 4 })]);
        Assert.Equal(3, (await table.GetEntityAsync<TableEntity>(partition, row)).Value["Value"]);
        await table.DeleteEntityAsync(partition, row);
        Assert.Equal([2], (await ReadAsync(table, "")).Select(entity => entity["Value"]));
    }

    [ContractFact]
    public async Task Keys_that_differ_only_in_case_or_in_composition_are_two()
    {
        var table = await world.NewTableAsync();
        foreach (var row in (string[])["a", "A", "é", "e\u0301"])
            await table.AddEntityAsync(new TableEntity("p", row));

        Assert.Equal(4, (await ReadAsync(table, "PartitionKey eq 'p'")).Count);
    }

    [ContractFact]
    public async Task An_entity_is_added_once()
    {
        var table = await world.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 });

        await RefusedAsync(409, "EntityAlreadyExists", () => table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }));

        Assert.Equal(1, (await table.GetEntityAsync<TableEntity>("p", "r")).Value["A"]);
    }

    [ContractFact]
    public async Task Replacing_drops_and_merging_keeps_what_is_not_given()
    {
        var table = await world.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 });

        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["B"] = 2, ["C"] = 2 }, ETag.All, TableUpdateMode.Merge);
        Assert.Equal("A=1 B=2 C=2", await TextAsync(table));

        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["C"] = 3L }, TableUpdateMode.Merge);
        Assert.Equal("A=1 B=2 C=3", await TextAsync(table));

        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["D"] = 4 }, ETag.All, TableUpdateMode.Replace);
        Assert.Equal("D=4", await TextAsync(table));

        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["E"] = 5 }, TableUpdateMode.Replace);
        Assert.Equal("E=5", await TextAsync(table));
    }

    [ContractFact]
    public async Task Upserts_add_what_is_missing_and_updates_do_not()
    {
        var table = await world.NewTableAsync();
        await table.UpsertEntityAsync(new TableEntity("p", "1"), TableUpdateMode.Replace);
        await table.UpsertEntityAsync(new TableEntity("p", "2"), TableUpdateMode.Merge);

        await RefusedAsync(404, "ResourceNotFound", () => table.UpdateEntityAsync(new TableEntity("p", "3"), ETag.All, TableUpdateMode.Replace));
        await RefusedAsync(404, "ResourceNotFound", () => table.UpdateEntityAsync(new TableEntity("p", "3"), ETag.All, TableUpdateMode.Merge));
        await RefusedAsync(404, "ResourceNotFound", () => table.GetEntityAsync<TableEntity>("p", "3"));

        Assert.Equal(404, (await table.DeleteEntityAsync("p", "3")).Status);
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "3")).HasValue);
        Assert.Equal(["1", "2"], (await ReadAsync(table, "")).Select(entity => entity.RowKey));
    }

    [ContractFact]
    public async Task Every_write_has_a_version_of_its_own_which_the_answer_and_the_entity_have()
    {
        var table = await world.NewTableAsync();
        var versions = new List<ETag?> { (await table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag };
        for (var write = 0; write < 5; write++)
            versions.Add((await table.UpsertEntityAsync(new TableEntity("p", "r"), TableUpdateMode.Replace)).Headers.ETag);
        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(6, versions.Distinct().Count());
        Assert.Equal(versions[^1], read.ETag);
        Assert.Equal(read.ETag, Assert.Single(await ReadAsync(table, "")).ETag);
        Assert.StartsWith("W/\"datetime'", read.ETag.ToString(), StringComparison.Ordinal);
        Assert.NotNull(read.Timestamp);
    }

    [ContractFact]
    public async Task A_write_with_an_old_version_is_refused_and_changes_nothing()
    {
        var table = await world.NewTableAsync();
        var old = (await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 })).Headers.ETag!.Value;
        var current = (await table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }, old, TableUpdateMode.Replace)).Headers.ETag!.Value;

        await RefusedAsync(412, "UpdateConditionNotSatisfied", () => table.UpdateEntityAsync(new TableEntity("p", "r"), old, TableUpdateMode.Replace));
        await RefusedAsync(412, "UpdateConditionNotSatisfied", () => table.UpdateEntityAsync(new TableEntity("p", "r"), old, TableUpdateMode.Merge));
        await RefusedAsync(412, "UpdateConditionNotSatisfied", () => table.DeleteEntityAsync("p", "r", old));
        Assert.Equal("A=2", await TextAsync(table));

        Assert.Equal(204, (await table.DeleteEntityAsync("p", "r", current)).Status);
        Assert.Empty(await ReadAsync(table, ""));
    }

    [ContractFact]
    public async Task An_entity_that_was_deleted_and_added_again_has_another_version()
    {
        var table = await world.NewTableAsync();
        var old = (await table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value;
        await table.DeleteEntityAsync("p", "r");
        await table.AddEntityAsync(new TableEntity("p", "r"));

        await RefusedAsync(412, "UpdateConditionNotSatisfied", () => table.UpdateEntityAsync(new TableEntity("p", "r"), old, TableUpdateMode.Replace));
    }

    [ContractFact]
    public async Task Of_writers_that_hold_the_same_version_one_wins()
    {
        var table = await world.NewTableAsync();
        var version = (await table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value;

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async writer =>
        {
            try
            {
                await table.UpdateEntityAsync(new TableEntity("p", "r") { ["Writer"] = writer }, version, TableUpdateMode.Replace);
                return 204;
            }
            catch (RequestFailedException refused)
            {
                return refused.Status;
            }
        }));

        Assert.Single(answers, 204);
        Assert.Equal(15, answers.Count(status => status == 412));
    }

    internal static async Task RefusedAsync(int status, string code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAnyAsync<RequestFailedException>(call);
        Assert.Equal((status, code), (refused.Status, refused.ErrorCode));
    }

    internal static async Task<List<TableEntity>> ReadAsync(TableClient table, string filter, int? top = null, IEnumerable<string>? select = null)
    {
        var found = new List<TableEntity>();
        await foreach (var entity in table.QueryAsync<TableEntity>(filter, top, select))
            found.Add(entity);
        return found;
    }

    private static async Task<TableEntity> StoredAsync(TableClient table, object value)
    {
        await table.UpsertEntityAsync(new TableEntity("p", "value") { ["Value"] = value }, TableUpdateMode.Replace);
        return (await table.GetEntityAsync<TableEntity>("p", "value")).Value;
    }

    private static async Task<string> TextAsync(TableClient table) => string.Join(' ', (await table.GetEntityAsync<TableEntity>("p", "r")).Value
        .Where(property => property.Key.Length == 1).OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => $"{property.Key}={property.Value}"));

    private static async Task<List<string>> NamesAsync(TableServiceClient service, string filter)
    {
        var names = new List<string>();
        await foreach (var table in service.QueryAsync(filter))
            names.Add(table.Name);
        return names;
    }
}
