namespace Amo2GSheet.Tests.Service;

/// <summary>A clock that stands still until it is put forward, so that several changes fall into one second; what waits by it waits in real time.</summary>
internal sealed class StoppedTime(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    public void Forward(TimeSpan by) => _now += by;

    public override DateTimeOffset GetUtcNow() => _now;
}
