using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.Kpi;

/// <summary>
/// The order in which a lead's moves happened. amoCRM's times are whole seconds, and a robot moves a lead several times in one: then each
/// move follows the one that ended where it began.
/// </summary>
internal static class MoveOrder
{
    /// <summary>The moves in order, whatever order they are given in.</summary>
    public static IReadOnlyList<KpiMove> Of(IEnumerable<KpiMove> moves)
    {
        var ordered = new List<KpiMove>();
        foreach (var second in moves.GroupBy(move => move.At).OrderBy(second => second.Key))
        {
            var left = second.OrderBy(move => move.Id, StringComparer.Ordinal).ToList();
            while (left.Count > 0)
            {
                var next = left.Count == 1 ? left[0] : Next(left, ordered.LastOrDefault()?.To);
                left.Remove(next);
                ordered.Add(next);
            }
        }

        return ordered;
    }

    // A move that goes on from where the lead stands; else one that no other move of the second leads to; else the event with the lowest id.
    private static KpiMove Next(List<KpiMove> left, StageKey? stands) =>
        left.Find(move => stands is not null && move.From == stands)
        ?? left.Find(move => left.TrueForAll(other => other == move || other.To != move.From))
        ?? left[0];
}
