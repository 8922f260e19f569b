namespace Amo2GSheet.Core.Sheets;

/// <summary>The spreadsheet of orders, as the sync needs it. One method is one call to Google, but where it says otherwise.</summary>
public interface IOrderSheet
{
    /// <summary>The id of the spreadsheet that the settings name, whether it is there or not.</summary>
    string SpreadsheetId { get; }

    /// <summary>
    /// Reads header, <c>ID</c>, <c>Заказ №</c> and <c>Статус</c> of all live tabs in one call (the Staff tab rides along when it is due).
    /// One call more when a column moved, when tabs have to be found first or are due to be looked for, or when a tab vanished. A tab whose
    /// header lacks a required column is <see cref="UnreadableTab"/>, with a reason that names the column.
    /// </summary>
    /// <exception cref="SheetUnavailableException">Google did not answer, or refused for now; nothing is known about any tab.</exception>
    /// <exception cref="SheetMisconfiguredException">The spreadsheet, the tab or the rights are not there: a person has to act.</exception>
    Task<SheetSnapshot> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes everything in one atomic call. It is never repeated inside when its effect is unknown. New rows after the very first reading, or
    /// when the last order left its line, cost one reading more before it; so do notes, because people's notes are kept.
    /// </summary>
    /// <param name="write">What to write; must not be empty.</param>
    /// <param name="cancellationToken">Stops the call; the effect is unknown then.</param>
    /// <returns>The edits that Google refused; empty when everything was written.</returns>
    /// <exception cref="SheetUnavailableException">Google did not answer: the write may or may not have taken place.</exception>
    /// <exception cref="SheetMisconfiguredException">The spreadsheet or the rights are gone; nothing was written.</exception>
    Task<IReadOnlyList<RefusedEdit>> WriteAsync(SheetWrite write, CancellationToken cancellationToken);

    /// <summary>Says which tabs are ours by id, whatever people call them. Costs no call; holds from the next read on.</summary>
    void Remember(MonthTabs tabs);

    /// <summary>Lists the tabs anew, in one call; the next read goes by this list.</summary>
    /// <exception cref="SheetUnavailableException">Google did not answer, or refused for now.</exception>
    /// <exception cref="SheetMisconfiguredException">The spreadsheet, its active tab or the rights are not there.</exception>
    Task<TabMap> FindTabsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Archives the active tab and makes a new one in its place, in one atomic call, with the same header row; before it one call reads
    /// that row. Every snapshot taken before is void.
    /// </summary>
    /// <returns>Google's words when it refused and nothing was done: a title or an id is taken, or the tab is protected; null when all was done.</returns>
    /// <exception cref="SheetUnavailableException">Google did not answer: the turn may or may not have taken place.</exception>
    /// <exception cref="SheetMisconfiguredException">The spreadsheet or the rights are gone; nothing was done.</exception>
    Task<string?> TurnAsync(TabTurn turn, CancellationToken cancellationToken);
}

/// <summary>The active tab becomes an archived one, and a new one takes its place and title.</summary>
/// <param name="Active">The tab to archive.</param>
/// <param name="ArchiveTitle">Its title from then on.</param>
/// <param name="NewTab">The id of the tab to make.</param>
public sealed record TabTurn(TabId Active, string ArchiveTitle, TabId NewTab);

/// <summary>Google cannot be reached or refuses for now (quota, 5xx, time-out). Waiting heals it.</summary>
public sealed class SheetUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The spreadsheet cannot be used as it is (not shared, unknown, tab or header missing). A person has to act.</summary>
public sealed class SheetMisconfiguredException(string message, Exception? inner = null) : Exception(message, inner);
