using System.Text.Json;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// Keeps a note on every <c>ID</c> cell that holds something other than a lead's id, and takes it away when the cell is put right. Such a line has
/// no lead and therefore no base, so what has a note is kept in one stored value of its own.
/// </summary>
/// <param name="sheet">The sheet.</param>
/// <param name="store">Where it is kept which lines have a note.</param>
internal sealed class UnreadableIdNotes(IOrderSheet sheet, ICursorStore store)
{
    private const string Name = "unreadable-ids";

    /// <summary>More notes than people need to see what is wrong, and less than one stored value holds.</summary>
    private const int MostNotes = 100;

    private Cursor? _stored;
    private List<Noted>? _noted;

    /// <summary>Writes the notes that are missing and removes those that are not needed. Costs nothing while no line changes.</summary>
    /// <param name="snapshot">The sheet as the pass read it.</param>
    /// <param name="undisturbed">Nobody else can have written notes since this worker's last pass.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="StateConflictException">Another worker moved on meanwhile.</exception>
    public async Task SettleAsync(SheetSnapshot snapshot, bool undisturbed, CancellationToken cancellationToken)
    {
        if (_noted is null || !undisturbed)
            await LoadAsync(cancellationToken);
        var seen = LinesOf(snapshot);
        if (seen.Count == _noted!.Count && seen.All(line => _noted.Exists(line.IsSameAs)))
        {
            // Lines move; where they stand is kept for the day on which one is put right.
            _noted = seen;
            return;
        }

        // Positions are read again: a note on a neighbour's cell would mislead.
        var fresh = await sheet.ReadAsync(cancellationToken);
        var lines = LinesOf(fresh);
        CellEdit[] edits = [.. Remove(lines, fresh), .. lines.Where(line => !_noted!.Exists(line.IsSameAs)).SelectMany(line => Note(line, NoteTexts.UnreadableId, fresh))];
        if (edits.Length > 0)
            await sheet.WriteAsync(new SheetWrite(edits), cancellationToken);
        await SaveAsync(lines, cancellationToken);
    }

    /// <summary>A cell that was put right stands where it stood. Where it is moved in the same moment its note stays, and people remove it.</summary>
    private IEnumerable<CellEdit> Remove(IReadOnlyList<Noted> lines, SheetSnapshot snapshot) => _noted!
        .Where(noted => !lines.Any(line => line.IsSameAs(noted) || (line.Tab == noted.Tab && line.Line == noted.Line)))
        .SelectMany(noted => Note(noted, "", snapshot));

    private static IEnumerable<CellEdit> Note(Noted line, string text, SheetSnapshot snapshot)
    {
        if (snapshot.Find(new TabId(line.Tab)) is ReadTab tab && tab.Layout.IndexOf(OrderColumns.Id) is { } column)
            yield return new CellEdit(default, new RowAddress(tab.Id, line.Line), column, null, text);
    }

    private static List<Noted> LinesOf(SheetSnapshot snapshot) =>
    [
        .. snapshot.Tabs.OfType<ReadTab>().SelectMany(tab => tab.UnreadableLines).Take(MostNotes)
            .Select(line => new Noted(line.Address.Tab.Value, line.Address.Index, line.Text.Length > 40 ? line.Text[..40] : line.Text)),
    ];

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        _stored = await store.ReadAsync(Name, cancellationToken);
        try
        {
            _noted = JsonSerializer.Deserialize<List<Noted>>(_stored?.Value ?? "[]", JsonSerializerOptions.Web) ?? [];
        }
        catch (JsonException)
        {
            _noted = [];
        }
    }

    private async Task SaveAsync(List<Noted> noted, CancellationToken cancellationToken)
    {
        var text = JsonSerializer.Serialize(noted, JsonSerializerOptions.Web);
        _noted = null;
        _stored = await store.WriteAsync(Name, text, _stored?.Version, cancellationToken)
            ?? throw new StateConflictException("Another worker wrote which lines have a note.");
        _noted = noted;
    }

    /// <param name="Tab">The tab's id.</param>
    /// <param name="Line">Zero-based line when last seen.</param>
    /// <param name="Text">The beginning of what the cell shows.</param>
    private sealed record Noted(int Tab, int Line, string Text)
    {
        public bool IsSameAs(Noted other) => Tab == other.Tab && Text == other.Text;
    }
}
