using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Core.Sync;

/// <summary>One pass: gather, plan, apply. Knows no schedule and no lease; <see cref="PassRunner"/> does.</summary>
/// <param name="gather">Gathers and plans.</param>
/// <param name="applier">Applies.</param>
/// <param name="time">Our clock.</param>
/// <param name="logger">Takes one line a pass that did something.</param>
internal sealed partial class SyncPass(PassGather gather, PlanApplier applier, TimeProvider time, ILogger<SyncPass> logger)
{
    /// <summary>Runs a pass. Expected troubles are outcomes; only cancellation is thrown.</summary>
    /// <param name="undisturbed">Nobody else can have saved bases since this worker's last pass.</param>
    /// <param name="cancellationToken">Fires when the lease is lost or the host stops.</param>
    public async Task<PassOutcome> RunAsync(bool undisturbed, CancellationToken cancellationToken)
    {
        var pass = Guid.NewGuid().ToString("n")[..12];
        using var scope = Log.Scope(logger, pass);
        try
        {
            var gathered = await gather.GatherAsync(pass, undisturbed, cancellationToken);
            if (gathered.Plan is not { } plan)
                return End(PassResult.Idle, null);

            var applied = await applier.ApplyAsync(plan, cancellationToken);
            Log.Applied(logger, pass, plan.Leads.Count, applied.Pushed, applied.Written, applied.Postponed);
            var end = applied.Outage is { } outage ? End(PassResult.Unavailable, outage.Message) : End(PassResult.Done, null);
            return end with
            {
                Pushed = applied.Pushed,
                Written = applied.Written,
                Postponed = applied.Postponed,
                More = gathered.Entries == PassGather.MostEntries && applied.Postponed < gathered.Entries,
            };
        }
        catch (Exception trouble) when (trouble is AmoUnavailableException or SheetUnavailableException)
        {
            Log.Unavailable(logger, pass, trouble.Message);
            return End(PassResult.Unavailable, trouble.Message);
        }
        catch (Exception trouble) when (trouble is AmoUnauthorizedException or SheetMisconfiguredException)
        {
            Log.Blocked(logger, pass, trouble.Message);
            return End(PassResult.Blocked, trouble.Message);
        }
        catch (StateConflictException conflict)
        {
            Log.Conflict(logger, pass, conflict.Message);
            return End(PassResult.Conflict, conflict.Message);
        }

        PassOutcome End(PassResult result, string? detail) => new(result, time.GetUtcNow(), pass, detail);
    }

    private static partial class Log
    {
        /// <summary>Every line that a pass causes bears its id, whoever writes it.</summary>
        public static readonly Func<ILogger, string, IDisposable?> Scope = LoggerMessage.DefineScope<string>("pass {Pass}");

        [LoggerMessage(1, LogLevel.Information, "Pass {Pass}: {Leads} leads looked at, {Pushed} changed in amoCRM, {Written} rows written, {Postponed} postponed")]
        public static partial void Applied(ILogger logger, string pass, int leads, int pushed, int written, int postponed);

        [LoggerMessage(2, LogLevel.Warning, "Pass {Pass} could not be finished, what waits is kept: {Why}")]
        public static partial void Unavailable(ILogger logger, string pass, string why);

        [LoggerMessage(3, LogLevel.Warning, "Pass {Pass} is blocked until a person acts: {Why}")]
        public static partial void Blocked(ILogger logger, string pass, string why);

        [LoggerMessage(4, LogLevel.Warning, "Pass {Pass} met another worker's change and ends; the next one reads again. {Why}")]
        public static partial void Conflict(ILogger logger, string pass, string why);
    }
}
