using Amo2GSheet.SelfHost.Invocations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Amo2GSheet.SelfHost.Timers;

/// <summary>
/// Runs the timer functions, each in a loop of its own: a run that takes longer than the interval delays the next and is never met by
/// it. Starts when the host listens (a second process on the same port must not run a timer), begins nothing once the
/// host stops, and cancels what still runs after Kestrel has let its requests finish.
/// </summary>
internal sealed class TimerScheduler(
    FunctionCatalog catalog, FunctionInvoker invoker, IConfiguration configuration, IHostApplicationLifetime lifetime, TimeProvider time)
    : IHostedService, IDisposable
{
    // Later than this the run counts as past due: an ordinary late wake-up must not.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    // A timer's due time is capped at 49 days; and a clock that was set is noticed within the hour.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _runs = new();
    private Task _loops = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => _loops = Task.WhenAll(catalog.Timers.Select(f => Task.Run(() => LoopAsync(f)))));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _runs.CancelAsync();
        await _loops.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _runs.Dispose();

    private async Task LoopAsync(FunctionDescriptor function)
    {
        var trigger = function.Timer!;
        if (!TimerSchedule.TryParse(trigger.Schedule, configuration, out var schedule, out var error))
            throw new InvalidOperationException(error);

        var stopping = lifetime.ApplicationStopping;
        var last = default(DateTimeOffset);
        var now = time.GetUtcNow();
        var due = trigger.RunOnStartup ? now : schedule.NextAfter(now);
        while (due is { } occurrence && await WaitUntilAsync(occurrence, stopping))
        {
            now = time.GetUtcNow();
            var isPastDue = now - occurrence > Tolerance;
            // However many occurrences a long run has missed, one run makes up for them.
            var next = schedule.NextAfter(isPastDue ? now : occurrence);
            var info = new TimerInfo
            {
                IsPastDue = isPastDue,
                ScheduleStatus = trigger.UseMonitor
                    ? new ScheduleStatus { Last = last.UtcDateTime, Next = (next ?? default).UtcDateTime, LastUpdated = now.UtcDateTime }
                    : null,
            };
            await invoker.InvokeAsync(function, context => context.Timer = info, _runs.Token);
            last = now;
            due = next;
        }
    }

    private async Task<bool> WaitUntilAsync(DateTimeOffset due, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var wait = due - time.GetUtcNow();
            if (wait <= TimeSpan.Zero)
                return true;

            await Task.Delay(wait < LongestWait ? wait : LongestWait, time, stopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;
    }
}
