using Microsoft.Extensions.Time.Testing;

namespace Amo2GSheet.Tests.AmoCrm;

/// <summary>A clock on which waiting costs nothing: a delay is over at once and the clock has moved by it. Time-outs of 20 s and more wait for <see cref="FakeTimeProvider.Advance"/>.</summary>
internal sealed class SkippingTime() : FakeTimeProvider(new DateTimeOffset(2025, 6, 16, 0, 0, 0, TimeSpan.Zero))
{
    private static readonly TimeSpan ShortestTimeOut = TimeSpan.FromSeconds(20);

    /// <summary>All delays that were waited, in order.</summary>
    public List<TimeSpan> Delays { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero || dueTime >= ShortestTimeOut)
            return base.CreateTimer(callback, state, dueTime, period);

        lock (Delays)
            Delays.Add(dueTime);
        Advance(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
