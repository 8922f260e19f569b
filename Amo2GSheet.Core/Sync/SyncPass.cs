using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync.Holds;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Core.Sync;

/// <summary>One pass: turn the month when it is over, gather, plan, apply. Knows no schedule and no lease; <see cref="PassRunner"/> does.</summary>
/// <param name="months">Archives the active tab when its month is over.</param>
/// <param name="holds">What is held.</param>
/// <param name="agreement">What is remembered of the sheet as a whole.</param>
/// <param name="gather">Gathers and plans.</param>
/// <param name="applier">Applies.</param>
/// <param name="accounts">Compares the account with what it was.</param>
/// <param name="ids">Notes on lines whose id cannot be read.</param>
/// <param name="time">Our clock.</param>
/// <param name="logger">Takes one line a pass that did something.</param>
internal sealed partial class SyncPass(
    MonthTurn months, HoldBook holds, SheetAgreement agreement, PassGather gather, PlanApplier applier, AccountWatch accounts, UnreadableIdNotes ids, TimeProvider time, ILogger<SyncPass> logger)
{
    private string? _lastTrouble;
    private string? _lastRemark;

    /// <summary>Runs a pass. Expected troubles are outcomes; only cancellation is thrown.</summary>
    /// <param name="undisturbed">Nobody else can have saved bases since this worker's last pass.</param>
    /// <param name="cancellationToken">Fires when the lease is lost or the host stops.</param>
    public async Task<PassOutcome> RunAsync(bool undisturbed, CancellationToken cancellationToken)
    {
        var pass = Guid.NewGuid().ToString("n")[..12];
        using var scope = Log.Scope(logger, pass);
        string? remark = null;
        try
        {
            // First of all: a pass that ends before it has heard of a decision would leave the next one undisturbed, and deaf.
            await holds.LoadAsync(undisturbed, cancellationToken);
            await agreement.LoadAsync(undisturbed, cancellationToken);
            agreement.RefuseForeign();
            await months.TurnAsync(cancellationToken);
            var gathered = await gather.GatherAsync(pass, undisturbed, cancellationToken);
            await months.SettleAsync(gathered.Snapshot, cancellationToken);
            remark = months.Remark ?? gathered.Snapshot.Remark;
            if (gathered.Plan is not { } plan)
            {
                await holds.SettleAsync(cancellationToken);
                await ids.SettleAsync(gathered.Snapshot, undisturbed, cancellationToken);
                await agreement.SettleAsync(gathered, cancellationToken);
                return End(gathered.Trouble is null ? PassResult.Idle : PassResult.Partial, gathered.Trouble);
            }

            // What is held is announced, then marked in the bases, then settled: a crash in between leaves nothing pushed and nothing approved.
            await holds.AnnounceAsync(plan.Holds, cancellationToken);
            var applied = await applier.ApplyAsync(plan, cancellationToken);
            await holds.SettleAsync(cancellationToken);
            await ids.SettleAsync(gathered.Snapshot, undisturbed, cancellationToken);
            await accounts.LookAsync(plan.Account, cancellationToken);
            await agreement.SettleAsync(gathered, cancellationToken);
            Log.Applied(logger, pass, plan.Leads.Count, applied.Pushed, applied.Written, applied.Postponed);
            return EndApplied(applied, gathered.Trouble) with
            {
                Pushed = applied.Pushed,
                Written = applied.Written,
                Postponed = applied.Postponed,
                LookAgain = applied.LookAgain,
                More = gathered.Entries == PassGather.MostEntries && applied.Postponed < gathered.Entries,
            };
        }
        catch (Exception trouble) when (trouble is AmoUnavailableException or SheetUnavailableException)
        {
            return End(PassResult.Unavailable, trouble.Message);
        }
        catch (Exception trouble) when (trouble is AmoUnauthorizedException or SheetMisconfiguredException)
        {
            return End(PassResult.Blocked, trouble.Message);
        }
        catch (StateConflictException conflict)
        {
            return End(PassResult.Conflict, conflict.Message);
        }

        PassOutcome EndApplied(Applied applied, string? trouble) => (applied.Outage, applied.Refusal ?? trouble) switch
        {
            ({ } outage, _) => End(PassResult.Unavailable, outage.Message),
            (_, { } partly) => End(PassResult.Partial, partly),
            _ => End(PassResult.Done, null),
        };

        PassOutcome End(PassResult result, string? detail)
        {
            // Told when it starts, not at every tick while it lasts: /health shows it all the time.
            if (detail is not null && detail != _lastTrouble)
                Log.Trouble(logger, pass, result, detail);
            _lastTrouble = detail;
            if (remark is not null && remark != _lastRemark)
                Log.Remark(logger, pass, remark);
            _lastRemark = remark;
            return new PassOutcome(result, time.GetUtcNow(), pass, detail) { Remark = remark };
        }
    }

    private static partial class Log
    {
        /// <summary>Every line that a pass causes bears its id, whoever writes it.</summary>
        public static readonly Func<ILogger, string, IDisposable?> Scope = LoggerMessage.DefineScope<string>("pass {Pass}");

        [LoggerMessage(1, LogLevel.Information, "Pass {Pass}: {Leads} leads looked at, {Pushed} changed in amoCRM, {Written} rows written, {Postponed} postponed")]
        public static partial void Applied(ILogger logger, string pass, int leads, int pushed, int written, int postponed);

        [LoggerMessage(2, LogLevel.Warning, "Pass {Pass}: {Result}; what waits is kept. {Why}")]
        public static partial void Trouble(ILogger logger, string pass, PassResult result, string why);

        [LoggerMessage(3, LogLevel.Warning, "Pass {Pass}: {Remark}")]
        public static partial void Remark(ILogger logger, string pass, string remark);
    }
}
