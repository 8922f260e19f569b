namespace Amo2GSheet.Sandbox.Page;

/// <summary>
/// What people did on the page last, by lead: from there a latency is counted, which takes in the webhook's way or the wait for the next
/// poll. A deed is answered by one pass; what a later one says about the lead has another cause.
/// </summary>
internal sealed class Deeds
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, (DateTimeOffset At, string? Pass)> _last = [];

    /// <summary>Somebody touched a lead, or its row.</summary>
    public void Note(long lead, DateTimeOffset at)
    {
        lock (_lock)
            _last[lead] = (at, null);
    }

    /// <summary>How long after the deed, or else after the webhook, a decision was written; null when neither is known.</summary>
    public TimeSpan? LatencyOf(PageDecision decision)
    {
        lock (_lock)
        {
            if (_last.TryGetValue(decision.Lead, out var deed) && deed.At <= decision.At && (deed.Pass ?? decision.Pass) == decision.Pass)
            {
                _last[decision.Lead] = (deed.At, decision.Pass);
                return decision.At - deed.At;
            }
        }

        return decision.HeardAt is { } heard && heard <= decision.At ? decision.At - heard : null;
    }
}
