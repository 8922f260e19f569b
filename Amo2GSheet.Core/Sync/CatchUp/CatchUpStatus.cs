namespace Amo2GSheet.Core.Sync.CatchUp;

/// <summary>What the catch-ups of this process came to.</summary>
public sealed class CatchUpStatus : RunStatus<CatchUpOutcome>
{
    private volatile FirstSyncProgress? _firstSync;

    /// <summary>How far the first sync has come; null when none is wanted.</summary>
    public FirstSyncProgress? FirstSync
    {
        get => _firstSync;
        internal set => _firstSync = value;
    }
}

/// <summary>What a catch-up came to.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="At">When it ended.</param>
/// <param name="Detail">A sentence for the operator; null when all is well.</param>
public sealed record CatchUpOutcome(RunResult Result, DateTimeOffset At, string? Detail = null) : RunOutcome(Result, At, Detail)
{
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
