using System.Globalization;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Core.Sync.Holds;

/// <summary>Tells whether more leads would move than one person plausibly moves at once (rule 16). Pure.</summary>
public static class Brake
{
    /// <summary>So many rows may say again, at one look, what both sides had agreed on before: people take an edit back.</summary>
    internal const int MostReturned = 2;

    /// <summary>Which limits of one pass are exceeded; none, and the leads may move.</summary>
    /// <param name="moves">The tab of each lead to move.</param>
    /// <param name="tracked">How many rows of a tab are tracked; asked only for tabs with enough moves to count.</param>
    /// <param name="limits">The limits.</param>
    public static IReadOnlyList<Trip> Trips(IReadOnlyCollection<Tab> moves, Func<Tab, int> tracked, BrakeOptions limits) =>
        Exceeded(moves, [], tracked, limits.MinMoves, (BrakeLimit.Moves, limits.MaxMoves), (BrakeLimit.Percent, limits.MaxPercent));

    /// <summary>Which limits of the window are exceeded; none when nothing is to move.</summary>
    /// <param name="moves">The tab of each lead to move.</param>
    /// <param name="earlier">The tab of each other lead that moved within the window.</param>
    /// <param name="tracked">How many rows of a tab are tracked; asked only for tabs with enough moves to count.</param>
    /// <param name="limits">The limits.</param>
    public static IReadOnlyList<Trip> WindowTrips(
        IReadOnlyCollection<Tab> moves, IReadOnlyCollection<TabId> earlier, Func<Tab, int> tracked, BrakeOptions limits) => Exceeded(
            moves, earlier, tracked, limits.MinMoves, (BrakeLimit.WindowMoves, limits.WindowMaxMoves), (BrakeLimit.WindowPercent, limits.WindowMaxPercent));

    private static IReadOnlyList<Trip> Exceeded(
        IReadOnlyCollection<Tab> moves, IReadOnlyCollection<TabId> earlier, Func<Tab, int> tracked, int least, (BrakeLimit Limit, int Of) most,
        (BrakeLimit Limit, int Of) percent)
    {
        var trips = new List<Trip>();
        if (moves.Count > 0 && moves.Count + earlier.Count > most.Of)
            trips.Add(new Trip(most.Limit, moves.Count + earlier.Count, most.Of, null) { Earlier = earlier.Count });
        foreach (var tab in moves.GroupBy(tab => tab.Id))
        {
            var before = earlier.Count(id => id == tab.Key);
            var (count, first) = (tab.Count() + before, tab.First());
            // In whole numbers: 11 of 55 are 20 %, and not more.
            if (count > least && tracked(first) is var of && count * 100L > (long)percent.Of * of)
                trips.Add(new Trip(percent.Limit, count, of, first.Title) { Earlier = before });
        }

        return trips;
    }
}

/// <summary>A limit of the brake.</summary>
public enum BrakeLimit
{
    /// <summary>Leads moved by one pass (<c>BRAKE_MAX_MOVES</c>).</summary>
    Moves,

    /// <summary>Tracked rows of one tab whose leads one pass would move (<c>BRAKE_MAX_PERCENT</c>).</summary>
    Percent,

    /// <summary>Leads moved within the window (<c>BRAKE_WINDOW_MAX_MOVES</c>).</summary>
    WindowMoves,

    /// <summary>Tracked rows of one tab whose leads would move within the window (<c>BRAKE_WINDOW_MAX_PERCENT</c>).</summary>
    WindowPercent,

    /// <summary>Rows that say again, all at one look, what both sides had agreed on before: an old version of the sheet was brought back.</summary>
    Returned,

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
    /// <summary>How many of <see cref="Moves"/> had moved already, within the window.</summary>
    public int Earlier { get; init; }

    /// <summary>The same in words.</summary>
    public string Sentence() => Limit switch
    {
        BrakeLimit.Moves => Text($"{Moves} leads would have moved in one pass, and BRAKE_MAX_MOVES is {Of}"),
        BrakeLimit.WindowMoves => Text($"{Moves} leads would have moved within BRAKE_WINDOW_MINUTES, {Earlier} of them have moved already, and BRAKE_WINDOW_MAX_MOVES is {Of}"),
        BrakeLimit.WindowPercent => Text(
            $"{Moves} of the {Of} tracked rows of the tab «{Tab}» would have moved their leads within BRAKE_WINDOW_MINUTES, {Earlier} of them have moved already, more than BRAKE_WINDOW_MAX_PERCENT allows"),
        BrakeLimit.Returned => Text($"{Moves} rows say again what both sides had agreed on before, as when an old version of the sheet is brought back; up to {Of} count as edits that were taken back"),
        _ => Text($"{Moves} of the {Of} tracked rows of the tab «{Tab}» would have moved their leads in one pass, more than BRAKE_MAX_PERCENT allows"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
