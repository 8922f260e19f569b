using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Cli.SetUp;

/// <summary>In what the header that people made of the active tab differs from that of a new tab. It is told and never rewritten.</summary>
/// <param name="Missing">Columns of ours that the tab lacks.</param>
/// <param name="Own">Columns that people added.</param>
/// <param name="Moved">Whether our columns stand in another order.</param>
internal sealed record HeaderDifference(IReadOnlyList<string> Missing, IReadOnlyList<string> Own, bool Moved)
{
    /// <summary>Compares a header with that of a new tab.</summary>
    public static HeaderDifference Of(IReadOnlyList<string> header)
    {
        var layout = new SheetLayout(header);
        var own = header.Where(cell => cell.Trim().Length > 0 && !OrderColumns.All.Any(column => NameFold.Same(column, cell)));
        var places = OrderColumns.All.Select(layout.IndexOf).OfType<int>().ToList();
        return new HeaderDifference(
            [.. OrderColumns.All.Where(column => layout.IndexOf(column) is null)], [.. own], !places.SequenceEqual(places.Order()));
    }

    /// <summary>One sentence each; empty for a header like that of a new tab.</summary>
    public IEnumerable<string> Sentences()
    {
        if (Missing.Count > 0)
            yield return $"The header has no column {Named(Missing)}: what belongs there is not shown. Add the columns by hand where they should stand.";
        if (Own.Count > 0)
            yield return $"Columns of your own: {Named(Own)}. They stay as they are.";
        if (Moved)
            yield return "The columns stand in an order of your own. It stays as it is.";
    }

    private static string Named(IEnumerable<string> columns) => string.Join(", ", columns.Select(column => $"«{column.Trim()}»"));
}
