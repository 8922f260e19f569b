using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Core.Sheets;

/// <summary>
/// Where each column of a tab stands now, found by its header and by nothing else: people insert, move and rename columns.
/// Headers are compared folded (<see cref="NameFold"/>); of two equal headers the leftmost counts.
/// </summary>
public sealed class SheetLayout
{
    private readonly Dictionary<string, int> _indexes = [];

    /// <summary>Reads a header row.</summary>
    /// <param name="headers">The cells of row 1 from column A, blanks included.</param>
    public SheetLayout(IReadOnlyList<string> headers)
    {
        Headers = headers;
        for (var index = 0; index < headers.Count; index++)
        {
            var folded = NameFold.Of(headers[index]);
            if (folded.Length > 0)
                _indexes.TryAdd(folded, index);
        }

        MissingRequired = [.. OrderColumns.Required.Where(column => IndexOf(column) is null)];
    }

    /// <summary>The header row as people wrote it.</summary>
    public IReadOnlyList<string> Headers { get; }

    /// <summary>The required columns that this tab lacks; empty when it can be synced.</summary>
    public IReadOnlyList<string> MissingRequired { get; }

    /// <summary>The zero-based index of a column, or null when the tab has no such header.</summary>
    public int? IndexOf(string column) => _indexes.TryGetValue(NameFold.Of(column), out var index) ? index : null;
}
