using System.Text.Json;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>
/// One change to one book, made on a fork of it. Every write of a cell goes through here, so that protection, lengths, validation and
/// the size of the book are asked about in one place. A refusal thrown anywhere leaves the committed book as it was.
/// </summary>
internal sealed class BookEdit(Book book, string who, bool person, SheetSwitches switches, int year)
{
    /// <summary>Google's cap on cells of a spreadsheet, blank ones included.</summary>
    public const long MaxCells = 10_000_000;

    private const int MaxCellLength = 50_000;

    public Book Book { get; } = book;

    public string Who { get; } = who;

    public SheetSwitches Switches { get; } = switches;

    public SheetLocale Locale => SheetLocale.Of(Book.Locale);

    public bool IsOwner => Who.Equals(Book.Owner, StringComparison.OrdinalIgnoreCase);

    public Tab TabById(int? sheetId) => Book.TabById(sheetId ?? 0) ?? throw SheetsRefusal.NoGrid(sheetId ?? 0);

    public Place Find(string range) => Ranges.Find(Book, range, Switches);

    public Place Find(JsonElement gridRange) => Ranges.Find(Book, gridRange);

    /// <summary>Refuses when any cell of the rectangle is protected against the one who edits.</summary>
    public void Guard(Tab tab, GridRect rect)
    {
        if (tab.Protected.IsEmpty || IsOwner)
            return;
        if (tab.Protected.Any(range => range.Stops(Who) && range.Place.Clamp(tab.RowCount, tab.ColumnCount).Intersects(rect)))
            throw SheetsRefusal.ProtectedCell();
    }

    public void GuardTab(Tab tab)
    {
        if (!IsOwner && tab.Protected.Any(range => range.Stops(Who)))
            throw SheetsRefusal.ProtectedCell();
    }

    public void Put(Tab tab, int row, int column, Cell cell, bool pasted = false)
    {
        if (cell.Value is string { Length: > MaxCellLength } || cell.Formula is { Length: > MaxCellLength })
            throw SheetsRefusal.CellTooLong();
        var enforced = person ? !pasted : Switches.EnforceValidationOnApiWrites;
        if (enforced && cell is { Rule.Strict: true, Value: not null } && !Validation.Allows(this, cell))
            throw SheetsRefusal.BrokenRule(A1.Cell(row, column));
        tab.Put(row, column, cell);
    }

    /// <summary>What typed text makes of a cell that is already there: its format decides too, and may be set by a date.</summary>
    public Cell Typed(Cell present, string text)
    {
        if (Switches.TextFormatKeepsText && present.Format is { IsText: true })
            return present.With(text.Length == 0 ? null : text);
        var entry = UserEntered.Parse(text, Locale, year, Switches.PlusNumberIsNumber);
        var cell = present.With(entry.Value, entry.Formula);
        return entry.FormatType is { } type && present.Format?.NumberType is null
            ? cell with { Format = CellFormat.Number(type, entry.Pattern!, present.Format) }
            : cell;
    }

    public void Grow(Tab tab, int rows, int columns)
    {
        tab.GrowTo(rows, columns);
        CheckSize();
    }

    public void CheckSize()
    {
        if (Book.CellCount > MaxCells)
            throw SheetsRefusal.TooManyCells();
    }
}
