using Amo2GSheet.Core.Kpi.Intake;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Core.Sync.CatchUp;

namespace Amo2GSheet.Core.Kpi;

/// <summary>The right to write the ledger: one worker at a time. Whoever gets it first ends a reset that was cut short.</summary>
internal sealed class KpiTurn(ILeaseStore leases, IKpiStore store, IIntakeStore intake, ICursorStore cursors, TimeProvider time) : IDisposable
{
    private const string LeaseName = "kpi";
    private const string OwedReset = "kpi/reset";

    private readonly string _owner = HeldLease.NewOwner();
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Works under the lease.</summary>
    /// <param name="work">What to do; its token fires when the lease is lost.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>False when another worker has the lease, and nothing was done.</returns>
    public async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (!await _one.WaitAsync(0, cancellationToken))
            return false;
        try
        {
            await using var held = await HeldLease.TryTakeAsync(leases, LeaseName, _owner, time, cancellationToken);
            if (held is null)
                return false;
            if (await new Position(cursors, OwedReset).ReadAsync(held.Token) is { Length: > 0 })
                await ClearAsync(held.Token);
            await work(held.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StateConflictException("The ledger's lease was lost; another worker goes on.");
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    /// <summary>Empties the ledger. Only inside <see cref="TryAsync"/>. Announced first: half a ledger would pass for a whole one.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        var owed = new Position(cursors, OwedReset);
        if (await owed.ReadAsync(cancellationToken) is not { Length: > 0 })
            await owed.WriteAsync("owed", cancellationToken);
        // An empty ledger knows nothing up to any moment: the sweeps begin anew.
        foreach (var name in new[] { KpiSweep.CursorName, IntakeSweep.CursorName })
        {
            var position = new Position(cursors, name);
            if (await position.ReadAsync(cancellationToken) is { Length: > 0 })
                await position.WriteAsync("", cancellationToken);
        }

        await store.ClearAsync(cancellationToken);
        await intake.ClearAsync(cancellationToken);
        await owed.WriteAsync("", cancellationToken);
    }
}
