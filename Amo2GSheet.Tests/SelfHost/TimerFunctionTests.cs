using System.Threading.Channels;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.SelfHost;

public sealed class TimerFunctionTests
{
    [Theory]
    [InlineData("*/10 * * * * *", 10)]
    [InlineData("*/5 * * * *", 300)]
    [InlineData("00:00:07", 7)]
    public async Task A_timer_runs_at_every_occurrence_of_its_schedule(string schedule, int seconds)
    {
        var clock = new ArmedTimeProvider();
        await using var host = await StartAsync<SettingTimer>(clock, new() { ["SCHEDULE"] = schedule });
        var probe = host.Services.GetRequiredService<Probe>();
        var interval = TimeSpan.FromSeconds(seconds);

        for (var run = 1; run <= 3; run++)
        {
            Assert.Equal(interval, await clock.NextWaitAsync());
            clock.Advance(interval);
            var info = await probe.NextRunAsync();
            Assert.False(info.IsPastDue);
            var now = ArmedTimeProvider.Midnight + (interval * run);
            Assert.Equal(now.UtcDateTime, info.ScheduleStatus!.LastUpdated);
            Assert.Equal((now + interval).UtcDateTime, info.ScheduleStatus.Next);
            Assert.Equal(run == 1 ? default : (now - interval).UtcDateTime, info.ScheduleStatus.Last);
            probe.Finish();
        }
    }

    [Fact]
    public async Task A_run_longer_than_the_interval_is_followed_by_one_past_due_run_and_never_met_by_another()
    {
        var clock = new ArmedTimeProvider();
        await using var host = await StartAsync<SettingTimer>(clock, new() { ["SCHEDULE"] = "*/10 * * * * *" });
        var probe = host.Services.GetRequiredService<Probe>();
        await clock.NextWaitAsync();
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False((await probe.NextRunAsync()).IsPastDue);

        clock.Advance(TimeSpan.FromSeconds(35));
        probe.Finish();

        Assert.True((await probe.NextRunAsync()).IsPastDue);
        probe.Finish();
        Assert.Equal(TimeSpan.FromSeconds(5), await clock.NextWaitAsync());
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.False((await probe.NextRunAsync()).IsPastDue);
        probe.Finish();
        Assert.Equal(1, probe.MostAtOnce);
    }

    [Fact]
    public async Task A_failed_run_is_logged_and_the_next_goes_on()
    {
        var clock = new ArmedTimeProvider();
        await using var host = await StartAsync<SettingTimer>(clock, new() { ["SCHEDULE"] = "00:00:10" });
        var probe = host.Services.GetRequiredService<Probe>();
        await clock.NextWaitAsync();
        clock.Advance(TimeSpan.FromSeconds(10));
        await probe.NextRunAsync();

        probe.Fail();

        await clock.NextWaitAsync();
        Assert.StartsWith("Function SettingTimer failed", Assert.Single(host.Logs.Problems), StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromSeconds(10));
        await probe.NextRunAsync();
        probe.Finish();
    }

    [Fact]
    public async Task RunOnStartup_runs_before_the_first_occurrence_and_no_monitor_means_no_status()
    {
        var clock = new ArmedTimeProvider();
        await using var host = await StartAsync<StartupTimer>(clock, []);
        var probe = host.Services.GetRequiredService<Probe>();

        var info = await probe.NextRunAsync();
        probe.Finish();

        Assert.False(info.IsPastDue);
        Assert.Null(info.ScheduleStatus);
        Assert.Equal(TimeSpan.FromHours(1), await clock.NextWaitAsync());
    }

    [Fact]
    public async Task A_stop_cancels_the_run_and_begins_no_other()
    {
        var clock = new ArmedTimeProvider();
        await using var host = await StartAsync<SettingTimer>(clock, new() { ["SCHEDULE"] = "00:00:10" });
        var probe = host.Services.GetRequiredService<Probe>();
        await clock.NextWaitAsync();
        clock.Advance(TimeSpan.FromSeconds(10));
        await probe.NextRunAsync();

        clock.Advance(TimeSpan.FromSeconds(60));
        await host.StopAsync();

        Assert.Equal(1, probe.Cancelled);
        Assert.Equal(0, probe.Waiting);
    }

    private static Task<FunctionsTestHost> StartAsync<T>(ArmedTimeProvider clock, Dictionary<string, string?> settings) =>
        FunctionsTestHost.StartAsync<T>(new()
        {
            Environment = new(settings) { ["PORT"] = "0" },
            Configure = b => b.Services.AddSingleton<TimeProvider>(clock).AddSingleton<Probe>(),
        });

    /// <summary>The test's hand inside the timer function: sees each run begin, and ends it.</summary>
    internal sealed class Probe
    {
        private readonly Channel<TimerInfo> _runs = Channel.CreateUnbounded<TimerInfo>();
        private readonly Channel<bool> _ends = Channel.CreateUnbounded<bool>();
        private int _atOnce;

        public int MostAtOnce { get; private set; }

        public int Cancelled { get; private set; }

        public int Waiting => _runs.Reader.Count;

        public ValueTask<TimerInfo> NextRunAsync() => _runs.Reader.ReadAsync();

        public void Finish() => _ends.Writer.TryWrite(true);

        public void Fail() => _ends.Writer.TryWrite(false);

        public async Task RunAsync(TimerInfo info, CancellationToken cancellationToken)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _atOnce));
            _runs.Writer.TryWrite(info);
            try
            {
                if (!await _ends.Reader.ReadAsync(cancellationToken))
                    throw new InvalidOperationException("as told");
            }
            catch (OperationCanceledException)
            {
                Cancelled++;
                throw;
            }
            finally
            {
                Interlocked.Decrement(ref _atOnce);
            }
        }
    }

    private sealed class SettingTimer(Probe probe)
    {
        [Function("SettingTimer")]
        public Task Run([TimerTrigger("%SCHEDULE%")] TimerInfo timer, CancellationToken cancellationToken) =>
            probe.RunAsync(timer, cancellationToken);
    }

    private sealed class StartupTimer(Probe probe)
    {
        [Function("StartupTimer")]
        public Task Run(
            [TimerTrigger("0 0 */3 * * *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer,
            CancellationToken cancellationToken) =>
            probe.RunAsync(timer, cancellationToken);
    }
}
