namespace Amo2GSheet.Core.Sync;

/// <summary>What the passes of this process came to, for <c>/health</c>.</summary>
public sealed class PassStatus
{
    private volatile PassOutcome? _last;
    private volatile PassOutcome? _lastGood;

    /// <summary>The last pass, whatever its end; null before the first. A pass that another worker did is not in it.</summary>
    public PassOutcome? Last => _last;

    /// <summary>The last pass that saw both sides.</summary>
    public PassOutcome? LastGood => _lastGood;

    internal void Report(PassOutcome outcome)
    {
        if (outcome.Result is PassResult.LeaseHeld)
            return;
        _last = outcome;
        if (outcome.Result is PassResult.Idle or PassResult.Done or PassResult.Partial)
            _lastGood = outcome;
    }
}
