using System.Globalization;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Core.Sync.Holds;

/// <summary>Tells whether a pass would move more leads than a person in their senses does at once (rule 16). Pure.</summary>
public static class Brake
{
    /// <summary>Which limits are exceeded; none, and the leads may move.</summary>
    /// <param name="moves">The tab of each lead to move.</param>
    /// <param name="tracked">How many rows of a tab are tracked; asked only for tabs with enough moves to count.</param>
    /// <param name="limits">The limits.</param>
    public static IReadOnlyList<Trip> Trips(IReadOnlyCollection<Tab> moves, Func<Tab, int> tracked, BrakeOptions limits)
    {
        var trips = new List<Trip>();
        if (moves.Count > limits.MaxMoves)
            trips.Add(new Trip(BrakeLimit.Moves, moves.Count, limits.MaxMoves, null));
        foreach (var tab in moves.GroupBy(tab => tab.Id))
        {
            var (count, first) = (tab.Count(), tab.First());
            // In whole numbers: 11 of 55 are 20 %, and not more.
            if (count > limits.MinMoves && tracked(first) is var of && count * 100L > (long)limits.MaxPercent * of)
                trips.Add(new Trip(BrakeLimit.Percent, count, of, first.Title));
        }

        return trips;
    }
}

/// <summary>A limit of the brake.</summary>
public enum BrakeLimit
{
    /// <summary>Leads moved by one pass (<c>BRAKE_MAX_MOVES</c>).</summary>
    Moves,

    /// <summary>Tracked rows of one tab whose leads would move (<c>BRAKE_MAX_PERCENT</c>).</summary>
    Percent,

    /// <summary>One that only a newer version has.</summary>
    Unknown,
}

/// <summary>A limit that was exceeded.</summary>
/// <param name="Limit">Which.</param>
/// <param name="Moves">How many leads would have moved.</param>
/// <param name="Of">How many may, or how many tracked rows the tab has.</param>
/// <param name="Tab">The tab's title; null when the limit is none of a tab.</param>
public sealed record Trip(BrakeLimit Limit, int Moves, int Of, string? Tab)
{
    /// <summary>The same in words.</summary>
    public string Sentence() => Limit is BrakeLimit.Moves
        ? string.Create(CultureInfo.InvariantCulture, $"{Moves} leads would have moved in one pass, and BRAKE_MAX_MOVES is {Of}")
        : string.Create(CultureInfo.InvariantCulture, $"{Moves} of the {Of} tracked rows of the tab «{Tab}» would have moved their leads in one pass, more than BRAKE_MAX_PERCENT allows");
}
