using System.Diagnostics.CodeAnalysis;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// A lease kept alive while work goes on, and given back at its end. When it is lost, <see cref="Token"/> fires, so that a worker that was
/// paused too long makes no further effect.
/// </summary>
internal sealed class HeldLease : IAsyncDisposable
{
    /// <summary>What it takes to see the end coming: we stop this long before another worker may start.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan UsualLength = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan UsualRenewal = TimeSpan.FromSeconds(5);

    /// <summary>A pass that moves thousands of leads takes longer than a person waits; usual ones take seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _expired;
    private readonly CancellationTokenSource _ended = new();
    private readonly ITimer _renewal;
    private readonly ILeaseStore _leases;
    private readonly TimeSpan _length;
    private readonly TimeProvider _time;
    private Task _renewing = Task.CompletedTask;
    private Lease _lease;

    public HeldLease(ILeaseStore leases, Lease lease, TimeSpan length, TimeSpan every, TimeProvider time, CancellationToken cancellationToken)
    {
        (_leases, _lease, _length, _time) = (leases, lease, length, time);
        // Runs out by itself, however long a renewal hangs: nothing may be done on a lease that another worker can take.
        _expired = new CancellationTokenSource(length - Margin, time);
        _lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _expired.Token);
        _renewal = time.CreateTimer(_ => Renew(), null, every, every);
    }

    /// <summary>A name for a worker that no other one has.</summary>
    public static string NewOwner() => $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():n}";

    /// <summary>Takes a lease for as long as its work goes on; a killed worker's runs out after 15 seconds.</summary>
    /// <returns>Null when another worker has it.</returns>
    public static async Task<HeldLease?> TryTakeAsync(ILeaseStore leases, string name, string owner, TimeProvider time, CancellationToken cancellationToken)
    {
        var lease = await leases.TryAcquireAsync(name, owner, UsualLength, cancellationToken);
        return lease is null ? null : new HeldLease(leases, lease, UsualLength, UsualRenewal, time, cancellationToken);
    }

    /// <summary>Waits for a lease, for one who decides about what passes do.</summary>
    /// <returns>Null when a pass takes longer than a person waits.</returns>
    public static async Task<HeldLease?> WaitForAsync(ILeaseStore leases, string name, string owner, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (await TryTakeAsync(leases, name, owner, time, cancellationToken) is { } lease)
                return lease;
            if (time.GetElapsedTime(began) >= Patience)
                return null;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>No other worker had it since this one had it last.</summary>
    public bool Undisturbed => _lease.Undisturbed;

    /// <summary>By the clock, whatever the timers have come to: nothing may be done any more.</summary>
    public bool HasEnded => _lost.IsCancellationRequested || _time.GetUtcNow() >= _lease.Until - Margin;

    /// <summary>Fires when the lease is lost or the caller's token does.</summary>
    public CancellationToken Token => _lost.Token;

    public async ValueTask DisposeAsync()
    {
        await _renewal.DisposeAsync();
        // Only a renewal that is under way hears it, so it need not be told on another thread.
        _ended.Cancel();
        await _renewing;
        // Given back even when the host is stopping: the next start need not wait for it to expire.
        await _leases.ReleaseAsync(_lease, CancellationToken.None);
        _ended.Dispose();
        _lost.Dispose();
        _expired.Dispose();
    }

    private void Renew()
    {
        // A renewal that hangs is waited for by the expiry, not by a second one.
        if (_renewing.IsCompleted)
            _renewing = RenewAsync();
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever keeps the lease from being renewed, the answer is the same: stop before it expires.")]
    private async Task RenewAsync()
    {
        try
        {
            if (await _leases.RenewAsync(_lease, _length, _ended.Token) is { } renewed)
            {
                _lease = renewed;
                _expired.CancelAfter(_length - Margin);
                return;
            }
        }
        catch (Exception) when (_ended.IsCancellationRequested)
        {
            return;
        }
        catch (Exception)
        {
            // Fall through: a lease that cannot be renewed is as good as lost.
        }

        _expired.CancelAfter(TimeSpan.Zero);
    }
}
