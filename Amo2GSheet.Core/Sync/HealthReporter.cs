using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync.CatchUp;
using Amo2GSheet.Core.Sync.Holds;
using Amo2GSheet.Core.Sync.Verify;

namespace Amo2GSheet.Core.Sync;

/// <summary>What <c>/health</c> shows: in one word how the service is, and in sentences why and what to do.</summary>
/// <param name="passes">What the passes came to.</param>
/// <param name="amo">How amoCRM treats us.</param>
/// <param name="account">What the account lost that the sync needs.</param>
/// <param name="logInLink">Where a person logs in; null when a token of the settings stands in for that.</param>
/// <param name="catchUps">What the catch-ups came to.</param>
/// <param name="webhook">How our webhook is.</param>
/// <param name="holds">Tells what is held, as the passes of this process last saw it.</param>
/// <param name="verify">What the last comparison of both sides came to.</param>
/// <param name="ledger">Tells how the ledger of credits is, as this process knows it.</param>
/// <param name="storageCalls">Tells the requests to Table Storage so far.</param>
/// <param name="storageProblem">Says what is wrong while the tables do not answer; null when they do.</param>
/// <param name="lostTables">Tells whether tables were gone while this process ran.</param>
/// <param name="time">The clock by which the last pass has an age.</param>
public sealed class HealthReporter(
    PassStatus passes, AmoHealth amo, AccountStatus account, string? logInLink, CatchUpStatus catchUps, WebhookStatus webhook, Func<IReadOnlyList<Hold>> holds,
    VerifyStatus verify, Func<LedgerHealth?> ledger, Func<long> storageCalls, Func<string?> storageProblem, Func<bool> lostTables, TimeProvider time)
{
    /// <summary>What anyone may know.</summary>
    public HealthSummary Summary => new(Word(), passes.Last is { } last ? (long)Math.Max(0, (time.GetUtcNow() - last.At).TotalSeconds) : null);

    /// <summary>The state now. Costs no call.</summary>
    public Health Current
    {
        get
        {
            var problems = new List<string>();
            if (storageProblem() is { } storage)
                problems.Add(storage);
            if (lostTables())
                problems.Add(StorageOutage.LostTables);
            if (passes.Last?.Detail is { } detail)
                problems.Add(detail);
            if (passes.Last?.Remark is { } remark)
                problems.Add(remark);
            if (amo.Current is AmoUnauthorized or AmoBlocked or AmoPaused && !problems.Contains(amo.Current.Sentence))
                problems.Add(amo.Current.Sentence);
            if (catchUps.Last?.Detail is { } missed && !problems.Contains(missed))
                problems.Add(missed);
            problems.AddRange(account.Losses);
            var kpi = ledger();
            if (kpi?.Detail is { } missing && !problems.Contains(missing))
                problems.Add(missing);
            if (IsSilent && webhook.Current.Detail is { } silent)
                problems.Add(silent);
            if (amo.Warning is { } warning)
                problems.Add(warning);
            var held = holds();
            if (held.FirstOrDefault(one => one.IsOfNewerVersion) is { } newer)
                problems.Add(newer.Sentence());
            else if (Waiting(held) is { } hold)
                problems.Add($"{hold.Sentence()} Look, then approve or discard: amo2gsheet holds show {hold.Id}, or GET /holds/{hold.Id} with the key.");
            if (verify.Problem is { } differing)
                problems.Add(differing);

            return new Health(Word(), problems, passes.Last, passes.LastGood?.At, amo.Current.Sentence, storageCalls())
            {
                LogIn = amo.Current is AmoUnauthorized ? logInLink : null,
                CatchUp = catchUps.Last,
                FirstSync = catchUps.FirstSync,
                Webhook = webhook.Current,
                Hold = Waiting(held) ?? (held is [var pending, ..] ? pending : null),
                Verify = verify.Current,
                Kpi = kpi,
            };
        }
    }

    private bool IsSilent => webhook.Current.State is "missing" or "disabled";

    private static Hold? Waiting(IReadOnlyList<Hold> holds) => holds.FirstOrDefault(hold => hold.Decision is null);

    private string Word() => (amo.Current, passes.Last?.Result) switch
    {
        (AmoUnauthorized or AmoBlocked, _) or (_, PassResult.Blocked) => "blocked",
        _ when storageProblem() is not null => "waiting",
        (AmoPaused, _) or (_, PassResult.Unavailable or PassResult.Conflict) => "waiting",
        (_, PassResult.Failed) => "failing",
        _ when catchUps.Last?.Result is RunResult.Failed || ledger()?.Result is RunResult.Failed => "failing",
        (_, PassResult.Partial) => "attention",
        _ when lostTables() || IsSilent || Waiting(holds()) is not null || holds().Any(hold => hold.IsOfNewerVersion) => "attention",
        _ when catchUps.Last?.Result is RunResult.Unavailable or RunResult.Conflict => "waiting",
        _ when ledger()?.Result is RunResult.Unavailable or RunResult.Conflict => "waiting",
        _ when amo.Warning is not null || verify.Problem is not null || account.Losses.Count > 0 => "attention",
        (_, null) => "starting",
        _ => "ok",
    };
}

