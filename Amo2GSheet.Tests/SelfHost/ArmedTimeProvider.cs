using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Amo2GSheet.Tests.SelfHost;

/// <summary>A fake clock that tells when somebody started to wait on it, so that a test never advances it too early.</summary>
internal sealed class ArmedTimeProvider() : FakeTimeProvider(Midnight)
{
    public static readonly DateTimeOffset Midnight = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>How long the next one to wait wants to wait.</summary>
    public ValueTask<TimeSpan> NextWaitAsync() => _waits.Reader.ReadAsync();
}
