using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amo2GSheet.Core.Sheets;

/// <summary>An order tab that is remembered by its id, so that people may rename and move it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title when last seen; for people's eyes only.</param>
/// <param name="Gone">It was deleted, which has been told. It may come back: deleting can be undone.</param>
public sealed record RememberedTab(TabId Id, string Title, bool Gone = false);

/// <summary>A turn that was announced before it was made: found open, the tab's presence tells whether it took place.</summary>
/// <param name="Period">The period of the new tab.</param>
/// <param name="Tab">The id of the new tab.</param>
public sealed record AnnouncedTurn(TabPeriod Period, TabId Tab);

/// <summary>Which tab holds which period, by id: what the service remembers between passes and processes.</summary>
public sealed record MonthTabs
{
    private const int LongestText = 30_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // Stored, never put into a page; escaped Cyrillic would take six times the room.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    /// <summary>The period whose rows the active tab holds.</summary>
    public required TabPeriod Period { get; init; }

    /// <summary>The tab that takes new rows.</summary>
    public required RememberedTab Active { get; init; }

    /// <summary>The tabs that were active before, the newest first.</summary>
    public IReadOnlyList<RememberedTab> Archived { get; init; } = [];

    /// <summary>A turn that is under way; null when none is.</summary>
    public AnnouncedTurn? Next { get; init; }

    /// <summary>All of them, the active one first.</summary>
    public IEnumerable<RememberedTab> Ours => [Active, .. Archived];

    /// <summary>Whether the active tab has to be archived. A clock that goes back, or a zone that is set otherwise, does nothing.</summary>
    /// <param name="now">The present period.</param>
    public bool IsDue(TabPeriod now) => now.Start > Period.Start;

    /// <summary>The state after a turn.</summary>
    /// <param name="period">The period of the new active tab.</param>
    /// <param name="active">The new active tab.</param>
    /// <param name="all">All tabs as they are now.</param>
    public MonthTabs Turned(TabPeriod period, ListedTab active, IReadOnlyList<ListedTab> all) =>
        (this with { Period = period, Next = null }).With(active.Id, active.Title, id => all.FirstOrDefault(tab => tab.Id == id)?.Title);

    /// <summary>The state as a read shows it: titles as they are now, tabs that are gone, and an active tab that people replaced.</summary>
    /// <param name="snapshot">The read.</param>
    /// <param name="now">The present period: an hour's tab becomes the month's when the interval was set to months.</param>
    public MonthTabs SeenIn(SheetSnapshot snapshot, TabPeriod now)
    {
        var seen = With(snapshot.Active.Id, snapshot.Active.Title, id => snapshot.Find(id)?.Title);
        return now.Interval != Period.Interval && now.Holds(Period) ? seen with { Period = now } : seen;
    }

    private MonthTabs With(TabId active, string title, Func<TabId, string?> titleOf) => this with
    {
        Active = new RememberedTab(active, title),
        Archived = [.. Ours.Where(tab => tab.Id != active).Select(tab => titleOf(tab.Id) is { } now
            ? new RememberedTab(tab.Id, now)
            : tab with { Gone = true })],
    };

    /// <summary>Whether another state says the same; lists are compared by what they hold.</summary>
    public bool Equals(MonthTabs? other) =>
        other is not null && Period == other.Period && Active == other.Active && Next == other.Next && Archived.SequenceEqual(other.Archived);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Period, Active, Next, Archived.Count);

    /// <summary>The state as a cursor's value. Beyond what a cursor holds, the oldest tabs are left out.</summary>
    public string ToText()
    {
        var archived = Archived.ToList();
        while (true)
        {
            var text = JsonSerializer.Serialize(
                new Stored(Period.ToString(), Pack(Active), [.. archived.Select(Pack)], Next is null ? null : new StoredTurn(Next.Period.ToString(), Next.Tab.Value)),
                Json);
            if (text.Length <= LongestText || archived.Count == 0)
                return text;
            archived.RemoveAt(archived.FindLastIndex(tab => tab.Gone) is var gone and >= 0 ? gone : archived.Count - 1);
        }
    }

    /// <summary>Reads a cursor's value; null when it is none of ours.</summary>
    public static MonthTabs? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Stored>(text, Json) is { Active: { } active } stored && TabPeriod.TryParse(stored.Period, out var period)
                ? new MonthTabs
                {
                    Period = period,
                    Active = Unpack(active),
                    Archived = [.. (stored.Archived ?? []).Select(Unpack)],
                    Next = stored.Next is { } next && TabPeriod.TryParse(next.Period, out var coming) ? new AnnouncedTurn(coming, new TabId(next.Tab)) : null,
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static StoredTab Pack(RememberedTab tab) => new(tab.Id.Value, tab.Title, tab.Gone);

    private static RememberedTab Unpack(StoredTab tab) => new(new TabId(tab.Tab), tab.Title, tab.Gone);

    private sealed record StoredTab(int Tab, string Title, bool Gone);

    private sealed record StoredTurn(string Period, int Tab);

    private sealed record Stored(string Period, StoredTab Active, IReadOnlyList<StoredTab> Archived, StoredTurn? Next);
}
