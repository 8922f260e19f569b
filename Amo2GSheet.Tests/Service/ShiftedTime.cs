using System.Globalization;

namespace Amo2GSheet.Tests.Service;

/// <summary>The real clock, set to another day: it can be put forward and back, and its timers run as ever.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private TimeSpan _shift;

    public ShiftedTime(string utc) => Set(utc);

    /// <summary>Sets the clock, to the second: <c>2031-03-31 18:59</c>.</summary>
    public void Set(string utc) => _shift =
        DateTimeOffset.Parse($"{utc}Z", CultureInfo.InvariantCulture) - System.GetUtcNow();

    /// <summary>Puts the clock forward and rings no timer, as for a process that stood still and goes on.</summary>
    public void Forward(TimeSpan by) => _shift += by;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _shift;

    public override long GetTimestamp() => System.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime, period);
}
