using Amo2GSheet.Simulation.WorkerHost.Rpc;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>Runs the worker's timer functions. A run that takes longer than its interval delays the next one; the two never overlap.</summary>
/// <param name="functions">All functions of the worker.</param>
/// <param name="setting">Values of settings, for schedules.</param>
/// <param name="invoker">Runs functions.</param>
/// <param name="time">The clock.</param>
internal sealed class TimerTriggers(
    IReadOnlyList<WorkerFunction> functions, Func<string, string?> setting, Invoker invoker, TimeProvider time) : IDisposable
{
    /// <summary>A timer's due time is capped at 49 days, and a clock that was set is noticed within the hour.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly (WorkerFunction Function, Schedule Schedule)[] _timers =
        [.. functions.Where(one => one.Timer is not null).Select(one => (one, Schedule.Parse(one.Timer!.Schedule, setting)))];

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _cancel = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Begins.</summary>
    public void Start() => _running = Task.WhenAll(_timers.Select(timer => RunAsync(timer.Function, timer.Schedule)));

    /// <summary>Begins no run any more and lets the running ones finish; cancels them when the time is over.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(grace, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _cancel.CancelAsync();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stop.Dispose();
        _cancel.Dispose();
    }

    private async Task RunAsync(WorkerFunction function, Schedule schedule)
    {
        // No monitor of missed runs: the real host keeps none for schedules of less than a minute, and the service does not need one.
        const string Info = """{"ScheduleStatus":null,"IsPastDue":false}""";
        var due = function.Timer!.RunOnStartup ? time.GetUtcNow() : schedule.NextAfter(time.GetUtcNow());
        while (due is { } moment && await WaitUntilAsync(moment))
        {
            await invoker.InvokeAsync(function, new TypedData { Json = Info }, [], _cancel.Token);
            due = schedule.NextAfter(time.GetUtcNow());
        }
    }

    private async Task<bool> WaitUntilAsync(DateTimeOffset due)
    {
        while (!_stop.IsCancellationRequested)
        {
            var wait = due - time.GetUtcNow();
            if (wait <= TimeSpan.Zero)
                return true;
            await Task.Delay(wait < LongestWait ? wait : LongestWait, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;
    }
}
