using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Core.Sync;

/// <summary>A cell to write, named by lead and column rather than by position, so that it can be found again after people moved things.</summary>
/// <param name="Lead">The lead.</param>
/// <param name="Ordinal">Which of the lines with that id: 0 is the row, others are its duplicates.</param>
/// <param name="Column">The column's header.</param>
/// <param name="Value">The new value; null leaves it.</param>
/// <param name="Note">The new note; null leaves it, empty removes it.</param>
/// <param name="At">A line without an id, named by its position because it has no other name; only for emptying it.</param>
internal sealed record RowTarget(LeadId Lead, int Ordinal, string Column, CellValue? Value, string? Note = null, RowAddress? At = null)
{
    /// <summary>Where the cell stands in a snapshot, or null when it is not there.</summary>
    public CellEdit? Locate(SheetSnapshot snapshot)
    {
        var rows = snapshot.RowsOf(Lead);
        if (At is null && Ordinal >= rows.Count)
            return null;
        var row = At ?? rows[Ordinal].Address;
        return snapshot.Find(row.Tab) is ReadTab tab && tab.Layout.IndexOf(Column) is { } column
            ? new CellEdit(Lead, row, column, Value, Note)
            : null;
    }
}
