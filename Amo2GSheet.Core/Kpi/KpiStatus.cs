namespace Amo2GSheet.Core.Kpi;

/// <summary>What this process knows of the ledger's state.</summary>
public sealed class KpiStatus
{
    private volatile KpiOutcome? _last;
    private volatile KpiBackfillProgress? _backfill;

    /// <summary>What the last run came to; null before the first. One that another worker did is not in it.</summary>
    public KpiOutcome? Last => _last;

    /// <summary>How far the back-fill has come that was ordered last, as this process last saw it; null when none was.</summary>
    public KpiBackfillProgress? Backfill
    {
        get => _backfill;
        internal set => _backfill = value;
    }

    internal void Report(KpiOutcome outcome)
    {
        if (outcome.Result is not KpiResult.LeaseHeld)
            _last = outcome;
    }
}

/// <summary>How a run ended.</summary>
public enum KpiResult
{
    /// <summary>Every move up to now is in the ledger.</summary>
    Done,

    /// <summary>There was more than one run takes; the next goes on.</summary>
    Partial,

    /// <summary>Another worker writes the ledger.</summary>
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
public sealed record KpiOutcome(KpiResult Result, DateTimeOffset At, string? Detail = null)
{
    /// <summary>All moves up to here are in the ledger, by amoCRM's clock; null when this run could not tell.</summary>
    public DateTimeOffset? Cursor { get; init; }

    /// <summary>Moves taken in.</summary>
    public int Moves { get; init; }

    /// <summary>Credits written or taken out.</summary>
    public int Changes { get; init; }
}
