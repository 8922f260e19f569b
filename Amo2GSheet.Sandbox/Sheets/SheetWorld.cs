using System.Collections.Concurrent;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>
/// The world of the Sheets simulator: spreadsheets, who may touch them, and the rules of touching them. Does no I/O. Changes are made one
/// at a time; reads see the last committed state and wait for nobody.
/// </summary>
public sealed class SheetWorld
{
    private readonly Lock _changing = new();
    private readonly ConcurrentDictionary<string, Book> _books = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private long _stamp;

    /// <summary>Makes an empty world.</summary>
    /// <param name="time">The clock; only the year of dates typed without one depends on it.</param>
    /// <param name="switches">Answers to what is not known about Google's server.</param>
    public SheetWorld(TimeProvider time, SheetSwitches? switches = null)
    {
        _time = time;
        Switches = switches ?? new SheetSwitches();
    }

    /// <summary>Raised outside the lock after a spreadsheet changed.</summary>
    internal event Action? Changed;

    /// <summary>Answers to what is not known about Google's server; may be changed between calls.</summary>
    public SheetSwitches Switches { get; set; }

    /// <summary>Ids of all spreadsheets, in order.</summary>
    public IReadOnlyList<string> SpreadsheetIds => [.. _books.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Makes a spreadsheet with one tab `Sheet1` (id 0, 1000 × 26); replaces one of the same id.</summary>
    /// <param name="id">The id that URLs carry.</param>
    /// <param name="title">Its title.</param>
    /// <param name="owner">E-mail of the person who owns it and whom nothing is protected against.</param>
    /// <param name="locale">`en_US`, `ru_RU`, …: decides how typed text is read.</param>
    public void CreateSpreadsheet(string id, string title, string owner, string locale = "en_US")
    {
        lock (_changing)
        {
            var book = new Book(id, title, owner) { Locale = locale };
            book.Tabs.Add(new Tab(0, "Sheet1", 1000, 26, ++_stamp));
            _books[id] = book;
        }
    }

    /// <summary>Shares a spreadsheet; <paramref name="role"/> null takes the share away.</summary>
    /// <exception cref="ArgumentException">There is no such spreadsheet.</exception>
    public void Share(string spreadsheetId, string email, ShareRole? role = ShareRole.Writer) => Person(spreadsheetId, edit =>
    {
        var shares = edit.Book.Shares;
        edit.Book.Shares = role is { } given ? shares.SetItem(email, given) : shares.Remove(email);
        return true;
    });

    /// <summary>Edits as the owner does them in the browser, all or none.</summary>
    /// <exception cref="ArgumentException">No such spreadsheet, or the edit makes no sense: the message says why.</exception>
    public void Do(string spreadsheetId, params IEnumerable<PersonEdit> edits) => Person(spreadsheetId, edit =>
    {
        foreach (var item in edits)
            PersonHand.Do(edit, item);
        return true;
    });

    /// <summary>A tab as a person sees it: rows below the header row, by header.</summary>
    /// <param name="spreadsheetId">Which spreadsheet.</param>
    /// <param name="tab">Title of the tab.</param>
    /// <param name="headerRow">One-based number of the header row.</param>
    /// <exception cref="ArgumentException">No such spreadsheet or tab.</exception>
    public SeenTab See(string spreadsheetId, string tab, int headerRow = 1)
    {
        var book = _books.GetValueOrDefault(spreadsheetId) ?? throw Unknown(spreadsheetId);
        return PersonEyes.See(book, PersonHand.TabOf(book, tab), headerRow);
    }

    /// <summary>Titles of a spreadsheet's tabs, in order.</summary>
    /// <exception cref="ArgumentException">No such spreadsheet.</exception>
    public IReadOnlyList<string> Tabs(string spreadsheetId) =>
        [.. (_books.GetValueOrDefault(spreadsheetId) ?? throw Unknown(spreadsheetId)).Tabs.Select(tab => tab.Title)];

    /// <summary>Forgets every spreadsheet.</summary>
    public void Clear() => _books.Clear();

    /// <summary>The committed state, for reading.</summary>
    internal Book Open(string spreadsheetId, string who)
    {
        var book = _books.GetValueOrDefault(spreadsheetId) ?? throw SheetsRefusal.NotFound();
        return book.RoleOf(who) is null ? throw SheetsRefusal.Forbidden() : book;
    }

    /// <summary>Changes a copy and commits it; a refusal commits nothing.</summary>
    internal T Change<T>(string spreadsheetId, string who, Func<BookEdit, T> change)
    {
        T result;
        lock (_changing)
        {
            if (Open(spreadsheetId, who).RoleOf(who) != ShareRole.Writer)
                throw SheetsRefusal.Forbidden();
            result = Commit(spreadsheetId, who, person: false, change);
        }

        Changed?.Invoke();
        return result;
    }

    /// <summary>The committed state with no question asked, for the simulator's own use.</summary>
    internal Book Peek(string spreadsheetId) => _books.GetValueOrDefault(spreadsheetId) ?? throw Unknown(spreadsheetId);

    /// <summary>The same; null when there is none, as in the middle of a reset.</summary>
    internal Book? Find(string spreadsheetId) => _books.GetValueOrDefault(spreadsheetId);

    /// <summary>Adds a book made by an API caller.</summary>
    internal void Add(Book book)
    {
        lock (_changing)
            _books[book.Id] = book;
    }

    internal T Person<T>(string spreadsheetId, Func<BookEdit, T> change)
    {
        T result;
        lock (_changing)
        {
            var book = _books.GetValueOrDefault(spreadsheetId) ?? throw Unknown(spreadsheetId);
            try
            {
                result = Commit(spreadsheetId, book.Owner, person: true, change);
            }
            catch (SheetsRefusal refusal)
            {
                throw new ArgumentException(refusal.Message, refusal);
            }
        }

        Changed?.Invoke();
        return result;
    }

    private static ArgumentException Unknown(string id) => new($"There is no spreadsheet '{id}'.");

    private T Commit<T>(string id, string who, bool person, Func<BookEdit, T> change)
    {
        var fork = _books[id].Fork(++_stamp);
        var result = change(new BookEdit(fork, who, person, Switches, _time.GetUtcNow().Year));
        _books[id] = fork;
        return result;
    }
}
