using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// Archives the active tab when its month is over, before a pass reads the sheet and under its lease. The turn is announced in a cursor,
/// made in one atomic call with a tab id that tells the month, and looked for before it is made again: a crash at any point, a lost
/// answer or a second worker ends in one new tab.
/// </summary>
/// <param name="sheet">The sheet.</param>
/// <param name="cursors">Where it is remembered which tab holds which month.</param>
/// <param name="amo">Asked for the account's time zone when the settings name none.</param>
/// <param name="display">In which zone months turn.</param>
/// <param name="options">How long a tab takes new rows.</param>
/// <param name="time">Our clock.</param>
/// <param name="logger">Takes which tab became what.</param>
internal sealed partial class MonthTurn(
    IOrderSheet sheet, ICursorStore cursors, IAmoCrm amo, IOptions<DisplayOptions> display, IOptions<MonthTabsOptions> options, TimeProvider time,
    ILogger<MonthTurn> logger)
{
    private const string CursorName = "active-month";
    private const int MostTries = 3;
    private static readonly TimeSpan RefusalRest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ZoneRest = TimeSpan.FromMinutes(1);

    private bool _loaded;
    private Cursor? _cursor;
    private MonthTabs? _known;
    private TabPeriod? _now;
    private TimeZoneInfo? _zone;
    private DateTimeOffset _askZoneAt = DateTimeOffset.MinValue;
    private DateTimeOffset _turnAt = DateTimeOffset.MinValue;

    /// <summary>Why the month's tab could not be archived, a sentence for the operator; null when nothing is wrong.</summary>
    public string? Remark { get; private set; }

    /// <summary>Archives the active tab when it is due. An idle call costs nothing: the cursor is read at start and when a period ends.</summary>
    /// <exception cref="SheetUnavailableException">Google did not answer: the next pass finds out what was done.</exception>
    /// <exception cref="SheetMisconfiguredException">There is no active tab, or no spreadsheet.</exception>
    /// <exception cref="StateConflictException">Another worker moved on meanwhile.</exception>
    public async Task TurnAsync(CancellationToken cancellationToken)
    {
        // While nothing is remembered another worker may be the first to remember: this one must not go on by the title alone.
        if (!_loaded || _cursor is null)
            await LoadAsync(cancellationToken);
        _now = await PeriodNowAsync(cancellationToken);
        if (_now is not { } now || _known is not { } known || (known.Next is null && !known.IsDue(now)) || time.GetUtcNow() < _turnAt)
            return;

        // Another worker may have turned the tab since we read the cursor.
        await LoadAsync(cancellationToken);
        for (var tries = 0; _known is { } latest && (latest.Next is not null || latest.IsDue(now)); tries++)
        {
            if (await TryTurnAsync(latest, now, cancellationToken) is not { } words)
                continue;
            if (tries < MostTries - 1)
                continue;
            _turnAt = time.GetUtcNow() + RefusalRest;
            Remark = $"The tab of {latest.Period.Title} could not be archived, new orders still go to it: Google refused ({words}). "
                + "See that the tab is not protected against the service account; it is tried again every five minutes.";
            Log.Refused(logger, latest.Active.Title, latest.Period.Title, words);
            return;
        }

        Remark = null;
    }

    /// <summary>Tells the sheet which tabs are ours, unless a pass of this process did: for one who only looks, where another worker runs the passes.</summary>
    public async Task RecallAsync(CancellationToken cancellationToken)
    {
        if (_now is null)
            await LoadAsync(cancellationToken);
    }

    /// <summary>Takes over what a read shows: the first tab ever, one that people put in the active one's place, titles, tabs that are gone.</summary>
    public async Task SettleAsync(SheetSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (_now is not { } now || (_known is null && _cursor is not null))
            return;

        var seen = _known?.SeenIn(snapshot, now)
            ?? new MonthTabs { Period = now, Active = new RememberedTab(snapshot.Active.Id, snapshot.Active.Title) };
        if (seen.Equals(_known))
            return;
        foreach (var gone in seen.Archived.Where(tab => tab.Gone && _known?.Ours.Any(known => known.Id == tab.Id && known.Gone) != true))
            Log.Gone(logger, gone.Title);
        await SaveAsync(seen, cancellationToken);
    }

    /// <summary>One step towards the turn: looks whether it was made, makes it, or takes over what people did.</summary>
    /// <returns>Google's words when it refused; null otherwise.</returns>
    private async Task<string?> TryTurnAsync(MonthTabs known, TabPeriod now, CancellationToken cancellationToken)
    {
        var tabs = await sheet.FindTabsAsync(cancellationToken);
        if (known.Next is { } announced && tabs.Find(announced.Tab) is { } made)
        {
            await FinishAsync(known, announced.Period, made, tabs, cancellationToken);
            return null;
        }

        if (!known.IsDue(now))
        {
            await SaveAsync(known with { Next = null }, cancellationToken);
            return null;
        }

        // Somebody put another tab into the active one's place: that is the turn.
        if (tabs.Active.Id != known.Active.Id)
        {
            await FinishAsync(known, now, tabs.Active, tabs, cancellationToken);
            return null;
        }

        var next = new AnnouncedTurn(now, FreeId(now.NewTab, tabs));
        if (known.Next != next)
            await SaveAsync(known = known with { Next = next }, cancellationToken);

        var title = known.Period.FreeTitle([.. tabs.All.Where(tab => tab != tabs.Active).Select(tab => tab.Title)]);
        if (await sheet.TurnAsync(new TabTurn(tabs.Active.Id, title, next.Tab), cancellationToken) is { } words)
            return words;

        await FinishAsync(known, now, new ListedTab(next.Tab, tabs.Active.Title), tabs, cancellationToken, title);
        return null;
    }

    private async Task FinishAsync(
        MonthTabs known, TabPeriod period, ListedTab active, TabMap tabs, CancellationToken cancellationToken, string? title = null)
    {
        List<ListedTab> all = [.. tabs.All.Select(tab => title is not null && tab.Id == known.Active.Id ? tab with { Title = title } : tab)];
        await SaveAsync(known.Turned(period, active, all), cancellationToken);
        Log.Turned(logger, known.Active.Title, title ?? all.Find(tab => tab.Id == known.Active.Id)?.Title ?? "(deleted)", period.Title, active.Id.Value);
    }

    private static TabId FreeId(TabId wanted, TabMap tabs)
    {
        while (tabs.Find(wanted) is not null)
            wanted = new TabId(wanted.Value + 1);
        return wanted;
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        _cursor = await cursors.ReadAsync(CursorName, cancellationToken);
        _known = _cursor is null ? null : MonthTabs.Parse(_cursor.Value);
        _loaded = true;
        if (_known is not null)
        {
            sheet.Remember(_known);
        }
        else if (_cursor is not null)
        {
            Remark = $"What is remembered of month tabs cannot be read, so no tab is archived: delete the row «{CursorName}» of the table "
                + "«cursors», and the present tab counts as that of the present month.";
        }
    }

    private async Task SaveAsync(MonthTabs tabs, CancellationToken cancellationToken)
    {
        if (await cursors.WriteAsync(CursorName, tabs.ToText(), _cursor?.Version, cancellationToken) is not { } saved)
        {
            _loaded = false;
            throw new StateConflictException("Another worker changed what is remembered of month tabs.");
        }

        (_cursor, _known) = (saved, tabs);
        sheet.Remember(tabs);
    }

    /// <summary>The present period; null while the account's zone is needed and amoCRM cannot be asked.</summary>
    private async Task<TabPeriod?> PeriodNowAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_zone is null && display.Value.IsSet)
            _zone = display.Value.Zone(null);
        if (_zone is null && _known is { } known && At(TimeSpan.FromHours(-14)) == known.Period && At(TimeSpan.FromHours(14)) == known.Period)
            return known.Period;
        if (_zone is null && now >= _askZoneAt)
        {
            try
            {
                _zone = display.Value.Zone((await amo.ReadAccountAsync(fresh: false, cancellationToken)).TimeZone);
            }
            catch (Exception unavailable) when (unavailable is AmoUnavailableException or AmoUnauthorizedException)
            {
                _askZoneAt = now + ZoneRest;
                Log.NoZone(logger, unavailable.Message);
            }
        }

        return _zone is null ? null : TabPeriod.Of(TimeZoneInfo.ConvertTime(now, _zone), options.Value.Interval);

        TabPeriod At(TimeSpan offset) => TabPeriod.Of(now.ToOffset(offset), options.Value.Interval);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The tab «{Before}» is archived as «{Archived}»; new orders of {Period} go to the tab with id {Tab}")]
        public static partial void Turned(ILogger logger, string before, string archived, string period, int tab);

        [LoggerMessage(2, LogLevel.Warning, "The tab «{Tab}» could not be archived as that of {Period}; new orders still go to it. Google refused: {Why}")]
        public static partial void Refused(ILogger logger, string tab, string period, string why);

        [LoggerMessage(3, LogLevel.Warning, "The tab «{Tab}» was deleted. Its rows are gone from the sheet; their leads are left alone, and come back with it")]
        public static partial void Gone(ILogger logger, string tab);

        [LoggerMessage(4, LogLevel.Information, "When months turn is not known yet: the account's time zone cannot be asked for. Set DISPLAY_TIME_ZONE to do without. {Why}")]
        public static partial void NoZone(ILogger logger, string why);
    }
}
