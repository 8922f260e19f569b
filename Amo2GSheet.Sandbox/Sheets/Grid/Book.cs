using System.Collections.Immutable;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>One spreadsheet at one moment. Committed books are never changed; see <see cref="Tab"/>.</summary>
internal sealed class Book(string id, string title, string owner)
{
    public string Id { get; } = id;

    public string Title { get; set; } = title;

    /// <summary>The person who made it: may edit everything, protected ranges too.</summary>
    public string Owner { get; } = owner;

    public string Locale { get; set; } = "en_US";

    public string TimeZone { get; set; } = "Etc/GMT";

    public ImmutableDictionary<string, ShareRole> Shares { get; set; } =
        ImmutableDictionary.Create<string, ShareRole>(StringComparer.OrdinalIgnoreCase);

    public List<Tab> Tabs { get; } = [];

    public ImmutableList<MetadataEntry> Metadata { get; set; } = [];

    /// <summary>Stamp of this copy; rows made by it may be written in place.</summary>
    public long Stamp { get; private init; }

    /// <summary>Ids handed out so far, so that the same calls give the same ids in every run.</summary>
    public int IdsGiven { get; set; }

    public long CellCount => Tabs.Sum(tab => (long)tab.RowCount * tab.ColumnCount);

    public ShareRole? RoleOf(string who) =>
        who.Equals(Owner, StringComparison.OrdinalIgnoreCase) ? ShareRole.Writer
        : Shares.TryGetValue(who, out var role) ? role : null;

    public Book Fork(long stamp)
    {
        var copy = new Book(Id, Title, Owner)
        {
            Stamp = stamp,
            Locale = Locale,
            TimeZone = TimeZone,
            Shares = Shares,
            Metadata = Metadata,
            IdsGiven = IdsGiven,
        };
        copy.Tabs.AddRange(Tabs.Select(tab => tab.Fork(stamp)));
        return copy;
    }

    public Tab? TabById(int sheetId) => Tabs.Find(tab => tab.SheetId == sheetId);

    public Tab? TabByTitle(string title, bool ignoreCase) =>
        Tabs.Find(tab => tab.Title == title)
        ?? (ignoreCase ? Tabs.Find(tab => tab.Title.Equals(title, StringComparison.OrdinalIgnoreCase)) : null);

    /// <summary>A positive id that nothing here has yet.</summary>
    public int NextId(Func<int, bool> taken)
    {
        int id;
        do
        {
            id = 100_000_007 + ++IdsGiven * 7_919;
        }
        while (taken(id));
        return id;
    }
}

/// <summary>What a share lets an e-mail do.</summary>
public enum ShareRole
{
    /// <summary>May read; every write is 403.</summary>
    Reader,

    /// <summary>May read and write.</summary>
    Writer,
}
