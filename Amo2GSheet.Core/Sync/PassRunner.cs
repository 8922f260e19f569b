using System.Diagnostics.CodeAnalysis;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// Runs passes, one at a time: in this process by a gate, among all workers by the pass lease. The timer calls it; nudges from webhooks
/// make it run by itself, with a spacing that stays inside Google's quota.
/// </summary>
public sealed partial class PassRunner : BackgroundService
{
    /// <summary>The lease of passes, and of whoever decides what the next one does.</summary>
    internal const string LeaseName = "pass";

    private const int MostPassesInARow = 50;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly string _owner = HeldLease.NewOwner();
    private readonly SyncPass _pass;
    private readonly ILeaseStore _leases;
    private readonly WriteFence _fence;
    private readonly PassSignal _signal;
    private readonly PassStatus _status;
    private readonly TimeSpan _spacing;
    private readonly TimeProvider _time;
    private readonly ILogger<PassRunner> _logger;
    private readonly ITimer _lookAgain;
    private DateTimeOffset _lastStart;
    private bool _isWithoutTables;

    /// <summary>Another worker had the lease since this one last looked at what was agreed.</summary>
    private bool _disturbed = true;

    internal PassRunner(
        SyncPass pass, ILeaseStore leases, WriteFence fence, PassSignal signal, PassStatus status, IOptions<SyncOptions> sync, TimeProvider time,
        ILogger<PassRunner> logger)
    {
        (_pass, _leases, _fence, _signal, _status, _time, _logger) = (pass, leases, fence, signal, status, time, logger);
        _spacing = TimeSpan.FromSeconds(sync.Value.MinSpacingSec);
        _lookAgain = time.CreateTimer(_ => signal.Nudge(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Runs passes until nothing waits, unless another worker does so.</summary>
    /// <param name="cancellationToken">Stops between two effects; whatever was announced is finished by a later pass.</param>
    /// <returns>The last pass's outcome.</returns>
    public async Task<PassOutcome> RunAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var outcome = await RunUnderLeaseAsync(cancellationToken);
            _status.Report(outcome);
            if (outcome.LookAgain)
                _lookAgain.Change(SyncPlanner.OneMoreRead, Timeout.InfiniteTimeSpan);
            return outcome;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What a crash left open is finished at once, not at the next tick of the timer.
        _signal.Nudge();
        while (!stoppingToken.IsCancellationRequested)
        {
            await _signal.WaitAsync(stoppingToken);
            var due = _lastStart + _spacing - _time.GetUtcNow();
            if (due > TimeSpan.Zero)
                await Task.Delay(due, _time, stoppingToken);

            // Nudges that came during the wait are answered by this pass: it reads the inbox after them.
            var outcome = await RunAsync(stoppingToken);
            if (outcome.Result is PassResult.LeaseHeld or PassResult.Conflict)
                _signal.Nudge();
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A pass that failed in an unforeseen way is reported and logged; the service goes on.")]
    private async Task<PassOutcome> RunUnderLeaseAsync(CancellationToken cancellationToken)
    {
        _lastStart = _time.GetUtcNow();
        try
        {
            await using var held = await HeldLease.TryTakeAsync(_leases, LeaseName, _owner, _time, cancellationToken);
            if (held is null)
            {
                // Another worker has it, or had it a moment ago: what this one remembers may be old.
                _disturbed = true;
                return new PassOutcome(PassResult.LeaseHeld, _time.GetUtcNow(), "");
            }

            _fence.Raise(() => held.HasEnded);
            _disturbed |= !held.Undisturbed;
            _isWithoutTables = false;
            return await RunWhileMoreAsync(held.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _disturbed = true;
            return new PassOutcome(PassResult.Conflict, _time.GetUtcNow(), "", "The pass lease was lost; another worker goes on.");
        }
        catch (Exception outage) when (StorageOutage.IsCauseOf(outage))
        {
            // The lease may have been acquired even though the response was lost: this worker would not know who had it before.
            _disturbed = true;
            // Once when an outage begins, not at every poll while it lasts.
            if (!_isWithoutTables)
                Log.NoTables(_logger, StorageOutage.Explain(outage));
            _isWithoutTables = true;
            return new PassOutcome(PassResult.Unavailable, _time.GetUtcNow(), "", StorageOutage.Explain(outage));
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            _disturbed = true;
            Log.Failed(_logger, unforeseen);
            return new PassOutcome(PassResult.Failed, _time.GetUtcNow(), "", $"{unforeseen.GetType().Name}; the log has the details.");
        }
        finally
        {
            _fence.Lower();
        }
    }

    private async Task<PassOutcome> RunWhileMoreAsync(CancellationToken cancellationToken)
    {
        PassOutcome outcome;
        var passes = 0;
        do
        {
            _lastStart = _time.GetUtcNow();
            outcome = await _pass.RunAsync(!_disturbed, cancellationToken);
            // A pass that failed may have ended before it looked at what others did; then that is news to the next one, too.
            _disturbed &= outcome.Result is not (PassResult.Idle or PassResult.Done or PassResult.Partial);
        }
        while (outcome.More && ++passes < MostPassesInARow);
        return outcome;
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _lookAgain.Dispose();
        _gate.Dispose();
        base.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A pass failed in an unforeseen way; the next one starts anew")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Error, "No pass can run. {Why}")]
        public static partial void NoTables(ILogger logger, string why);
    }
}
