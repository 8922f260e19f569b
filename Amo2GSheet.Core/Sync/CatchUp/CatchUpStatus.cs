namespace Amo2GSheet.Core.Sync.CatchUp;

/// <summary>What the catch-ups of this process came to, for <c>/health</c>.</summary>
public sealed class CatchUpStatus
{
    private volatile CatchUpOutcome? _last;
    private volatile FirstSyncProgress? _firstSync;

    /// <summary>The last one, whatever its end; null before the first. One that another worker did is not in it.</summary>
    public CatchUpOutcome? Last => _last;

    /// <summary>How far the first sync has come; null when none is wanted.</summary>
    public FirstSyncProgress? FirstSync
    {
        get => _firstSync;
        internal set => _firstSync = value;
    }

    internal void Report(CatchUpOutcome outcome)
    {
        if (outcome.Result is not CatchUpResult.LeaseHeld)
            _last = outcome;
    }
}

/// <summary>How a catch-up ended.</summary>
public enum CatchUpResult
{
    /// <summary>All that no webhook told is in the inbox.</summary>
    Done,

    /// <summary>Leads kept changing while they were read; the next run goes on.</summary>
    Partial,

    /// <summary>Another worker catches up.</summary>
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

/// <summary>What a catch-up came to.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="At">When it ended.</param>
/// <param name="Detail">A sentence for the operator; null when all is well.</param>
public sealed record CatchUpOutcome(CatchUpResult Result, DateTimeOffset At, string? Detail = null)
{
    /// <summary>All changes up to here are known, by amoCRM's clock; null when this run could not tell.</summary>
    public DateTimeOffset? Cursor { get; init; }

    /// <summary>Leads looked at.</summary>
    public int Leads { get; init; }

    /// <summary>Leads that no webhook had told of.</summary>
    public int News { get; init; }
}

/// <summary>How far the first sync has come.</summary>
/// <param name="Range">First and last day.</param>
/// <param name="DaysDone">Days read.</param>
/// <param name="Days">Days in all.</param>
/// <param name="Found">Leads put to the planner.</param>
/// <param name="Done">All of it; it is never run again.</param>
public sealed record FirstSyncProgress(string Range, int DaysDone, int Days, int Found, bool Done);
