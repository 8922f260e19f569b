using Amo2GSheet.Core.Sheets;
using Google.Apis.Sheets.v4.Data;

namespace Amo2GSheet.GoogleSheets;

/// <summary>A request and the edits that it carries out; none for a dropdown, which goes along with appended rows.</summary>
internal sealed record EditRequest(Request Request, IReadOnlyList<SheetEdit> Edits)
{
    /// <summary>The same edits, one request each: to find out which of them Google refuses.</summary>
    public IEnumerable<EditRequest> Single() => Edits.Select(edit => EditRequests.Build([edit]));
}

/// <summary>Turns edits into Google's requests. Values are typed: nothing is parsed, and nothing becomes a formula.</summary>
internal static class EditRequests
{
    /// <summary>The requests of a write, in order; adjacent cells of one row go together.</summary>
    /// <param name="edits">The edits.</param>
    /// <param name="lastLineOf">Zero-based index of the last line of a tab that is known to hold data; 0 is the header.</param>
    public static List<EditRequest> Of(IReadOnlyList<SheetEdit> edits, Func<TabId, int> lastLineOf)
    {
        var requests = new List<EditRequest>();
        var run = new List<SheetEdit>();
        foreach (var edit in edits.Where(edit => edit is not CellEdit { Value: null, Note: null }))
        {
            if (run.Count > 0 && !Continues(run[^1], edit))
                Close();
            run.Add(edit);
        }

        Close();
        requests.AddRange(edits.OfType<RowAppend>()
            .Select(append => (append.Tab, append.StatusColumn))
            .Distinct()
            // As a field of the appended cells the dropdown would wipe the validation that people put on other columns. Where the rows land
            // is not known before, so it covers the status column from the last known row down: a range has to start inside the grid, and
            // the row after that may not exist yet.
            .Select(column => new EditRequest(
                OrderTabRequests.Dropdown(column.Tab, column.StatusColumn, Math.Max(1, lastLineOf(column.Tab))), [])));
        return requests;

        void Close()
        {
            if (run.Count > 0)
                requests.Add(Build([.. run]));
            run.Clear();
        }
    }

    /// <summary>One request for one edit, or for a run of adjacent cells.</summary>
    public static EditRequest Build(IReadOnlyList<SheetEdit> edits) => new(
        edits[0] switch
        {
            CellEdit first => Update(first, edits.Cast<CellEdit>()),
            RowAppend append => Append(append),
            _ => throw new ArgumentException($"Unknown edit {edits[0].GetType().Name}.", nameof(edits)),
        },
        edits);

    private static bool Continues(SheetEdit left, SheetEdit right) =>
        left is CellEdit before && right is CellEdit after
        && before.Lead == after.Lead && before.Row == after.Row && before.Column + 1 == after.Column && Mask(before) == Mask(after);

    private static string Mask(CellEdit edit) => (edit.Value, edit.Note) switch
    {
        (not null, not null) => "userEnteredValue,note",
        (not null, null) => "userEnteredValue",
        _ => "note",
    };

    private static Request Update(CellEdit first, IEnumerable<CellEdit> run) => new()
    {
        UpdateCells = new UpdateCellsRequest
        {
            Start = new GridCoordinate { SheetId = first.Row.Tab.Value, RowIndex = first.Row.Index, ColumnIndex = first.Column },
            Rows = [new RowData { Values = [.. run.Select(cell => Cell(cell.Value, cell.Note))] }],
            Fields = Mask(first),
        },
    };

    private static Request Append(RowAppend append) => new()
    {
        AppendCells = new AppendCellsRequest
        {
            SheetId = append.Tab.Value,
            Rows = [new RowData { Values = [.. append.Cells.Select(cell => Cell(cell, null))] }],
            Fields = "userEnteredValue",
        },
    };

    /// <summary>A cell; what the mask names and the cell lacks is cleared.</summary>
    private static CellData Cell(CellValue? value, string? note) => new()
    {
        UserEnteredValue = value switch
        {
            TextCell { Text.Length: > 0 } text => new ExtendedValue { StringValue = text.Text },
            NumberCell number => new ExtendedValue { NumberValue = number.Number },
            _ => null,
        },
        Note = string.IsNullOrEmpty(note) ? null : note,
    };
}
