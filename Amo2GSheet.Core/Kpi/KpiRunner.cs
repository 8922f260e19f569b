using System.Diagnostics.CodeAnalysis;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Kpi.Intake;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync.CatchUp;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Kpi;

/// <summary>
/// Keeps the ledger: brings what moved and came in since the last run, then goes on with a back-fill that was ordered. Never throws for what amoCRM or
/// storage do; no position moves past what is not in the ledger.
/// </summary>
public sealed partial class KpiRunner
{
    /// <summary>A run gives way after this time, so that a host that counts minutes does not cut it off.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan AfterTrouble = TimeSpan.FromMinutes(1);

    private readonly KpiTurn _turn;
    private readonly KpiSweep _sweep;
    private readonly IntakeSweep _intake;
    private readonly KpiBackfill _backfill;
    private readonly KpiStatus _status;
    private readonly TimeProvider _time;
    private readonly ILogger<KpiRunner> _logger;
    private readonly int _seconds;
    private DateTimeOffset? _lastStart;
    private string? _lastTrouble;

    internal KpiRunner(
        KpiTurn turn, KpiSweep sweep, IntakeSweep intake, KpiBackfill backfill, KpiStatus status, IOptions<CatchUpOptions> options, TimeProvider time, ILogger<KpiRunner> logger) =>
        (_turn, _sweep, _intake, _backfill, _status, _seconds, _time, _logger) = (turn, sweep, intake, backfill, status, options.Value.Seconds, time, logger);

    /// <summary>
    /// Runs when the last run of this process began long enough ago (<c>CATCH_UP_SECONDS</c>), at its first call, and at every call while a
    /// back-fill is under way. With 0 nothing is swept, and only a back-fill that was ordered of this process is worked off.
    /// </summary>
    /// <param name="cancellationToken">Stops between two calls; the next run goes on.</param>
    /// <returns>What it came to; null when none is due.</returns>
    public async Task<KpiOutcome?> RunIfDueAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        // A tick comes a little sooner or later than its second.
        var sweep = _seconds > 0 && !(_lastStart + TimeSpan.FromSeconds(_seconds - 1) > now);
        var rests = _status.Last is { Result: not (RunResult.Done or RunResult.Partial) } trouble && trouble.At + AfterTrouble > now;
        if (!sweep && (_status.Backfill is not { Done: false } || rests))
            return null;

        if (sweep)
            _lastStart = now;
        return await RunAsync(sweep, cancellationToken);
    }

    /// <summary>Sweeps and goes on with a back-fill, unless another worker does.</summary>
    /// <param name="cancellationToken">Stops between two calls; the next run goes on.</param>
    public Task<KpiOutcome> RunAsync(CancellationToken cancellationToken) => RunAsync(sweep: true, cancellationToken);

    private async Task<KpiOutcome> RunAsync(bool sweep, CancellationToken cancellationToken)
    {
        var outcome = await TryAsync(sweep, cancellationToken);
        // Told when it starts, not at every tick while it lasts. A missing log-in is /health's to tell.
        if (outcome is { Detail: { } detail, Result: not (RunResult.Blocked or RunResult.Failed) } && detail != _lastTrouble)
            Log.Trouble(_logger, outcome.Result, detail);
        if (outcome.Result is not RunResult.LeaseHeld)
            _lastTrouble = outcome.Detail;
        _status.Report(outcome);
        return outcome;
    }

    [SuppressMessage("Design", "CA1031", Justification = "A run that failed in an unforeseen way is reported and logged; the next one begins where it did.")]
    private async Task<KpiOutcome> TryAsync(bool sweep, CancellationToken cancellationToken)
    {
        KpiSwept? swept = null;
        KpiBackfillProgress? ordered = null;
        var isWhole = true;
        try
        {
            var taken = await _turn.TryAsync(
                async token =>
                {
                    if (sweep)
                    {
                        swept = await _sweep.RunAsync(LongestRun, token);
                        isWhole = await _intake.RunAsync(LongestRun, token) && swept.Complete;
                    }

                    ordered = await _backfill.RunAsync(LongestRun, day: null, token);
                },
                cancellationToken);
            return taken ? Outcome(!isWhole || ordered is { Done: false } ? RunResult.Partial : RunResult.Done) : Outcome(RunResult.LeaseHeld);
        }
        catch (AmoUnavailableException trouble)
        {
            return Outcome(RunResult.Unavailable, trouble.Message);
        }
        catch (AmoUnauthorizedException trouble)
        {
            return Outcome(RunResult.Blocked, trouble.Message);
        }
        catch (StateConflictException trouble)
        {
            return Outcome(RunResult.Conflict, trouble.Message);
        }
        catch (Exception outage) when (StorageOutage.IsCauseOf(outage))
        {
            return Outcome(RunResult.Unavailable, StorageOutage.Explain(outage));
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            Log.Failed(_logger, unforeseen);
            return Outcome(RunResult.Failed, $"{unforeseen.GetType().Name}; the log has the details.");
        }

        KpiOutcome Outcome(RunResult result, string? detail = null) => new(result, _time.GetUtcNow(), detail)
        {
            Cursor = swept?.Position,
            Moves = swept?.Taken ?? 0,
            Changes = swept?.Changes ?? 0,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Keeping the ledger failed in an unforeseen way; the next run begins where this one did")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "Ledger: {Result}; what could not be read is read by a later run. {Why}")]
        public static partial void Trouble(ILogger logger, RunResult result, string why);
    }
}
