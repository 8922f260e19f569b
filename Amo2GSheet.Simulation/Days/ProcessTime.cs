namespace Amo2GSheet.Simulation.Days;

/// <summary>
/// The clock as one process sees it: a little ahead or behind, still while the process is paused, silent when it is dead. What would have
/// rung meanwhile rings at the moment when the process goes on.
/// </summary>
/// <remarks>
/// Whatever waits for a delay that is cancelled goes on, on a thread of the pool: the one thing that .NET does not let happen on the
/// caller's own. The run then stands still until it has come back, so that there is no more than one thread at work at any time.
/// </remarks>
internal sealed class ProcessTime : TimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly VirtualTime _time;
    private readonly TimeSpan _skew;
    private DateTimeOffset _pausedUntil = DateTimeOffset.MinValue;
    private int _away;

    /// <param name="time">The run's clock.</param>
    /// <param name="skew">How far this process's clock is ahead.</param>
    public ProcessTime(VirtualTime time, TimeSpan skew)
    {
        (_time, _skew) = (time, skew);
        time.Settling += WaitForReturn;
    }

    /// <summary>The process was killed: nothing of it ever happens again.</summary>
    public bool IsDead { get; private set; }

    /// <inheritdoc />
    public override long TimestampFrequency => _time.TimestampFrequency;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Kills the process between two of its steps.</summary>
    public void Kill()
    {
        IsDead = true;
        _time.Settling -= WaitForReturn;
    }

    /// <summary>Stops the process for a while, as a machine does that is overcommitted.</summary>
    public void Pause(TimeSpan length) => _pausedUntil = _time.GetUtcNow() + length;

    /// <summary>Plans a step of the process.</summary>
    public void In(TimeSpan wait, Action action) => _time.In(wait, () => Run(action));

    /// <summary>Waits, on the process's own time.</summary>
    /// <param name="wait">How long.</param>
    /// <param name="cancellationToken">Ends the wait at once, as it ends a call that is on its way.</param>
    public Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken = default)
    {
        var waited = new TaskCompletionSource();
        if (cancellationToken.CanBeCanceled)
            cancellationToken.Register(() => waited.TrySetCanceled(cancellationToken));
        In(wait, () => waited.TrySetResult());
        return waited.Task;
    }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow() + _skew;

    /// <inheritdoc />
    public override long GetTimestamp() => _time.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new PlannedTimer(In, () => callback(state), dueTime, period, state is Task ? Leave : null);

    /// <summary>A strand of the process comes to a step. One that was on a thread of the pool goes on, on the run's own.</summary>
    public Task ComeHomeAsync()
    {
        if (_time.IsOwnThread)
        {
            // It went on here after all, because what it waited for ended here.
            if (Volatile.Read(ref _away) > 0)
                Volatile.Write(ref _away, 0);
            return Task.CompletedTask;
        }

        // The run stands still meanwhile, or will before it goes on: its plan is ours to write on.
        var resumed = WaitAsync(TimeSpan.Zero);
        Interlocked.Decrement(ref _away);
        return resumed;
    }

    private void Leave() => Interlocked.Increment(ref _away);

    private void WaitForReturn()
    {
        if (Volatile.Read(ref _away) > 0 && !SpinWait.SpinUntil(() => Volatile.Read(ref _away) <= 0, Patience))
            throw new InvalidOperationException($"At {_time.GetUtcNow():HH:mm:ss.fff} a part of the service left the run's thread and did not come back.");
    }

    private void Run(Action action)
    {
        if (IsDead)
            return;
        if (_pausedUntil > _time.GetUtcNow())
            _time.In(_pausedUntil - _time.GetUtcNow(), () => Run(action));
        else
            action();
    }
}
