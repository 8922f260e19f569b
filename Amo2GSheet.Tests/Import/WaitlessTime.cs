using Microsoft.Extensions.Time.Testing;

namespace Amo2GSheet.Tests.Import;

/// <summary>A clock on which waiting costs nothing. The time-outs of calls, all of them 20, 30 or 60 s, never end by themselves.</summary>
internal sealed class WaitlessTime() : FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero))
{
    private static readonly TimeSpan[] TimeOuts = [TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)];

    /// <summary>All delays that were waited, in order.</summary>
    public List<TimeSpan> Delays { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero || TimeOuts.Contains(dueTime))
            return base.CreateTimer(callback, state, dueTime, period);

        lock (Delays)
            Delays.Add(dueTime);
        Advance(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
