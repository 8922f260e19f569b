namespace Amo2GSheet.Simulation.Days;

/// <summary>
/// The clock of a run, and all that is to happen in it. Time does not pass by itself: it jumps to the next thing that is due. Everything
/// runs on the caller's thread, one thing after the other, so the same plan gives the same run.
/// </summary>
/// <param name="start">When the run begins.</param>
/// <param name="thread">The run's thread; null where nothing runs yet.</param>
internal sealed class VirtualTime(DateTimeOffset start, RunThread? thread = null) : TimeProvider
{
    private readonly PriorityQueue<Action, (long Due, long Order)> _plan = new();
    private long _now = start.UtcTicks;
    private long _order;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many things happened so far.</summary>
    public long Happened { get; private set; }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => new(_now, TimeSpan.Zero);

    /// <inheritdoc />
    public override long GetTimestamp() => _now;

    /// <summary>The run's thread.</summary>
    public RunThread Thread => thread ?? throw new InvalidOperationException("No run has begun.");

    /// <summary>Plans something; what is due at the same moment happens in the order in which it was planned.</summary>
    public void In(TimeSpan wait, Action action) => _plan.Enqueue(action, (_now + Math.Max(0, wait.Ticks), _order++));

    /// <summary>Lets everything happen that is due until a moment, and moves to it.</summary>
    /// <param name="end">The moment.</param>
    /// <param name="stop">Asked before each thing: true stops there.</param>
    public void RunUntil(DateTimeOffset end, Func<bool>? stop = null)
    {
        while (stop?.Invoke() != true && _plan.TryPeek(out _, out var next) && next.Due <= end.UtcTicks)
        {
            var action = _plan.Dequeue();
            _now = Math.Max(_now, next.Due);
            Happened++;
            action();
            thread?.LetOthersRun();
        }

        if (stop?.Invoke() != true)
            _now = Math.Max(_now, end.UtcTicks);
    }

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new PlannedTimer(In, () => callback(state), dueTime, period, dropped: null);
}
