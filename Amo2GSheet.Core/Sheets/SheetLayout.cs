using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Core.Sheets;

/// <summary>
/// Where each column of a tab stands now, found by its header and by nothing else: people insert, move and rename columns.
/// Headers are compared folded (<see cref="NameFold"/>). Of two equal headers the leftmost counts, unless the column is required: then it is not
/// clear which of the two people use.
/// </summary>
public sealed class SheetLayout
{
    private readonly Dictionary<string, List<int>> _indexes = [];

    /// <summary>Reads a header row.</summary>
    /// <param name="headers">The cells of row 1 from column A, blanks included.</param>
    public SheetLayout(IReadOnlyList<string> headers)
    {
        Headers = headers;
        for (var index = 0; index < headers.Count; index++)
        {
            var folded = NameFold.Of(headers[index]);
            if (folded.Length == 0)
                continue;
            if (!_indexes.TryGetValue(folded, out var indexes))
                _indexes[folded] = indexes = new List<int>(1);
            indexes.Add(index);
        }

        MissingRequired = [.. OrderColumns.Required.Where(column => IndexOf(column) is null)];
        RepeatedRequired = Repeated(OrderColumns.Required);
    }

    /// <summary>The header row as people wrote it.</summary>
    public IReadOnlyList<string> Headers { get; }

    /// <summary>The required columns that this tab lacks; empty when it can be synced.</summary>
    public IReadOnlyList<string> MissingRequired { get; }

    /// <summary>The required columns that this tab has more than once; empty when it can be synced.</summary>
    public IReadOnlyList<RepeatedColumn> RepeatedRequired { get; }

    /// <summary>Whether every required column is there exactly once.</summary>
    public bool IsUsable => MissingRequired.Count == 0 && RepeatedRequired.Count == 0;

    /// <summary>The zero-based index of a column, or null when the tab has no such header.</summary>
    public int? IndexOf(string column) => IndexesOf(column) is [var index, ..] ? index : null;

    /// <summary>Those of the columns that this tab has more than once.</summary>
    public IReadOnlyList<RepeatedColumn> Repeated(IEnumerable<string> columns) =>
        [.. columns.Select(column => new RepeatedColumn(column, IndexesOf(column))).Where(column => column.Indexes.Count > 1)];

    private List<int> IndexesOf(string column) => _indexes.GetValueOrDefault(NameFold.Of(column)) ?? [];
}

/// <summary>A header that a tab has more than once.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Indexes">Zero-based indexes of the columns that have it, from the left.</param>
public sealed record RepeatedColumn(string Name, IReadOnlyList<int> Indexes);