/// <summary>What <c>/health</c> shows to anyone: nothing that names a lead, a tab, a person or an account.</summary>
/// <param name="Status">As in <see cref="Health"/>.</param>
/// <param name="LastPassAgeSeconds">Whole seconds since the last pass of this process ended; null before the first.</param>
public sealed record HealthSummary(string Status, long? LastPassAgeSeconds);

/// <summary>What <c>/health/details</c> shows.</summary>
/// <param name="Status"><c>ok</c>, <c>starting</c>, <c>waiting</c> (heals by itself), <c>attention</c> (part of the work waits for a person), <c>failing</c> (see the log) or <c>blocked</c> (a person has to act).</param>
/// <param name="Problems">What is wrong and what to do, a sentence each.</param>
/// <param name="LastPass">The last pass of this process.</param>
/// <param name="LastGoodPassAt">When a pass last saw both sides.</param>
/// <param name="Amo">How amoCRM treats us.</param>
/// <param name="StorageCalls">Requests to Table Storage since this process started, retries included: what storage bills by.</param>
public sealed record Health(
    string Status, IReadOnlyList<string> Problems, PassOutcome? LastPass, DateTimeOffset? LastGoodPassAt, string Amo, long StorageCalls)
{
    /// <summary>Where a person logs in; null unless somebody has to, which no passing failure of amoCRM asks for.</summary>
    public string? LogIn { get; init; }

    /// <summary>The last catch-up of this process; null before the first.</summary>
    public CatchUpOutcome? CatchUp { get; init; }

    /// <summary>How far the first sync of a range of days has come; null when none is wanted.</summary>
    public FirstSyncProgress? FirstSync { get; init; }

    /// <summary>The edits that wait for a person (rule 16), else those that are being carried out; null when nothing is held.</summary>
    public Hold? Hold { get; init; }

    /// <summary>What the last comparison of both sides came to; null before the first.</summary>
    public VerifyHealth? Verify { get; init; }

    /// <summary>How the ledger of credits is; null before its first run.</summary>
    public LedgerHealth? Kpi { get; init; }

    /// <summary>Whether amoCRM sends its webhooks.</summary>
    public required WebhookHealth Webhook { get; init; }
}

/// <summary>How the ledger of credits is.</summary>
/// <param name="Result">How the last run of this process ended.</param>
/// <param name="At">When.</param>
/// <param name="Detail">A sentence for the operator; null when all is well.</param>
/// <param name="UpdatedTo">The ledger holds all moves up to here, by amoCRM's clock, as this process last saw it; null when it never did.</param>
public sealed record LedgerHealth(RunResult Result, DateTimeOffset At, string? Detail, DateTimeOffset? UpdatedTo)
{
    internal LedgerHealth(RunOutcome last, DateTimeOffset? updatedTo)
        : this(last.Result, last.At, last.Detail, updatedTo)
    {
    }

    /// <summary>How far a back-fill has come that is under way; null when none is.</summary>
    public string? Backfill { get; init; }
}
