using System.Globalization;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Core.Sync.CatchUp;

namespace Amo2GSheet.Core.Kpi;

/// <summary>What this process knows of the ledger's state.</summary>
public sealed class KpiStatus : RunStatus<KpiOutcome>
{
    private volatile KpiBackfillProgress? _backfill;
    private volatile KpiOutcome? _lastSweep;

    /// <summary>How far the back-fill has come that was ordered last, as this process last saw it; null when none was.</summary>
    public KpiBackfillProgress? Backfill
    {
        get => _backfill;
        internal set => _backfill = value;
    }

    /// <summary>What <c>/health</c> tells of the ledger; null before the first run.</summary>
    public LedgerHealth? Health => Last is not { } last ? null : new LedgerHealth(last, _lastSweep?.Cursor)
    {
        Backfill = _backfill is { Done: false } progress
            ? string.Create(CultureInfo.InvariantCulture, $"{progress.Range}: {progress.DaysDone} of {progress.Range.Days} days")
            : null,
    };

    internal override void Report(KpiOutcome outcome)
    {
        if (outcome.Cursor is not null)
            _lastSweep = outcome;
        base.Report(outcome);
    }
}

/// <summary>What a run came to.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="At">When it ended.</param>
/// <param name="Detail">A sentence for the operator; null when all is well.</param>
public sealed record KpiOutcome(RunResult Result, DateTimeOffset At, string? Detail = null) : RunOutcome(Result, At, Detail)
{
    /// <summary>Moves taken in.</summary>
    public int Moves { get; init; }

    /// <summary>Credits written or taken out.</summary>
    public int Changes { get; init; }
}
