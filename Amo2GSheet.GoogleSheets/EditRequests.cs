using Amo2GSheet.Core.Sheets;
using Google.Apis.Sheets.v4.Data;

namespace Amo2GSheet.GoogleSheets;

/// <summary>Requests that go together, and the edits that they carry out; none for a dropdown, which goes along with new rows.</summary>
internal sealed record EditRequest(IReadOnlyList<Request> Requests, IReadOnlyList<SheetEdit> Edits)
{
    /// <summary>What to try when Google refuses; null when there is nothing else.</summary>
    public EditRequest? Otherwise { get; init; }

    /// <summary>The same edits, one request each: to find out which of them Google refuses.</summary>
    public IEnumerable<EditRequest> Single() => Edits.Select(edit => EditRequests.Build([edit]));
}

/// <summary>Turns edits into Google's requests. Values are typed: nothing is parsed, and nothing becomes a formula.</summary>
internal static class EditRequests
{
    /// <summary>The requests of a write, in order; adjacent cells of one row go together.</summary>
    /// <param name="edits">The edits.</param>
    /// <param name="lastLineOf">Zero-based index of the last line of a tab that is known to hold data; 0 is the header.</param>
    /// <param name="freeLinesOf">Where new rows go on a tab; null lets Google find the place, below everything.</param>
    public static List<EditRequest> Of(IReadOnlyList<SheetEdit> edits, Func<TabId, int> lastLineOf, Func<TabId, FreeLines?> freeLinesOf)
    {
        var requests = new List<EditRequest>();
        var appended = new Dictionary<TabId, int>();
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
                [OrderTabRequests.Dropdown(column.Tab, column.StatusColumn, Math.Max(1, lastLineOf(column.Tab)))], [])));
        return requests;

        void Close()
        {
            if (run.Count > 0)
                requests.Add(run[0] is RowAppend append && Place(append) is { } place ? place : Build([.. run]));
            run.Clear();
        }

        EditRequest? Place(RowAppend append)
        {
            var number = appended.GetValueOrDefault(append.Tab);
            appended[append.Tab] = number + 1;
            return freeLinesOf(append.Tab) is { } free && free.First + number < free.End
                // Google refuses to move cells under a protected range, a merge or a table: then the row goes below everything.
                ? new EditRequest([.. Fill(append, free, free.First + number)], [append]) { Otherwise = Build([append]) }
                : null;
        }
    }

    /// <summary>One request for one edit, or for a run of adjacent cells.</summary>
    public static EditRequest Build(IReadOnlyList<SheetEdit> edits) => new(
        [
            edits[0] switch
            {
                CellEdit first => Update(first, edits.Cast<CellEdit>()),
                RowAppend append => Append(append),
                _ => throw new ArgumentException($"Unknown edit {edits[0].GetType().Name}.", nameof(edits)),
            },
        ],
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

    private static Request Update(CellEdit first, IEnumerable<CellEdit> run) =>
        Update(first, run.Select(cell => Cell(cell.Value, cell.Note)));

    private static Request Update(CellEdit first, IEnumerable<CellValue?> run) => Update(first, run.Select(value => Cell(value, null)));

    private static Request Update(CellEdit first, IEnumerable<CellData> run) => new()
    {
        UpdateCells = new UpdateCellsRequest
        {
            Start = new GridCoordinate { SheetId = first.Row.Tab.Value, RowIndex = first.Row.Index, ColumnIndex = first.Column },
            Rows = [new RowData { Values = [.. run] }],
            Fields = Mask(first),
        },
    };

    /// <summary>
    /// Writes a new row into a free line, beside and above cells of people. Our columns are moved down by a line before, which moves nothing but
    /// blank cells: where people inserted lines since the sheet was read, an order stands there by now, and is moved on instead of being written
    /// over.
    /// </summary>
    private static IEnumerable<Request> Fill(RowAppend append, FreeLines free, int line)
    {
        var tab = append.Tab.Value;
        foreach (var (first, end) in Runs(free.Shifted))
        {
            yield return new Request
            {
                InsertRange = new InsertRangeRequest
                {
                    Range = new GridRange { SheetId = tab, StartRowIndex = line, EndRowIndex = line + 1, StartColumnIndex = first, EndColumnIndex = end },
                    ShiftDimension = "ROWS",
                },
            };
        }

        var cells = append.Cells;
        var written = Enumerable.Range(0, cells.Count)
            .Where(column => cells[column] is { } cell && cell != CellValue.Empty && !free.IsTaken(line, column));
        foreach (var (first, end) in Runs(written))
            yield return Update(new CellEdit(append.Lead, new RowAddress(append.Tab, line), first, cells[first]), cells.Take(first..end));
    }

    /// <summary>Ascending numbers as runs without gaps: first, and the one after the last.</summary>
    private static List<(int First, int End)> Runs(IEnumerable<int> numbers)
    {
        var runs = new List<(int First, int End)>();
        foreach (var number in numbers)
        {
            if (runs is [.., var last] && last.End == number)
                runs[^1] = (last.First, number + 1);
            else
                runs.Add((number, number + 1));
        }

        return runs;
    }

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
