using System.Globalization;

namespace Amo2GSheet.Core.Sync.Verify;

/// <summary>What a comparison of both sides came to.</summary>
public sealed record VerifyResult
{
    /// <summary>When it ended.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Leads that amoCRM shows and that should have a row: tracked ones, and those that have earned one (rule 1).</summary>
    public required int Amo { get; init; }

    /// <summary>Leads with a tracked row in a live tab.</summary>
    public required int Sheet { get; init; }

    /// <summary>How many differences there are; <see cref="Differences"/> may hold fewer.</summary>
    public required int Count { get; init; }

    /// <summary>The differences, by lead.</summary>
    public IReadOnlyList<Difference> Differences { get; init; } = [];

    /// <summary>How many matters are known and wait for a person; <see cref="Known"/> may hold fewer.</summary>
    public int KnownCount { get; init; }

    /// <summary>What the journal explains and a person has to decide: refused edits, duplicates, rows of leads that are gone.</summary>
    public IReadOnlyList<Difference> Known { get; init; } = [];

    /// <summary>Leads about which nothing can be said, because a tab that holds or may hold their row cannot be read.</summary>
    public int NotCompared { get; init; }

    /// <summary>The tabs that cannot be read.</summary>
    public IReadOnlyList<UncomparedTab> Tabs { get; init; } = [];

    /// <summary>Leads whose change was on its way to the other side during the whole comparison: counted on neither.</summary>
    public int OnTheWay { get; init; }

    /// <summary>Everything was compared, and both sides say the same.</summary>
    public bool Ok => Count == 0 && Tabs.Count == 0 && NotCompared == 0;

    /// <summary>The result in one line.</summary>
    public string Headline
    {
        get
        {
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"amoCRM {Amo} {(Amo == Sheet ? '=' : '≠')} sheet {Sheet}, {Count} {(Count == 1 ? "difference" : "differences")}");
            if (NotCompared > 0 || Tabs.Count > 0)
                line += string.Create(CultureInfo.InvariantCulture, $", {NotCompared} not compared");
            return OnTheWay > 0 ? line + string.Create(CultureInfo.InvariantCulture, $", {OnTheWay} on the way") : line;
        }
    }

    /// <summary>The same with at most so many differences and known matters spelt out.</summary>
    internal VerifyResult Cut(int most) => this with { Differences = [.. Differences.Take(most)], Known = [.. Known.Take(most)] };
}

/// <summary>How far a comparison is.</summary>
/// <param name="Read">Leads read.</param>
/// <param name="Of">Leads to read.</param>
public sealed record VerifyProgress(int Read, int Of);
