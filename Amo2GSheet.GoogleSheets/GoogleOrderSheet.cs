using System.Collections.Concurrent;
using Amo2GSheet.Core.Sheets;
using Google;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.GoogleSheets;

/// <summary>
/// The order sheet in Google Sheets. A read is one call and a write is one call, both addressed by tab id. Which tabs there are and where
/// their columns stand is remembered; each answer carries the headers, which tell when to look again. What nothing tells, such as a tab
/// that people made, is looked for now and then. One look at a time: a pass and a comparison of both sides share what is remembered.
/// </summary>
/// <param name="calls">Google.</param>
/// <param name="options">Which tabs.</param>
/// <param name="time">The clock that dates snapshots.</param>
/// <param name="logger">Where changes of the tabs are told.</param>
internal sealed partial class GoogleOrderSheet(
    GoogleCalls calls, IOptions<GoogleSheetOptions> options, TimeProvider time, ILogger<GoogleOrderSheet> logger) : IOrderSheet, IStaffTab, IDisposable
{
    private static readonly TimeSpan TabsInterval = TimeSpan.FromMinutes(30);

    /// <summary>How often a sheet is read again when rows move while it is read.</summary>
    private const int MostRounds = 3;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly TimeSpan _staffInterval = TimeSpan.FromSeconds(options.Value.StaffCacheTtlSec);
    private readonly WatchedColumns _columns = new();
    private readonly CellMeanings _meanings = new();
    private readonly SheetWriter _writer = new(calls, logger);
    private readonly ConcurrentDictionary<int, string> _titles = [];
    private readonly ConcurrentDictionary<TabId, int> _lastLines = [];
    private readonly ConcurrentDictionary<TabId, FreeLines?> _freeLines = [];
    private IReadOnlyList<ListedTab>? _listed;
    private DateTimeOffset _listedAt;
    private DateTimeOffset _askedAt;
    private MonthTabs? _known;
    private TabMap? _tabs;
    private TabId? _active;
    private (StaffList List, DateTimeOffset ReadAt, bool IsOld)? _staff;

    /// <inheritdoc />
    public string SpreadsheetId => options.Value.SpreadsheetId;

    /// <inheritdoc />
    public Task<SheetSnapshot> ReadAsync(CancellationToken cancellationToken) => AloneAsync(() => ReadSheetAsync(cancellationToken), cancellationToken);

    private async Task<SheetSnapshot> ReadSheetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var staffDue = IsStaffDue(now);
        var tabs = IsListDue(now, staffDue) ? await ListTabsAsync(cancellationToken) : Map(_listed!);
        var answer = await ReadTabsAsync(tabs, staffDue, cancellationToken);
        if (answer is null || HasOtherTabs(tabs, answer))
        {
            _columns.Clear();
            _meanings.Clear();
            // A line that is gone from the grid would be refused again.
            _lastLines.Clear();
            tabs = await ListTabsAsync(cancellationToken);
            answer = await ReadTabsAsync(tabs, staffDue, cancellationToken)
                ?? throw new SheetUnavailableException("Google refused to read the tabs that it had listed a moment before.");
        }

        for (var round = 1; !await LearnMeaningsAsync(tabs, staffDue, answer, cancellationToken) && round < MostRounds; round++)
        {
            answer = await ReadTabsAsync(tabs, staffDue, cancellationToken);
            if (answer is null || HasOtherTabs(tabs, answer))
                throw new SheetUnavailableException("The tabs changed while they were read; the next pass reads them again.");
        }

        if (staffDue)
            TakeStaff(tabs, answer, now);
        List<Tab> read = [.. tabs.Live.Select(tab => OrderTabParser.Parse(tab, answer, _meanings))];
        foreach (var tab in read)
        {
            _titles[tab.Id.Value] = tab.Title;
            if (tab is ReadTab { Rows: var rows })
                _lastLines[tab.Id] = rows is [.., var lowest] ? lowest.Address.Index : 0;
            _freeLines[tab.Id] = FreeLines.Find(tab.Id.Value, answer);
        }

        return new SheetSnapshot(_askedAt, read, _staff?.List ?? StaffList.Empty) { Remark = tabs.Remark };
    }

    /// <inheritdoc />
    public Task<StaffList> ReadStaffAsync(CancellationToken cancellationToken) => AloneAsync(() => ReadStaffTabAsync(cancellationToken), cancellationToken);

    private async Task<StaffList> ReadStaffTabAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (IsStaffDue(now))
        {
            var tabs = IsListDue(now, staffDue: true) ? await ListTabsAsync(cancellationToken) : Map(_listed!);
            // A tab that is not there is looked for again with the next question.
            var tab = tabs.Staff ?? throw NoStaff();
            var answer = await ReadColumnsAsync([(tab.Id.Value, WatchedColumns.OfStaff)], cancellationToken)
                ?? throw new SheetUnavailableException("Google refused to read the staff tab.");
            await LearnMeaningsAsync(tabs with { Live = [] }, staffDue: true, answer, cancellationToken);
            TakeStaff(tabs, answer, time.GetUtcNow());
        }

        // Passes go on with the last list; who asks for the staff alone has to hear that it is an old one.
        return _staff is { IsOld: false, List: var list } ? list : throw NoStaff();

        SheetMisconfiguredException NoStaff() =>
            new($"There is no tab «{options.Value.StaffSheetName}» with the columns «{OrderColumns.StaffCode}» and «{WatchedColumns.StaffName}».");
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RefusedEdit>> WriteAsync(SheetWrite write, CancellationToken cancellationToken)
    {
        if (write.Edits.Count == 0)
            throw new ArgumentException("A write has one edit at least.", nameof(write));

        // Known from the reading before, unless that was the first one, or the last order is gone from its line.
        if (write.Edits.OfType<RowAppend>().Any(append => _freeLines.TryGetValue(append.Tab, out var free) && free is null))
            await ReadAsync(cancellationToken);
        var edits = await CellNotes.KeepAsync(calls, write.Edits, cancellationToken);
        var requests = EditRequests.Of(edits, tab => _lastLines.GetValueOrDefault(tab), tab => _freeLines.GetValueOrDefault(tab));
        return await _writer.WriteAsync(requests, cancellationToken);
    }

    /// <inheritdoc />
    public void Remember(MonthTabs tabs) => (_known, _tabs) = (tabs, null);

    /// <inheritdoc />
    public Task<TabMap> FindTabsAsync(CancellationToken cancellationToken) => AloneAsync(() => ListTabsAsync(cancellationToken), cancellationToken);

    private async Task<TabMap> ListTabsAsync(CancellationToken cancellationToken)
    {
        var before = _listed;
        (_listed, _tabs) = (null, null);
        var listed = await calls.ListTabsAsync(cancellationToken);
        var tabs = Map(listed);
        _listed = listed;
        _listedAt = time.GetUtcNow();
        _titles.Clear();
        if (before?.SequenceEqual(listed) != true)
            Log.TabsFound(logger, tabs.Live.Count, tabs.Staff is not null);
        return tabs;
    }

    /// <inheritdoc />
    public Task<string?> TurnAsync(TabTurn turn, CancellationToken cancellationToken) => AloneAsync(() => TurnTabAsync(turn, cancellationToken), cancellationToken);

    private async Task<string?> TurnTabAsync(TabTurn turn, CancellationToken cancellationToken)
    {
        var listed = _listed ?? await calls.ListTabsAsync(cancellationToken);
        // As people see it: a date in it is a text in the new tab.
        var lines = await calls.ReadLinesAsync([new GridPart(turn.Active.Value, null).ToRange()], "FORMATTED_VALUE", cancellationToken);
        string[] old = [.. (lines?.GetValueOrDefault(turn.Active.Value)?.FirstOrDefault() ?? []).Select(CellText.Of)];
        // A header without the columns that the sync needs is not handed on: the new tab shall take orders.
        IReadOnlyList<string> header = new SheetLayout(old).IsUsable ? old : OrderColumns.All;
        var index = Math.Max(0, listed.TakeWhile(tab => tab.Id != turn.Active).Count());
        (_listed, _tabs) = (null, null);
        try
        {
            await calls.UpdateAsync(
                [
                    OrderTabRequests.Rename(turn.Active, turn.ArchiveTitle),
                    .. OrderTabRequests.NewOrderTab(turn.NewTab, options.Value.WorksheetName, index, header),
                ],
                cancellationToken);
        }
        catch (GoogleApiException refusal)
        {
            return GoogleFailure.WordsOf(refusal);
        }

        // What the call made is known, so that nothing has to be looked for again.
        var active = new ListedTab(turn.NewTab, options.Value.WorksheetName);
        _listed = [.. listed.SelectMany<ListedTab, ListedTab>(tab => tab.Id == turn.Active ? [active, tab with { Title = turn.ArchiveTitle }] : [tab])];
        _titles[turn.Active.Value] = turn.ArchiveTitle;
        _columns.Learn(turn.NewTab.Value, header, OrderColumns.Required);
        _lastLines[turn.NewTab] = 0;
        return null;
    }

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();

    private async Task<T> AloneAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            _gate.Release();
        }
    }

    private bool IsStaffDue(DateTimeOffset now) => _staff is not { } last || now - last.ReadAt >= _staffInterval;

    private bool IsListDue(DateTimeOffset now, bool staffDue) =>
        _listed is not { } listed || now - _listedAt >= TabsInterval || (staffDue && Map(listed) is { } map && (map.Staff is null || map.Remark is not null));

    private TabMap Map(IReadOnlyList<ListedTab> listed)
    {
        _tabs ??= TabMap.Find(listed, options.Value.Titles, _known, _active);
        _active = _tabs.Active.Id;
        return _tabs;
    }

    /// <summary>Reads all tabs at one moment: when a column moved, all of them are read again. Null when Google refuses.</summary>
    private async Task<GridAnswer?> ReadTabsAsync(TabMap tabs, bool staffDue, CancellationToken cancellationToken)
    {
        List<(int Id, IReadOnlyList<string> Columns)> wanted = [.. tabs.Live.Select(tab => (tab.Id.Value, OrderColumns.Required))];
        if (staffDue && tabs.Staff is { } staff)
            wanted.Add((staff.Id.Value, WatchedColumns.OfStaff));
        return await ReadColumnsAsync(wanted, cancellationToken);
    }

    /// <summary>Looks at the cells whose values leave open what they mean, in one call; in none when there is no such cell that was not seen before.</summary>
    /// <returns>False when a cell does not hold what was read before: read again, once more or a few times.</returns>
    private async Task<bool> LearnMeaningsAsync(TabMap tabs, bool staffDue, GridAnswer answer, CancellationToken cancellationToken)
    {
        var columns = tabs.Live.SelectMany(tab => ColumnsOf(tab, OrderColumns.Required, column => column == OrderColumns.Id ? ColumnUse.Ids : ColumnUse.Entries));
        if (staffDue && tabs.Staff is { } staff)
            columns = columns.Concat(ColumnsOf(staff, WatchedColumns.OfStaff, _ => ColumnUse.Names));
        var open = columns.Select(column => (column.Part, column.Use, Range: _meanings.Open(column.Part, answer.ValuesOf(column.Part) ?? [], column.Use)))
            .Where(column => column.Range is not null).ToDictionary(column => column.Part);
        if (open.Count == 0)
            return true;

        var seen = await calls.ReadCellsAsync(open.Values.Select(column => column.Range!), cancellationToken);
        var cells = (seen ?? []).SelectMany(tab => tab.Data ?? [], (tab, data) => (Part: new GridPart(tab.Properties?.SheetId ?? 0, data.StartColumn ?? 0), Data: data))
            .DistinctBy(column => column.Part).ToDictionary(column => column.Part, column => column.Data);
        var isSettled = true;
        foreach (var (part, column) in open)
            isSettled &= _meanings.Learn(part, answer.ValuesOf(part)!, column.Use, cells.GetValueOrDefault(part));
        return isSettled;

        IEnumerable<(GridPart Part, ColumnUse Use)> ColumnsOf(ListedTab tab, IEnumerable<string> names, Func<string, ColumnUse> use)
        {
            if (answer.HeaderOf(tab.Id.Value) is not { } header)
                yield break;
            var layout = new SheetLayout(header);
            foreach (var name in names)
            {
                if (layout.IndexOf(name) is { } column)
                    yield return (new GridPart(tab.Id.Value, column), use(name));
            }
        }
    }

    private async Task<GridAnswer?> ReadColumnsAsync(IReadOnlyList<(int Id, IReadOnlyList<string> Columns)> wanted, CancellationToken cancellationToken)
    {
        var answer = await ReadOnceAsync();
        return answer is not null && Moved(answer) ? await ReadOnceAsync() : answer;

        Task<GridAnswer?> ReadOnceAsync()
        {
            // An answer is as old as its question: whoever stands still before it arrives must not take it for fresh.
            _askedAt = time.GetUtcNow();
            return calls.ReadAsync(wanted.SelectMany(tab => _columns.PartsOf(tab.Id)).Concat(Tails()), cancellationToken);
        }

        // Cells below the last order of the tab that takes new ones: few, unless people keep some there.
        IEnumerable<GridPart> Tails() => wanted.Where(tab => tab.Id == _active?.Value && _lastLines.ContainsKey(new TabId(tab.Id)))
            .Select(tab => new GridPart(tab.Id, null, _lastLines[new TabId(tab.Id)]));

        bool Moved(GridAnswer answer)
        {
            // Every header is learnt, so no short cut at the first that moved.
            var moved = false;
            foreach (var (id, columns) in wanted)
                moved |= answer.HeaderOf(id) is { } header && _columns.Learn(id, header, columns);
            return moved;
        }
    }

    /// <summary>A tab is missing in the answer, or bears another title: at the turn of a month the active tab becomes an archived one.</summary>
    private bool HasOtherTabs(TabMap tabs, GridAnswer answer) => tabs.Live.Any(tab =>
        answer.HeaderOf(tab.Id.Value) is null
        || (answer.TitleOf(tab.Id.Value) is { } title && title != _titles.GetValueOrDefault(tab.Id.Value, tab.Title)));

    private void TakeStaff(TabMap tabs, GridAnswer answer, DateTimeOffset now)
    {
        var list = tabs.Staff is { } tab ? OrderTabParser.ParseStaff(tab, answer, _meanings) : null;
        if (list is null)
            Log.NoStaff(logger, options.Value.StaffSheetName, OrderColumns.StaffCode, WatchedColumns.StaffName);
        _staff = (list ?? _staff?.List ?? StaffList.Empty, now, IsOld: list is null);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Found {Live} order tabs; staff tab: {Staff}")]
        public static partial void TabsFound(ILogger logger, int live, bool staff);

        [LoggerMessage(2, LogLevel.Warning,
            "The staff list could not be read: tab «{Tab}» with the columns «{Code}» and «{Name}» is not there; the last one read stays")]
        public static partial void NoStaff(ILogger logger, string tab, string code, string name);
    }
}
