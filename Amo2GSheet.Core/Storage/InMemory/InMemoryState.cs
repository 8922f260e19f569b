using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amo2GSheet.Core.Storage.InMemory;

/// <summary>
/// One account's state in memory: the twin of the tables. It obeys the same contracts to the letter, so that what holds in a
/// simulation holds in Azure. All workers share one; each opens its own <see cref="OpenBases"/>, because a worker's memory of the
/// bases is its own.
/// </summary>
internal sealed class InMemoryState
{
    private readonly InMemoryBases _bases = new();

    /// <param name="clock">Tells when a lease has expired.</param>
    public InMemoryState(TimeProvider clock)
    {
        Leases = new InMemoryLeaseStore(clock);
        Tokens = new InMemoryTokenStore(new RefreshLock(Leases, "memory", NullLogger<RefreshLock>.Instance));
    }

    public IInboxStore Inbox { get; } = new InMemoryInboxStore();

    public IDedupStore Dedup { get; } = new InMemoryDedupStore();

    public IJournal Journal { get; } = new InMemoryJournal();

    public ICursorStore Cursors { get; } = new InMemoryCursorStore();

    public IImportLedger Imports { get; } = new InMemoryImportLedger();

    public ILeaseStore Leases { get; }

    public ITokenStore Tokens { get; }

    /// <summary>The bases as one worker sees them.</summary>
    public IBaseStore OpenBases() => new InMemoryBaseStore(_bases);
}
