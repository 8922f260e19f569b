using System.Diagnostics.CodeAnalysis;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync.CatchUp;

/// <summary>
/// Catches up with what no webhook told, one worker at a time: deletions and merges, changed leads, the rest of the first sync, and whether
/// the webhook itself is still on. Never throws for what amoCRM or storage do; no position moves past what could not be read.
/// </summary>
public sealed partial class CatchUpRunner : IDisposable
{
    private const string LeaseName = "catch-up";

    private readonly SemaphoreSlim _gate = new(1);
    private readonly string _owner = HeldLease.NewOwner();
    private readonly EventSweep _events;
    private readonly LeadSweep _leads;
    private readonly FirstSync _firstSync;
    private readonly WebhookWatch _watch;
    private readonly AccountWatch _accounts;
    private readonly ILeaseStore _leases;
    private readonly CatchUpStatus _status;
    private readonly TimeProvider _time;
    private readonly ILogger<CatchUpRunner> _logger;
    private readonly int _seconds;
    private DateTimeOffset? _lastStart;
    private string? _lastTrouble;

    internal CatchUpRunner(
        EventSweep events, LeadSweep leads, FirstSync firstSync, WebhookWatch watch, AccountWatch accounts,
        ILeaseStore leases, CatchUpStatus status, IOptions<CatchUpOptions> options, TimeProvider time, ILogger<CatchUpRunner> logger)
    {
        (_events, _leads, _firstSync, _watch, _accounts, _seconds) = (events, leads, firstSync, watch, accounts, options.Value.Seconds);
        (_leases, _status, _time, _logger) = (leases, status, time, logger);
    }

    /// <summary>Catches up when the last one of this process began long enough ago, and at its first call.</summary>
    /// <param name="cancellationToken">Stops between two pages; the next run goes on.</param>
    /// <returns>What it came to; null when none is due.</returns>
    public async Task<CatchUpOutcome?> RunIfDueAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        // A tick comes a little sooner or later than its second.
        if (_seconds == 0 || _lastStart + TimeSpan.FromSeconds(_seconds - 1) > now)
            return null;

        _lastStart = now;
        return await RunAsync(cancellationToken);
    }

    /// <summary>Catches up, unless it is being done.</summary>
    /// <param name="cancellationToken">Stops between two pages; the next run goes on.</param>
    public async Task<CatchUpOutcome> RunAsync(CancellationToken cancellationToken)
    {
        if (!await _gate.WaitAsync(0, cancellationToken))
            return new CatchUpOutcome(RunResult.LeaseHeld, _time.GetUtcNow());

        try
        {
            var outcome = await RunUnderLeaseAsync(cancellationToken);
            // Told when it starts, not at every tick while it lasts. A missing log-in is /health's to tell, and the log-in's own.
            if (outcome is { Detail: { } detail, Result: not (RunResult.Blocked or RunResult.Failed) } && detail != _lastTrouble)
                Log.Trouble(_logger, outcome.Result, detail);
            _lastTrouble = outcome.Detail;
            if (outcome.News > 0)
                Log.Found(_logger, outcome.News, outcome.Leads);
            _status.Report(outcome);
            return outcome;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();

    [SuppressMessage("Design", "CA1031", Justification = "A catch-up that failed in an unforeseen way is reported and logged; the next one begins where it did.")]
    private async Task<CatchUpOutcome> RunUnderLeaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var held = await HeldLease.TryTakeAsync(_leases, LeaseName, _owner, _time, cancellationToken);
            if (held is null)
                return new CatchUpOutcome(RunResult.LeaseHeld, _time.GetUtcNow());

            return await RunPartsAsync(held.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CatchUpOutcome(RunResult.Conflict, _time.GetUtcNow(), "The catch-up's lease was lost; another worker goes on.");
        }
        catch (Exception outage) when (StorageOutage.IsCauseOf(outage))
        {
            return new CatchUpOutcome(RunResult.Unavailable, _time.GetUtcNow(), StorageOutage.Explain(outage));
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            Log.Failed(_logger, unforeseen);
            return new CatchUpOutcome(RunResult.Failed, _time.GetUtcNow(), $"{unforeseen.GetType().Name}; the log has the details.");
        }
    }

    /// <summary>The parts, each in its own right: one that amoCRM refuses does not keep the others from their work.</summary>
    private async Task<CatchUpOutcome> RunPartsAsync(CancellationToken cancellationToken)
    {
        var troubles = new List<(RunResult Result, string Detail)>();
        var gone = 0;
        SweepResult? swept = null;
        var historyRead = await TryAsync(async () => gone = await _events.RunAsync(cancellationToken));
        await TryAsync(async () => swept = await _leads.RunAsync(historyRead, cancellationToken));
        await TryAsync(() => _firstSync.RunAsync(historyRead, cancellationToken));
        await TryAsync(() => _watch.RunAsync(cancellationToken));
        await TryAsync(() => _accounts.RunAsync(cancellationToken));

        if (swept is { Complete: false })
            troubles.Add((RunResult.Partial, "Leads kept changing while they were read; the next catch-up goes on."));
        var (result, detail) = troubles.Count > 0 ? troubles.MaxBy(trouble => trouble.Result) : (RunResult.Done, null);
        return new CatchUpOutcome(result, _time.GetUtcNow(), detail)
        {
            Cursor = swept?.Position,
            Leads = swept?.Leads ?? 0,
            News = gone + (swept?.News ?? 0),
        };

        async Task<bool> TryAsync(Func<Task> part)
        {
            // A missing log-in would be asked for by every part, and answered the same.
            if (troubles.Exists(trouble => trouble.Result is RunResult.Blocked))
                return false;
            try
            {
                await part();
                return true;
            }
            catch (AmoUnavailableException trouble)
            {
                troubles.Add((RunResult.Unavailable, trouble.Message));
            }
            catch (AmoUnauthorizedException trouble)
            {
                troubles.Add((RunResult.Blocked, trouble.Message));
            }
            catch (StateConflictException trouble)
            {
                troubles.Add((RunResult.Conflict, trouble.Message));
            }

            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A catch-up failed in an unforeseen way; the next one begins where it did")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "Catch-up: {Result}; what could not be read is read by a later one. {Why}")]
        public static partial void Trouble(ILogger logger, RunResult result, string why);

        [LoggerMessage(3, LogLevel.Information, "Catch-up: {News} leads that no webhook told of, among {Leads} that changed")]
        public static partial void Found(ILogger logger, int news, int leads);
    }
}
