using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Kpi.Intake;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.Tests.Support;
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
            calls);
    }
}

public sealed class MemoryWorld : StateWorld
{
    private readonly MemoryState _state = new();

    public override Task<Worker> OpenWorkerAsync() => Task.FromResult(_state.Open(Clock));
}

public sealed class AzureWorld : StateWorld
{
    private static readonly StorageCalls Uncounted = new();

    private static readonly Lazy<Task> Made = new(async () => await (await TablesAsync(Uncounted, null)).EnsureAsync(CancellationToken.None));

    private readonly AccountPartition _account = new(AzuriteFixture.UniqueAccount());

    public override Task<Worker> OpenWorkerAsync() => OpenWorkerAsync(null);

    /// <summary>Opens a worker whose clients are configured further: lost answers, for instance.</summary>
    public async Task<Worker> OpenWorkerAsync(Action<TableClientOptions>? configure)
    {
        await Made.Value;
        var calls = new StorageCalls();
        var tables = await TablesAsync(calls, configure);
        return Worker.Over(tables, _account, Clock, calls);
    }

    private static async Task<AzureTables> TablesAsync(StorageCalls calls, Action<TableClientOptions>? configure)
    {
        var settings = new Dictionary<string, string?>
        {
            [TableConnection.OwnSetting] = await AzuriteFixture.ConnectionStringAsync(),
            [TableConnection.PrefixSetting] = "contracts",
        };
        return new AzureTables(TableConnection.From(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()), calls, configure: configure);
    }
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

    public static LeadBell Bell(long lead, DateTimeOffset? lastModified = null, bool deleted = false) =>
        new(new LeadId(lead), 142, lastModified, deleted);
}
