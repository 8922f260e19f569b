namespace Amo2GSheet.Simulation.Days;

/// <summary>A timer that is an entry of the plan; a change makes the older entry void.</summary>
internal sealed class PlannedTimer : ITimer
{
    private readonly Action<TimeSpan, Action> _plan;
    private readonly Action _callback;
    private readonly Action? _dropped;
    private TimeSpan _period;
    private int _version;
    private bool _isWaiting;

    /// <param name="plan">Plans an action after a wait.</param>
    /// <param name="callback">What the timer does.</param>
    /// <param name="dueTime">When first; <see cref="Timeout.InfiniteTimeSpan"/> is never.</param>
    /// <param name="period">How often then.</param>
    /// <param name="dropped">Called when the timer is given up before it rang.</param>
    public PlannedTimer(Action<TimeSpan, Action> plan, Action callback, TimeSpan dueTime, TimeSpan period, Action? dropped)
    {
        (_plan, _callback, _dropped) = (plan, callback, dropped);
        Change(dueTime, period);
    }

    /// <inheritdoc />
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        var version = ++_version;
        _isWaiting = dueTime != Timeout.InfiniteTimeSpan;
        if (_isWaiting)
            _plan(dueTime, () => Ring(version));
        return true;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _version++;
        if (_isWaiting)
            _dropped?.Invoke();
        _isWaiting = false;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Ring(int version)
    {
        if (version != _version)
            return;
        _isWaiting = _period > TimeSpan.Zero;
        if (_isWaiting)
            _plan(_period, () => Ring(version));
        _callback();
    }
}
