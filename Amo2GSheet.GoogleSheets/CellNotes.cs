using Amo2GSheet.Core.Sheets;
using Google.Apis.Sheets.v4.Data;

namespace Amo2GSheet.GoogleSheets;

/// <summary>
/// Our notes beside people's: a cell has one note, so ours is one line in it, at the end and marked. Everything else in a note is a person's, and
/// stays when ours comes, changes and goes.
/// </summary>
internal static class CellNotes
{
    /// <summary>What our line begins with.</summary>
    private const string Mark = "amo2gsheet: ";

    /// <summary>What notes of ours say that were written before they were marked.</summary>
    private static readonly string[] Unmarked =
    [
        "сделка не изменена", "номер туда не записан", "в amoCRM он не отправлен", "сюда попал чужой статус", "никуда не отправляются",
        "Оставлено значение таблицы.", "Оставлено значение amoCRM.",
        "отклонено при проверке и в amoCRM не отправлено", "amoCRM не приняла изменение",
    ];

    /// <summary>The edits with the notes that their cells shall have. Costs one call when there is a note among them.</summary>
    /// <exception cref="SheetUnavailableException">Google did not say which notes are there; nothing was written.</exception>
    public static async Task<IReadOnlyList<SheetEdit>> KeepAsync(
        GoogleCalls calls, IReadOnlyList<SheetEdit> edits, CancellationToken cancellationToken)
    {
        var noted = edits.OfType<CellEdit>().Where(edit => edit.Note is not null).ToList();
        if (noted.Count == 0)
            return edits;
        var seen = await calls.ReadNotesAsync([.. Ranges(noted)], cancellationToken)
            ?? throw new SheetUnavailableException("Google refused to read the notes of the cells to write; the next pass looks again.");
        var present = new Dictionary<(int Tab, int Line, int Column), string?>();
        foreach (var tab in seen)
        {
            foreach (var data in tab.Data ?? [])
            {
                var (id, first, column) = (tab.Properties?.SheetId ?? 0, data.StartRow ?? 0, data.StartColumn ?? 0);
                for (var line = 0; line < (data.RowData?.Count ?? 0); line++)
                    present[(id, first + line, column)] = data.RowData![line].Values?.FirstOrDefault()?.Note;
            }
        }

        return [.. edits.Select(edit => edit is CellEdit { Note: { } ours } cell
            ? cell with { Note = With(present.GetValueOrDefault((cell.Row.Tab.Value, cell.Row.Index, cell.Column)), ours) }
            : edit)];
    }

    /// <summary>A cell's note with ours in it.</summary>
    /// <param name="present">The note as it is; null when there is none.</param>
    /// <param name="ours">What ours says; empty takes it away.</param>
    public static string With(string? present, string ours)
    {
        var lines = (present ?? "").ReplaceLineEndings("\n").Split('\n');
        IEnumerable<string> theirs = lines.Any(IsOurs) ? lines.Where(line => !IsOurs(line)) : lines;
        var kept = string.Join('\n', theirs).TrimEnd('\n');
        var marked = ours.Length == 0 ? "" : Mark + ours.ReplaceLineEndings(" ");
        return kept.Length > 0 && marked.Length > 0 ? $"{kept}\n{marked}" : kept + marked;
    }

    private static bool IsOurs(string line) =>
        line.StartsWith(Mark, StringComparison.Ordinal) || Unmarked.Any(text => line.Contains(text, StringComparison.Ordinal));

    /// <summary>The cells as ranges of neighbours, so that fifty rows below each other are one.</summary>
    private static IEnumerable<GridRange> Ranges(IEnumerable<CellEdit> cells)
    {
        foreach (var column in cells.GroupBy(cell => new GridPart(cell.Row.Tab.Value, cell.Column)))
        {
            int[] lines = [.. column.Select(cell => cell.Row.Index).Distinct().Order()];
            for (var first = 0; first < lines.Length;)
            {
                var end = first + 1;
                while (end < lines.Length && lines[end] == lines[end - 1] + 1)
                    end++;
                yield return column.Key.ToRange(lines[first], lines[end - 1] + 1);
                first = end;
            }
        }
    }
}
