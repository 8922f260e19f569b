using Amo2GSheet.Core.AmoCrm;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Amo2GSheet.Tests.AmoCrm;

public sealed class AmoPaceTests
{
    [Theory]
    [InlineData(0, 200)]
    [InlineData(0.3, 200)]
    [InlineData(0.9, 200)]
    [InlineData(150.5, 50)]
    [InlineData(199.9, 1)]
    public async Task A_wait_is_one_wait_to_the_last_part_of_a_millisecond_and_never_spun_through(double since, int waited)
    {
        var time = new LookedAt();
        using var pace = new AmoPace(Options.Create(new AmoCrmOptions { RequestDelaySeconds = 0.2 }), time);
        await pace.TakeTurnAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromMilliseconds(since));

        await pace.TakeTurnAsync(CancellationToken.None);

        Assert.Equal([TimeSpan.FromMilliseconds(waited)], time.Delays);
        // Two for each call's own start, one for what is left to wait; and one more to see that nothing is.
        Assert.InRange(time.Looks, 2, 4);
    }

    /// <summary>A clock on which a delay is over at once, and a look takes a microsecond: whoever spins gets there in the end.</summary>
    private sealed class LookedAt() : FakeTimeProvider(DateTimeOffset.UnixEpoch)
    {
        public List<TimeSpan> Delays { get; } = [];

        public int Looks { get; private set; }

        public override long GetTimestamp()
        {
            Looks++;
            Advance(TimeSpan.FromMicroseconds(1));
            return base.GetTimestamp();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Delays.Add(dueTime);
            Advance(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
