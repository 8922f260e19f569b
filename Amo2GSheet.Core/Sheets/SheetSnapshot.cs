using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.Sheets;

/// <summary>The id of a tab (Google's <c>sheetId</c>). It survives renaming and moving; a title does not.</summary>
/// <param name="Value">Google's number; 0 is a valid one.</param>
public readonly record struct TabId(int Value);

/// <summary>A line of a tab at the time of reading. It is an address for the next second, not an identity.</summary>
/// <param name="Tab">The tab.</param>
/// <param name="Index">Zero-based index of the line; the header is 0.</param>
public readonly record struct RowAddress(TabId Tab, int Index);

/// <summary>One line of an order tab that has a lead's id in its <c>ID</c> cell.</summary>
/// <param name="Lead">The lead.</param>
/// <param name="Address">Where the line stood.</param>
/// <param name="OrderNumber">The order number's text, trimmed; empty when blank.</param>
/// <param name="Status">The status's text, trimmed; empty when blank.</param>
public sealed record Row(LeadId Lead, RowAddress Address, string OrderNumber, string Status)
{
    /// <summary>As <see cref="CellText.Bounded"/>.</summary>
    public string OrderNumber { get; init => field = CellText.Bounded(value); } = CellText.Bounded(OrderNumber);

    /// <summary>As <see cref="CellText.Bounded"/>.</summary>
    public string Status { get; init => field = CellText.Bounded(value); } = CellText.Bounded(Status);

    /// <summary>False when the order number cell holds an error, a ticked box or a text that is too long: what it shows is no order number.</summary>
    public bool HasNumber { get; init => field = value && _isNumberWhole; } = OrderNumber.Length <= CellText.LongestKept;

    private readonly bool _isNumberWhole = OrderNumber.Length <= CellText.LongestKept;

    /// <summary>False when it is not known for sure what one of the three cells holds (<see cref="CellKind.Unclear"/>).</summary>
    public bool IsClear { get; init; } = true;

    /// <summary>What the status cell shows when that is a text of ours in the wrong row; <see cref="Status"/> is then what it said before. Null otherwise.</summary>
    public string? Stray { get; init; }

    /// <summary>What the status cell shows.</summary>
    public string Shown => Stray ?? Status;
}

/// <summary>A tab of the snapshot: read, or not readable. There is no third, «empty because it failed».</summary>
/// <param name="Id">The tab's id.</param>
/// <param name="Title">Its title now; for people's eyes only.</param>
public abstract record Tab(TabId Id, string Title);

/// <summary>A tab that was read whole.</summary>
/// <param name="Id">The tab's id.</param>
/// <param name="Title">Its title now.</param>
/// <param name="Layout">Where its columns stand.</param>
/// <param name="Rows">Its rows from top to bottom; lines without a lead's id are not rows.</param>
public sealed record ReadTab(TabId Id, string Title, SheetLayout Layout, IReadOnlyList<Row> Rows) : Tab(Id, Title)
{
    /// <summary>Lines with a status or an order number whose <c>ID</c> cell holds something that is no lead's id: any of them may be a row that is missed.</summary>
    public IReadOnlyList<UnreadableLine> UnreadableLines { get; init; } = [];
}

/// <summary>A line whose <c>ID</c> cell holds something that is no lead's id.</summary>
/// <param name="Address">Where the line stood.</param>
/// <param name="Text">What the cell shows.</param>
public sealed record UnreadableLine(RowAddress Address, string Text);

/// <summary>A tab that exists and could not be read: nothing may be concluded about its rows.</summary>
/// <param name="Id">The tab's id.</param>
/// <param name="Title">Its title when last seen.</param>
/// <param name="Reason">Why, in a sentence for the operator.</param>
public sealed record UnreadableTab(TabId Id, string Title, string Reason) : Tab(Id, Title);

/// <summary>All live order tabs as they stood at one moment, read in one call.</summary>
public sealed class SheetSnapshot
{
    private readonly Dictionary<LeadId, List<Row>> _rows = [];

    /// <summary>Puts the tabs of one read together.</summary>
    /// <param name="takenAt">When the answer came.</param>
    /// <param name="tabs">The live tabs, the active one first.</param>
    /// <param name="staff">The staff list as last read.</param>
    public SheetSnapshot(DateTimeOffset takenAt, IReadOnlyList<Tab> tabs, StaffList staff)
    {
        if (tabs.Count == 0)
            throw new ArgumentException("A snapshot has the active tab at least.", nameof(tabs));

        TakenAt = takenAt;
        Tabs = tabs;
        Staff = staff;
        foreach (var row in tabs.OfType<ReadTab>().SelectMany(tab => tab.Rows))
        {
            if (!_rows.TryGetValue(row.Lead, out var rows))
                _rows[row.Lead] = rows = new List<Row>(1);
            rows.Add(row);
        }
    }

    /// <summary>When the answer came.</summary>
    public DateTimeOffset TakenAt { get; }

    /// <summary>The live tabs, the active one (which takes new rows) first.</summary>
    public IReadOnlyList<Tab> Tabs { get; }

    /// <summary>Who works under which code.</summary>
    public StaffList Staff { get; }

    /// <summary>A sentence for the operator about how tabs are called; null when all is well.</summary>
    public string? Remark { get; init; }

    /// <summary>The tab that takes new rows.</summary>
    public Tab Active => Tabs[0];

    /// <summary>True when every live tab was read, so that a row that is not here is gone.</summary>
    public bool IsWhole => Tabs.All(tab => tab is ReadTab);

    /// <summary>The leads that have a row.</summary>
    public IEnumerable<LeadId> Leads => _rows.Keys;

    /// <summary>The lines that bear the lead's id, the topmost of the first tab first; empty when there is none.</summary>
    public IReadOnlyList<Row> RowsOf(LeadId lead) => _rows.TryGetValue(lead, out var rows) ? rows : [];

    /// <summary>The tab with this id, or null when no live tab has it.</summary>
    public Tab? Find(TabId id) => Tabs.FirstOrDefault(tab => tab.Id == id);
}
