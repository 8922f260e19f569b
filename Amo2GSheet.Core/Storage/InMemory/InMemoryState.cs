using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Kpi.Intake;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amo2GSheet.Core.Storage.InMemory;

/// <summary>
/// One account's state in memory: the twin of the tables. It obeys the same contracts to the letter, so that what holds in a
/// simulation holds in Azure. All workers share one; what each opens for itself are the <c>Open…</c> methods: a worker's memory of the
/// bases, its clock and its hand on a lease are its own.
/// </summary>
internal sealed class InMemoryState
{
    private readonly InMemoryBases _bases = new();
    private readonly InMemoryLeases _leases = new();
    private readonly InMemoryTokens _tokens = new();

    public IInboxStore Inbox { get; } = new InMemoryInboxStore();

    public IDedupStore Dedup { get; } = new InMemoryDedupStore();

    public IJournal Journal { get; } = new InMemoryJournal();

    public ICursorStore Cursors { get; } = new InMemoryCursorStore();

    public IImportLedger Imports { get; } = new InMemoryImportLedger();

    public IKpiStore Kpi { get; } = new InMemoryKpiStore();

    public IIntakeStore Intake { get; } = new InMemoryIntakeStore();

    /// <summary>The bases as one worker sees them.</summary>
    public IBaseStore OpenBases() => new InMemoryBaseStore(_bases);

    /// <summary>The leases as one worker sees them.</summary>
    /// <param name="clock">The worker's clock, which tells it when a lease has expired.</param>
    public ILeaseStore OpenLeases(TimeProvider clock) => new InMemoryLeaseStore(_leases, clock);

    /// <summary>The tokens as one worker sees them.</summary>
    /// <param name="leases">The worker's leases, under one of which it refreshes.</param>
    public ITokenStore OpenTokens(ILeaseStore leases) =>
        new InMemoryTokenStore(_tokens, new RefreshLock(leases, $"{Guid.NewGuid():N}", NullLogger<RefreshLock>.Instance));
}
