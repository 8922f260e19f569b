namespace Amo2GSheet.Core.Sync.Verify;

/// <summary>What the last comparison came to, whichever worker made it, for <c>/health</c>.</summary>
public sealed class VerifyStatus
{
    private const int MostShown = 5;
    private volatile VerifyResult? _last;
    private volatile string? _trouble;

    /// <summary>The last result; null before the first.</summary>
    public VerifyResult? Last => _last;

    /// <summary>What <c>/health</c> shows; null before the first comparison.</summary>
    public VerifyHealth? Current => (_last, _trouble) switch
    {
        (null, null) => null,
        (null, var trouble) => new VerifyHealth { Trouble = trouble },
        ({ } last, var trouble) => new VerifyHealth
        {
            At = last.At,
            Headline = last.Headline,
            Differences = last.Count,
            First = [.. last.Differences.Take(MostShown).Select(one => new ShownDifference(one.Kind.ToString(), one.Lead, one.Cause, one.Fix))],
            Known = last.KnownCount,
            OnTheWay = last.OnTheWay,
            NotCompared = last.Tabs,
            Trouble = trouble,
        },
    };

    /// <summary>A sentence for the operator when the sides differ or could not be compared in full; null otherwise.</summary>
    public string? Problem => _last is { Ok: false } last
        ? $"The last comparison of both sides says: {last.Headline}. «amo2gsheet verify» compares anew and tells what to do."
        : null;

    internal void Report(VerifyResult? result) => (_last, _trouble) = (result, null);

    internal void ReportTrouble(string why) => _trouble = why;
}

/// <summary>The last comparison, as <c>/health/details</c> shows it: no cell, no stage.</summary>
public sealed record VerifyHealth
{
    /// <summary>When it ended.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The result in one line.</summary>
    public string? Headline { get; init; }

    /// <summary>How many differences there are.</summary>
    public int Differences { get; init; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<ShownDifference> First { get; init; } = [];

    /// <summary>How many matters are known and wait for a person.</summary>
    public int Known { get; init; }

    /// <summary>How many changes were on their way.</summary>
    public int OnTheWay { get; init; }

    /// <summary>Tabs that could not be compared.</summary>
    public IReadOnlyList<UncomparedTab> NotCompared { get; init; } = [];

    /// <summary>Why the comparison that is due could not be made yet; null when it could.</summary>
    public string? Trouble { get; init; }
}

/// <summary>A difference without what the cells say.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Lead">The lead's id.</param>
/// <param name="Cause">How it likely came about.</param>
/// <param name="Fix">What to do.</param>
public sealed record ShownDifference(string Kind, long Lead, string Cause, string Fix);
