using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Kpi.Intake;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.SelfHost;
using Amo2GSheet.Tests.Support;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Amo2GSheet.Tests.Storage;

/// <summary>One account's state, and the workers that share it; each world is an account that no other test sees.</summary>
public abstract class StateWorld
{
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero).AddTicks(1_234_567));

    public DateTimeOffset Now => Clock.GetUtcNow();

    public abstract Task<Worker> OpenWorkerAsync();
}

/// <summary>The stores as one process has them.</summary>
public sealed record Worker(
    IBaseStore Bases,
    IInboxStore Inbox,
    IDedupStore Dedup,
    ILeaseStore Leases,
    ITokenStore Tokens,
    ICursorStore Cursors,
    IJournal Journal,
    IImportLedger Imports,
    IKpiStore Kpi,
    IIntakeStore Intake,
    StorageCalls Calls)
{
    /// <summary>The tables behind the stores.</summary>
    internal AzureTables Tables { get; private init; } = null!;

    internal static Worker Over(AzureTables tables, AccountPartition account, TimeProvider clock, StorageCalls calls)
    {
        var leases = new TableLeaseStore(tables, account, clock);
        return new Worker(
            new TableBaseStore(tables, account),
            new TableInboxStore(tables, account),
            new TableDedupStore(tables, account),
            leases,
            new TableTokenStore(tables, account, new RefreshLock(leases, $"{Guid.NewGuid():N}", NullLogger<RefreshLock>.Instance)),
            new TableCursorStore(tables, account),
            new TableJournal(tables, account),
            new TableImportLedger(tables, account),
            new TableKpiStore(tables, account),
            new TableIntakeStore(tables, account),
            calls)
        {
            Tables = tables,
        };
    }
}

/// <summary>The real stores; where their tables are, the world says.</summary>
public abstract class TableWorld : StateWorld
{
    private readonly AccountPartition _account = new(AzuriteFixture.UniqueAccount());

    /// <summary>The key of the account's partitions, or what they begin with.</summary>
    public string Account => _account.Key;

    public override Task<Worker> OpenWorkerAsync() => OpenWorkerAsync(null);

    /// <summary>Opens a worker whose clients are configured further: lost answers, for instance.</summary>
    public async Task<Worker> OpenWorkerAsync(Action<TableClientOptions>? configure)
    {
        var calls = new StorageCalls();
        var tables = new AzureTables(await ConnectAsync(), calls, configure: configure);
        return Worker.Over(tables, _account, Clock, calls);
    }

    /// <summary>Where the tables are; they have been made.</summary>
    private protected abstract Task<TableConnection> ConnectAsync();

    private protected static TableConnection From(string tables, string prefix, ITableFiles? files) => TableConnection.From(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [TableConnection.OwnSetting] = tables,
            [TableConnection.PrefixSetting] = prefix,
        }).Build(),
        files);

    private protected static async Task<TableConnection> MadeAsync(TableConnection connection)
    {
        await new AzureTables(connection, new StorageCalls()).EnsureAsync(CancellationToken.None);
        return connection;
    }
}

/// <summary>The embedded table service in memory.</summary>
public sealed class MemoryWorld : TableWorld
{
    private readonly Lazy<Task<TableConnection>> _made;

    public MemoryWorld() => _made = new(() => MadeAsync(From("sqlite:memory", "", new OneService(TableService.InMemory(Clock)))));

    private protected override Task<TableConnection> ConnectAsync() => _made.Value;

    private sealed class OneService(TableService service) : ITableFiles
    {
        public HttpPipelineTransport Open(string path) => new HttpClientTransport(new TableMessageHandler(service));
    }
}

/// <summary>The embedded table service on a file, which all worlds of the run share; each worker opens it as a process of its own would.</summary>
public sealed class SqliteWorld : TableWorld
{
    private static readonly string Path = TableFixture.NewFile();

    private static readonly Lazy<Task> Made = new(() => MadeAsync(Connect()));

    private protected override async Task<TableConnection> ConnectAsync()
    {
        await Made.Value;
        return Connect();
    }

    private static TableConnection Connect() =>
        From($"sqlite:{Path}", "contracts", new EmbeddedTableFiles(TimeProvider.System, NullLogger<EmbeddedTableFiles>.Instance));
}

/// <summary>Azurite, or the account that stands in for it.</summary>
public sealed class AzureWorld : TableWorld
{
    private static readonly Lazy<Task<TableConnection>> Made =
        new(async () => await MadeAsync(From(await AzuriteFixture.ConnectionStringAsync(), "contracts", null)));

    private protected override Task<TableConnection> ConnectAsync() => Made.Value;
}

/// <summary>Things to store.</summary>
public static class Some
{
    public static readonly DateTimeOffset Time = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    public static Base Base(long lead) => new()
    {
        Lead = new LeadId(lead),
        Stage = new StageKey(5, 142),
        Status = "В процессе",
        OrderNumber = "",
        Tab = new TabId(0),
    };

    public static IReadOnlyList<Base> Bases(int count) => [.. Enumerable.Range(1, count).Select(lead => Base(lead))];

    public static LeadBell Bell(long lead, DateTimeOffset? lastModified = null, bool deleted = false, long status = 142) =>
        new(new LeadId(lead), status, lastModified, deleted);
}
