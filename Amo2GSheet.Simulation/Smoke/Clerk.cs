using System.Globalization;
using System.Text.Json;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Simulation.Smoke;

/// <summary>The people who work in the sheet: the simulator's control API.</summary>
/// <param name="http">The client.</param>
/// <param name="sheets">The simulator.</param>
/// <param name="token">The simulator's control token.</param>
/// <param name="cancellationToken">Ends every request.</param>
internal sealed class Clerk(HttpClient http, Uri sheets, string token, CancellationToken cancellationToken)
{
    private const string OrderTab = $"spreadsheets/{DemoSpreadsheet.Id}/tabs/{DemoSpreadsheet.OrderTab}";

    private readonly ControlCalls _control = new(http, new Uri(sheets, "_control/"), JsonSerializerOptions.Web, cancellationToken, token);

    /// <summary>Types into a cell of a lead's row; in the status column this is a pick from the dropdown.</summary>
    public Task TypeAsync(long lead, string column, string text, string tab = DemoSpreadsheet.OrderTab) => _control.SendAsync(HttpMethod.Post, "edits", new
    {
        edits = new[] { new { @do = "type", tab, find = new Dictionary<string, string> { ["ID"] = Text(lead) }, column, text } },
    });

    /// <summary>Pastes a text into one column of many rows at once.</summary>
    public Task PasteAsync(IEnumerable<long> leads, string column, string text) => _control.SendAsync(HttpMethod.Post, "edits", new
    {
        edits = leads.Select(lead => new { @do = "type", find = new Dictionary<string, string> { ["ID"] = Text(lead) }, column, text, pasted = true }),
    });

    /// <summary>Pastes into a cell of a lead's row, over what the dropdown would allow.</summary>
    public Task PasteAsync(long lead, string column, string text) => EditAsync(
        new { @do = "type", find = new Dictionary<string, string> { [OrderColumns.Id] = Text(lead) }, column, text, pasted = true });

    /// <summary>Sorts the order tab.</summary>
    public Task SortAsync(string column, bool descending) => EditAsync(new { @do = "sort", column, descending });

    /// <summary>Inserts an empty row.</summary>
    public Task InsertRowAsync(int row) => EditAsync(new { @do = "insertRows", row });

    /// <summary>Deletes a lead's row.</summary>
    public Task DeleteRowAsync(long lead) =>
        EditAsync(new { @do = "deleteRows", find = new Dictionary<string, string> { [OrderColumns.Id] = Text(lead) } });

    /// <summary>Something goes wrong with Google from now on.</summary>
    /// <param name="fault">As the control API takes it.</param>
    public Task BreakAsync(object fault) => _control.SendAsync(HttpMethod.Post, "faults", fault);

    /// <summary>Takes all faults away.</summary>
    public Task MendAsync() => _control.SendAsync(HttpMethod.Delete, "faults", new { });

    /// <summary>The order tab as a person sees it.</summary>
    public Task<SeenTab> LookAsync() => _control.GetAsync<SeenTab>(OrderTab);

    /// <summary>Renames a tab.</summary>
    public Task RenameTabAsync(string tab, string title) =>
        _control.SendAsync(HttpMethod.Post, "edits", new { edits = new[] { new { @do = "renameTab", tab, title } } });

    /// <summary>Titles of all tabs, in their order.</summary>
    public async Task<IReadOnlyList<string>> TabsAsync() =>
        (await _control.GetAsync<IReadOnlyList<SeenBook>>("spreadsheets")).Single(book => book.Id == DemoSpreadsheet.Id).Tabs;

    /// <summary>The leads of all rows of the active tab; one that stands there twice comes twice.</summary>
    public async Task<IReadOnlyList<long>> RowsOfAllAsync() =>
    [
        .. (await _control.GetAsync<SeenTab>(OrderTab)).Rows
            .Select(row => long.TryParse(row.Values.GetValueOrDefault("ID"), CultureInfo.InvariantCulture, out var lead) ? lead : 0)
            .Where(lead => lead > 0),
    ];

    /// <summary>All rows of a lead.</summary>
    public async Task<IReadOnlyList<SeenRow>> RowsAsync(long lead) =>
        [.. (await _control.GetAsync<SeenTab>(OrderTab)).Rows.Where(row => row.Values.GetValueOrDefault("ID") == Text(lead))];

    /// <summary>What is wrong with a lead's row, cell by cell; null when there is exactly one and its cells show what is expected.</summary>
    /// <param name="lead">The lead.</param>
    /// <param name="expected">Texts by header; an empty text is an empty cell.</param>
    public async Task<string?> DifferenceAsync(long lead, params (string Header, string Text)[] expected)
    {
        var rows = await RowsAsync(lead);
        if (rows is not [var row])
            return $"lead {lead} has {rows.Count} rows";

        var wrong = expected.Where(cell => row.Values.GetValueOrDefault(cell.Header, "") != cell.Text)
            .Select(cell => $"«{cell.Header}» shows «{row.Values.GetValueOrDefault(cell.Header, "")}», not «{cell.Text}»")
            .ToList();
        return wrong.Count == 0 ? null : $"the row of lead {lead}: {string.Join("; ", wrong)}";
    }

    /// <summary>Requests to the API so far; those of the control API do not count.</summary>
    public async Task<long> CountCallsAsync()
    {
        var counted = await _control.GetAsync<Counted>("counters");
        return counted.Reads + counted.Writes;
    }

    private Task EditAsync(object edit) => _control.SendAsync(HttpMethod.Post, "edits", new { edits = new[] { edit } });

    private static string Text(long lead) => lead.ToString(CultureInfo.InvariantCulture);

    private sealed record Counted(long Reads, long Writes);

    private sealed record SeenBook(string Id, IReadOnlyList<string> Tabs);
}
