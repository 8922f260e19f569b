using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Simulation;

namespace Amo2GSheet.Tests.Storage;

/// <summary>One account's state in memory, behind the real stores.</summary>
internal sealed class MemoryState
{
    private readonly TableService _service = TableService.InMemory(TimeProvider.System);
    private readonly AccountPartition _account = new("some");

    public MemoryState()
    {
        var made = Tables(new StorageCalls()).EnsureAsync(CancellationToken.None);
        Assert.True(made.IsCompletedSuccessfully, "Tables in memory answer at once.");
    }

    /// <summary>The stores as one process has them.</summary>
    public Worker Open(TimeProvider? clock = null)
    {
        var calls = new StorageCalls();
        return Worker.Over(Tables(calls), _account, clock ?? TimeProvider.System, calls);
    }

    private AzureTables Tables(StorageCalls calls) => EmbeddedTableStores.Open(new TableMessageHandler(_service), calls, TimeProvider.System, Jitter.Own);
}
