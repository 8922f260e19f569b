using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.GoogleSheets;

/// <summary>
/// Where new rows go on a tab: under the last line that holds anything in a column of ours. Further down there may be cells of people, in
/// columns of their own: they do not send an order below them, and are not written over.
/// </summary>
internal sealed class FreeLines
{
    private readonly (int From, IList<IList<object>> Columns) _tail;

    private FreeLines((int From, IList<IList<object>> Columns) tail, IReadOnlyCollection<int> ours, int first)
    {
        _tail = tail;
        First = first;
        End = tail.Columns.Select(cells => tail.From + cells.Count).DefaultIfEmpty().Max();
        Shifted = [.. ours.Where(column => tail.From + ColumnAt(column).Count <= first).Order()];
    }

    /// <summary>Zero-based index of the first free line.</summary>
    public int First { get; }

    /// <summary>Zero-based index of the line below everything on the tab: from there on Google finds the place by itself.</summary>
    public int End { get; }

    /// <summary>The columns of ours that hold nothing from the first free line on, from the left.</summary>
    public IReadOnlyList<int> Shifted { get; }

    /// <summary>Looks for the free lines; null when the answer leaves open where they begin.</summary>
    public static FreeLines? Find(int tab, GridAnswer answer)
    {
        if (answer.TailOf(tab) is not { } tail || answer.HeaderOf(tab) is not { } header)
            return null;
        var layout = new SheetLayout(header);
        var required = OrderColumns.Required.Select(layout.IndexOf).OfType<int>()
            .Select(column => LastOf(answer.ValuesOf(new GridPart(tab, column)) ?? [])).DefaultIfEmpty().Max();
        // The last order stands above the cells that were read: what the lines between them hold is not known.
        if (required + 1 < tail.From)
            return null;
        List<int> ours = [.. OrderColumns.All.Select(layout.IndexOf).OfType<int>()];
        var last = ours.Select(column => tail.From + LastOf(tail.Columns.ElementAtOrDefault(column) ?? [])).Append(required).Max();
        return new FreeLines(tail, ours, last + 1);

        // An unticked box is an empty cell.
        static int LastOf(IEnumerable<object?> cells) =>
            cells.Select((cell, line) => cell is null or "" or false ? -1 : line).DefaultIfEmpty(-1).Max();
    }

    /// <summary>Whether a cell from the first free line on is a person's: it holds something else than an unticked box.</summary>
    /// <param name="line">Zero-based index of the line.</param>
    /// <param name="column">Zero-based index of the column.</param>
    public bool IsTaken(int line, int column) => ColumnAt(column).ElementAtOrDefault(line - _tail.From) is not (null or "" or false);

    private IList<object> ColumnAt(int column) => _tail.Columns.ElementAtOrDefault(column) ?? [];
}
