using Amo2GSheet.Core.AmoCrm;

namespace Amo2GSheet.Core.Sync;

/// <summary>Tells what <c>/health</c> shows: in one word how the service is, and in sentences why and what to do.</summary>
/// <param name="passes">What the passes came to.</param>
/// <param name="amo">How amoCRM treats us.</param>
/// <param name="storageCalls">Tells the requests to Table Storage so far.</param>
public sealed class HealthReporter(PassStatus passes, AmoHealth amo, Func<long> storageCalls)
{
    /// <summary>The state now. Costs no call.</summary>
    public Health Current
    {
        get
        {
            var problems = new List<string>();
            if (passes.Last?.Detail is { } detail)
                problems.Add(detail);
            if (passes.Last?.Remark is { } remark)
                problems.Add(remark);
            if (amo.Current is AmoUnauthorized or AmoBlocked or AmoPaused && !problems.Contains(amo.Current.Sentence))
                problems.Add(amo.Current.Sentence);

            return new Health(Word(), problems, passes.Last, passes.LastGood?.At, amo.Current.Sentence, storageCalls());
        }
    }

    private string Word() => (amo.Current, passes.Last?.Result) switch
    {
        (AmoUnauthorized or AmoBlocked, _) or (_, PassResult.Blocked) => "blocked",
        (AmoPaused, _) or (_, PassResult.Unavailable or PassResult.Conflict) => "waiting",
        (_, PassResult.Failed) => "failing",
        (_, PassResult.Partial) => "attention",
        (_, null) => "starting",
        _ => "ok",
    };
}

/// <summary>What <c>/health</c> shows.</summary>
/// <param name="Status"><c>ok</c>, <c>starting</c>, <c>waiting</c> (heals by itself), <c>attention</c> (part of the work waits for a person), <c>failing</c> (see the log) or <c>blocked</c> (a person has to act).</param>
/// <param name="Problems">What is wrong and what to do, a sentence each.</param>
/// <param name="LastPass">The last pass of this process.</param>
/// <param name="LastGoodPassAt">When a pass last saw both sides.</param>
/// <param name="Amo">How amoCRM treats us.</param>
/// <param name="StorageCalls">Requests to Table Storage since this process started, retries included: what storage bills by.</param>
public sealed record Health(
    string Status, IReadOnlyList<string> Problems, PassOutcome? LastPass, DateTimeOffset? LastGoodPassAt, string Amo, long StorageCalls);
