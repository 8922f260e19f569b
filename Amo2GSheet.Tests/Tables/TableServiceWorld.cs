using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Tests.Support;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Amo2GSheet.Tests.Tables;

/// <summary>A table service, by Azure's own client.</summary>
public abstract class TableServiceWorld
{
    private int _tables;

    /// <summary>Opens the service's client.</summary>
    public abstract Task<TableServiceClient> OpenAsync();

    /// <summary>A new table.</summary>
    public async Task<TableClient> NewTableAsync()
    {
        var table = (await OpenAsync()).GetTableClient(NewName());
        await table.CreateAsync();
        return table;
    }

    /// <summary>A name that no table has.</summary>
    public string NewName() => $"t{Guid.NewGuid():N}{Interlocked.Increment(ref _tables)}";

    private protected static TableServiceClient Over(TableService service)
    {
        var options = new TableClientOptions { Transport = new HttpClientTransport(new TableMessageHandler(service)) };
        options.Retry.MaxRetries = 0;
        // Where no key is given, the client wants a signature in the address.
        return new TableServiceClient(new Uri("https://tables.invalid/?sig=none"), options);
    }
}

public sealed class MemoryService : TableServiceWorld
{
    // Its clock stands still: versions differ all the same.
    private readonly TableService _service = TableService.InMemory(new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero)));

    public override Task<TableServiceClient> OpenAsync() => Task.FromResult(Over(_service));
}

public sealed class SqliteService : TableServiceWorld
{
    private static readonly Lazy<TableService> Service = new(() => TableService.OnFile(TableFixture.NewFile(), TimeProvider.System, NullLogger.Instance));

    public override Task<TableServiceClient> OpenAsync() => Task.FromResult(Over(Service.Value));
}

/// <summary>The service on a port, over memory: what the in-process transport does not show.</summary>
public sealed class LoopbackService : TableServiceWorld
{
    private static readonly Lazy<Task<TableServer>> Server = new(() => TableServer.StartAsync(
        TableService.InMemory(TimeProvider.System), port: 0, TableServer.NewKey(), TimeProvider.System, CancellationToken.None));

    public override async Task<TableServiceClient> OpenAsync() => new((await Server.Value).ConnectionString);
}

public sealed class AzuriteService : TableServiceWorld
{
    public override async Task<TableServiceClient> OpenAsync() => new(await AzuriteFixture.ConnectionStringAsync());
}
