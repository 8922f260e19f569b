namespace Amo2GSheet.Core.Sync.CatchUp;

/// <summary>What the runs of a timer of this process came to, for <c>/health</c>.</summary>
/// <typeparam name="TOutcome">What a run comes to.</typeparam>
public abstract class RunStatus<TOutcome>
    where TOutcome : RunOutcome
{
    private volatile TOutcome? _last;

    /// <summary>The last one, whatever its end; null before the first. One that another worker did is not in it.</summary>
    public TOutcome? Last => _last;

    internal virtual void Report(TOutcome outcome)
    {
        if (outcome.Result is not RunResult.LeaseHeld)
            _last = outcome;
    }
}

/// <summary>How a run ended.</summary>
public enum RunResult
{
    /// <summary>All that happened up to now is known.</summary>
    Done,

    /// <summary>There was more than one run takes, or it changed while it was read; the next run goes on.</summary>
    Partial,

    /// <summary>Another worker does it.</summary>
    LeaseHeld,

    /// <summary>amoCRM could not be used for now; the next run begins where this one did.</summary>
    Unavailable,

    /// <summary>A person has to log in to amoCRM.</summary>
    Blocked,

    /// <summary>Another worker moved on meanwhile.</summary>
    Conflict,

    /// <summary>Something unforeseen; see the log.</summary>
    Failed,
}

/// <summary>What a run came to.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="At">When it ended.</param>
/// <param name="Detail">A sentence for the operator; null when all is well.</param>
public abstract record RunOutcome(RunResult Result, DateTimeOffset At, string? Detail)
{
    /// <summary>All that happened up to here is known, by amoCRM's clock; null when this run could not tell.</summary>
    public DateTimeOffset? Cursor { get; init; }
}
