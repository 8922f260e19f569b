namespace Amo2GSheet.Simulation.Days;

/// <summary>
/// The clock as one process sees it: a little ahead or behind, still while the process is paused, silent when it is dead. What would have
/// rung meanwhile rings at the moment when the process goes on.
/// </summary>
internal sealed class ProcessTime : TimeProvider
{
    private readonly VirtualTime _time;
    private readonly TimeSpan _skew;
    private DateTimeOffset _pausedUntil = DateTimeOffset.MinValue;

    /// <param name="time">The run's clock.</param>
    /// <param name="skew">How far this process's clock is ahead.</param>
    public ProcessTime(VirtualTime time, TimeSpan skew) => (_time, _skew) = (time, skew);

    /// <summary>The process was killed: nothing of it ever happens again.</summary>
    public bool IsDead { get; private set; }

    /// <inheritdoc />
    public override long TimestampFrequency => _time.TimestampFrequency;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Kills the process between two of its steps.</summary>
    public void Kill() => IsDead = true;

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
        new PlannedTimer(In, () => callback(state), dueTime, period, dropped: () =>
        {
            // The timer of a cancelled delay: its task is the timer's state.
            if (state is Task { IsCanceled: true })
                _time.Thread.Expect();
        });

    /// <summary>A strand of the process comes to a step. If it resumed on another thread, it goes on from here on the run's own.</summary>
    public Task ComeHomeAsync() => _time.Thread.IsOwn ? Task.CompletedTask : WaitAsync(TimeSpan.Zero);

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
