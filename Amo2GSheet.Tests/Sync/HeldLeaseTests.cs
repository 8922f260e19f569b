using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Amo2GSheet.Tests.Sync;

/// <summary>Nothing may be done on a lease that another worker can take.</summary>
public sealed class HeldLeaseTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new(PlannerCase.Now);

    [Fact]
    public async Task A_lease_whose_renewal_hangs_is_given_up_before_another_worker_can_take_it()
    {
        var store = new HangingRenewal(new MemoryState().Open(_time).Leases);
        var held = new HeldLease(store, (await store.TryAcquireAsync("pass", "a", Length, default))!, Length, Every, _time, default);

        _time.Advance(Every);
        Assert.False(held.Token.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(9.5));

        Assert.True(held.Token.IsCancellationRequested);
        Assert.Null(await store.TryAcquireAsync("pass", "b", Length, default));
    }

    [Fact]
    public async Task A_lease_that_is_renewed_lasts_and_is_given_back_at_the_end()
    {
        var store = new MemoryState().Open(_time).Leases;
        var held = new HeldLease(store, (await store.TryAcquireAsync("pass", "a", Length, default))!, Length, Every, _time, default);

        for (var renewal = 0; renewal < 10; renewal++)
            _time.Advance(Every);

        Assert.False(held.Token.IsCancellationRequested);
        Assert.False(held.HasEnded);
        await held.DisposeAsync();
        Assert.NotNull(await store.TryAcquireAsync("pass", "b", Length, default));
    }

    [Fact]
    public async Task A_lease_has_ended_by_the_clock_though_no_timer_has_rung_yet()
    {
        var time = new LateTimers();
        var store = new MemoryState().Open(time).Leases;
        await using var held = new HeldLease(store, (await store.TryAcquireAsync("pass", "a", Length, default))!, Length, Every, time, default);

        time.Advance(TimeSpan.FromSeconds(13.9));
        Assert.False(held.HasEnded);
        time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.True(held.HasEnded);
        Assert.False(held.Token.IsCancellationRequested);
        Assert.Null(await store.TryAcquireAsync("pass", "b", Length, default));
    }

    [Fact]
    public async Task A_lease_has_ended_when_the_host_stops()
    {
        using var stop = new CancellationTokenSource();
        var store = new MemoryState().Open(_time).Leases;
        await using var held = new HeldLease(store, (await store.TryAcquireAsync("pass", "a", Length, default))!, Length, Every, _time, stop.Token);

        await stop.CancelAsync();

        Assert.True(held.HasEnded);
    }

    /// <summary>The process stood still: the clock went on, and its timers come to nothing.</summary>
    private sealed class LateTimers() : FakeTimeProvider(PlannerCase.Now)
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private sealed class HangingRenewal(ILeaseStore inner) : ILeaseStore
    {
        public Task<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken) =>
            inner.TryAcquireAsync(name, owner, duration, cancellationToken);

        public Task<Lease?> RenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken) =>
            new TaskCompletionSource<Lease?>().Task.WaitAsync(cancellationToken);

        public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) => inner.ReleaseAsync(lease, cancellationToken);

        public Task<DateTimeOffset?> FindEndAsync(string name, CancellationToken cancellationToken) => inner.FindEndAsync(name, cancellationToken);
    }
}
