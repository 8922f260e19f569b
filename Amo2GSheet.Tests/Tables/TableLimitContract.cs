using Amo2GSheet.Tests.Support;
using Azure;
using Azure.Data.Tables;

namespace Amo2GSheet.Tests.Tables;

public sealed class TableLimitInMemoryTests() : TableLimitContract(new MemoryService());

public sealed class TableLimitOnSqliteTests() : TableLimitContract(new SqliteService());

public sealed class TableLimitOnLoopbackTests() : TableLimitContract(new LoopbackService());

[OnAzurite]
public sealed class TableLimitOnAzuriteTests() : TableLimitContract(new AzuriteService());

/// <summary>The bounds of the service that Azurite has too; the others, and all codes, are in <see cref="TableCodeTests"/>.</summary>
public abstract class TableLimitContract(TableServiceWorld world)
{
    [ContractFact]
    public async Task A_text_of_32_768_characters_goes_and_one_more_does_not()
    {
        var table = await world.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "1") { ["Text"] = new string('я', 32_768) });

        await BeyondAsync(table, new TableEntity("p", "2") { ["Text"] = new string('я', 32_769) });
        Assert.Equal(32_768, (await table.GetEntityAsync<TableEntity>("p", "1")).Value.GetString("Text").Length);
    }

    [ContractFact]
    public async Task Sixty_four_KiB_of_bytes_go_and_one_byte_more_does_not()
    {
        var table = await world.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "1") { ["Bytes"] = new byte[65_536] });

        await BeyondAsync(table, new TableEntity("p", "2") { ["Bytes"] = new byte[65_537] });
    }

    [ContractFact]
    public async Task Two_hundred_and_fifty_two_properties_go()
    {
        var table = await world.NewTableAsync();
        var entity = new TableEntity("p", "1");
        for (var number = 0; number < 252; number++)
            entity[$"P{number}"] = number;

        await table.AddEntityAsync(entity);

        Assert.Equal(251, (await table.GetEntityAsync<TableEntity>("p", "1")).Value["P251"]);
    }

    [ContractFact]
    public async Task A_key_of_512_characters_goes_and_one_more_does_not()
    {
        var table = await world.NewTableAsync();
        await table.AddEntityAsync(new TableEntity(new string('p', 512), new string('r', 512)));

        await BeyondAsync(table, new TableEntity(new string('p', 513), "r"));
        await BeyondAsync(table, new TableEntity("p", new string('r', 513)));
    }

    [ContractTheory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\tb")]
    [InlineData("a\u007Fb")]
    [InlineData("a\u0085b")]
    public async Task A_key_with_a_forbidden_letter_is_refused(string key)
    {
        var table = await world.NewTableAsync();

        await BeyondAsync(table, new TableEntity("p", key));
    }

    private static async Task BeyondAsync(TableClient table, TableEntity entity)
    {
        var count = (await TableServiceContract.ReadAsync(table, "")).Count;

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(entity));

        Assert.InRange(refused.Status, 400, 413);
        Assert.Equal(count, (await TableServiceContract.ReadAsync(table, "")).Count);
    }
}
