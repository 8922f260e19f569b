using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.Sheets;

/// <summary>A typed cell value: what is text stays text, so that a phone keeps its plus and a formula in a client's name is not one.</summary>
public abstract record CellValue
{
    /// <summary>An empty cell.</summary>
    public static CellValue Empty { get; } = new TextCell("");
}

/// <summary>Text, written as text whatever it looks like.</summary>
/// <param name="Text">The text; empty clears the cell.</param>
public sealed record TextCell(string Text) : CellValue;

/// <summary>A number.</summary>
/// <param name="Number">The number.</param>
public sealed record NumberCell(double Number) : CellValue;

/// <summary>One thing to write for one lead. All of a <see cref="SheetWrite"/> lands as one atomic unit.</summary>
/// <param name="Lead">The lead it is for.</param>
public abstract record SheetEdit(LeadId Lead);

/// <summary>Writes one cell of an existing row.</summary>
/// <param name="Lead">The lead it is for.</param>
/// <param name="Row">Where the row stands now.</param>
/// <param name="Column">Zero-based column index, from the layout of the same snapshot.</param>
/// <param name="Value">The new value, or null to leave the value alone.</param>
/// <param name="Note">Our new note, empty to remove ours, or null to leave it alone; a person's note in the cell stays in every case.</param>
public sealed record CellEdit(LeadId Lead, RowAddress Row, int Column, CellValue? Value, string? Note = null) : SheetEdit(Lead);

/// <summary>Adds a row under the last line that holds anything in a column of ours; cells of people in that line stay.</summary>
/// <param name="Lead">The lead it is for.</param>
/// <param name="Tab">The tab.</param>
/// <param name="Cells">The cells from column A by position; null leaves a cell empty (a column that is not ours).</param>
/// <param name="StatusColumn">Zero-based index of the status cell, which gets the dropdown.</param>
public sealed record RowAppend(LeadId Lead, TabId Tab, IReadOnlyList<CellValue?> Cells, int StatusColumn) : SheetEdit(Lead);

/// <summary>Everything that a pass writes, at once.</summary>
/// <param name="Edits">The edits, in order.</param>
public sealed record SheetWrite(IReadOnlyList<SheetEdit> Edits);

/// <summary>An edit that Google refused (a protected cell, a text too long); all others were written.</summary>
/// <param name="Edit">The edit.</param>
/// <param name="Reason">Google's words.</param>
/// <param name="IsFinal">False for an edit that was not tried, because too many others of the same write were refused: worth another write.</param>
public sealed record RefusedEdit(SheetEdit Edit, string Reason, bool IsFinal = true);
