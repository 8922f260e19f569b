using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Cli.SetUp;

/// <summary>What people made of the active tab's header beyond what the survey finds fault with. It is told and never rewritten.</summary>
internal static class HeaderDifference
{
    /// <summary>One sentence each; none for a header like that of a new tab, and for one that is empty or missing.</summary>
    /// <param name="header">Row 1 of the active tab; null when there is no such tab.</param>
    public static IEnumerable<string> Sentences(IReadOnlyList<string>? header)
    {
        if (header is null)
            yield break;

        var layout = new SheetLayout(header);
        var own = header.Where(cell => cell.Trim().Length > 0 && !OrderColumns.All.Any(column => NameFold.Same(column, cell))).ToList();
        if (own.Count > 0)
            yield return $"Columns of your own: {string.Join(", ", own.Select(cell => $"«{cell.Trim()}»"))}. They stay as they are.";

        var places = OrderColumns.All.Select(layout.IndexOf).OfType<int>().ToList();
        if (!places.SequenceEqual(places.Order()))
            yield return "The columns stand in an order of your own. It stays as it is.";
    }
}
