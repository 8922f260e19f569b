using System.Text.Json;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// What the bases are an agreement with: one spreadsheet, and those of its tabs whose rows have been taken over. And how far the first start
/// has come: until every row that stood in the sheet then has its base, rows without one are taken as they stand; afterwards such a row was
/// typed or pasted by a person (rule 2). One stored value; written only under the pass lease.
/// </summary>
/// <param name="sheet">The sheet that the settings name.</param>
/// <param name="store">Where it is kept.</param>
internal sealed class SheetAgreement(IOrderSheet sheet, ICursorStore store)
{
    /// <summary>The stored value's name.</summary>
    public const string ValueName = "sheet-agreement";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private Cursor? _stored;
    private AgreedSheet _agreed = new();
    private bool _loaded;

    /// <summary>Tabs that were added and are remembered; more than a spreadsheet has.</summary>
    private const int MostTabs = 1_000;

    /// <summary>The spreadsheet that the bases are about; null while nothing was agreed.</summary>
    public string? Spreadsheet => _agreed.Spreadsheet;

    /// <summary>Whether the settings name another spreadsheet than the one that the bases are about.</summary>
    public bool IsForeign => _agreed.Spreadsheet is { } agreed && agreed != sheet.SpreadsheetId;

    /// <summary>The tabs whose rows have been taken over; null when all have.</summary>
    public IReadOnlySet<int>? Tabs => _agreed.Tabs?.ToHashSet();

    /// <summary>Brings it up to date; an undisturbed worker knows it.</summary>
    public async Task LoadAsync(bool undisturbed, CancellationToken cancellationToken)
    {
        if (_loaded && undisturbed)
            return;

        _loaded = false;
        _stored = await store.ReadAsync(ValueName, cancellationToken);
        _agreed = Parse(_stored?.Value);
        _loaded = true;
    }

    /// <summary>Ends a pass before it reads a sheet that the bases are not about.</summary>
    /// <exception cref="SheetMisconfiguredException">It is another spreadsheet: a person has to say that it is meant.</exception>
    public void RefuseForeign()
    {
        if (IsForeign)
        {
            throw new SheetMisconfiguredException(
                $"GOOGLE_SHEET_ID is {sheet.SpreadsheetId}, and what both sides agreed on is about the spreadsheet {Spreadsheet}. Nothing is read or written; "
                + "webhooks are stored. Put the former id back; or, if this spreadsheet is meant, take its rows as they stand: amo2gsheet adopt-sheet.");
        }
    }

    /// <summary>A person says that the sheet of the settings is meant: the next pass takes all its rows as they stand.</summary>
    /// <exception cref="StateConflictException">Another worker moved on in the meantime.</exception>
    public Task AdoptAsync(CancellationToken cancellationToken) => SaveAsync(new AgreedSheet { Spreadsheet = sheet.SpreadsheetId, Tabs = [] }, cancellationToken);

    /// <summary>Whether the rows of a sheet count as there at the first start. Where all bases were lost, a first start begins again.</summary>
    /// <exception cref="StateConflictException">Another worker moved on in the meantime.</exception>
    public async Task<bool> IsFirstStartAsync(int bases, SheetSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (_agreed is { IsComplete: true, HadBases: true } && bases == 0 && snapshot.Leads.Any())
            await SaveAsync(new AgreedSheet { Spreadsheet = sheet.SpreadsheetId }, cancellationToken);
        return !_agreed.IsComplete;
    }

    /// <summary>After a pass that did all it planned: the first start is over when no row waits for its base.</summary>
    /// <param name="gathered">What the pass gathered.</param>
    /// <param name="cancellationToken">Stops the write; the next pass does it.</param>
    /// <exception cref="StateConflictException">Another worker moved on in the meantime.</exception>
    public async Task SettleAsync(Gathered gathered, CancellationToken cancellationToken)
    {
        var planned = gathered.Plan?.Leads ?? [];
        var isWaiting = planned.Any(lead => lead.Case is { Base: null, Rows.Count: > 0 } && !lead.Decision.Decided);
        // What is said about a row on a new tab has to be taken over, or the next pass would take it for an edit.
        var waiting = planned.Where(lead => !lead.Decision.Decided).SelectMany(lead => lead.Case.Rows).Select(row => row.Address.Tab).ToHashSet();
        var tabs = gathered.Snapshot.Tabs.Where(tab => _agreed.Tabs is null || (tab is ReadTab && !waiting.Contains(tab.Id))).Select(tab => tab.Id.Value);
        var now = _agreed with
        {
            Spreadsheet = sheet.SpreadsheetId,
            Tabs = [.. (_agreed.Tabs ?? []).Union(tabs).TakeLast(MostTabs)],
            IsComplete = _agreed.IsComplete || (gathered.Snapshot.IsWhole && !isWaiting),
            HadBases = _agreed.HadBases || gathered.Bases > 0 || planned.Any(lead => lead.Decision.Base is not null),
        };
        if (ToText(now) != _stored?.Value)
            await SaveAsync(now, cancellationToken);
    }

    private async Task SaveAsync(AgreedSheet agreed, CancellationToken cancellationToken)
    {
        var text = ToText(agreed);
        // Until the answer is here nobody knows how it stands: should it be lost, the next pass reads again.
        _loaded = false;
        var written = await store.WriteAsync(ValueName, text, _stored?.Version, cancellationToken) ?? await store.ReadAsync(ValueName, cancellationToken);
        if (written?.Value != text)
            throw new StateConflictException("Another worker changed what is remembered of the sheet.");
        (_stored, _agreed, _loaded) = (written, agreed, true);
    }

    private static string ToText(AgreedSheet agreed) => JsonSerializer.Serialize(agreed, Json);

    /// <summary>What cannot be read counts as a first start: rows are taken as they stand, and nothing is pushed.</summary>
    private static AgreedSheet Parse(string? text)
    {
        try
        {
            return text is null ? new AgreedSheet() : JsonSerializer.Deserialize<AgreedSheet>(text, Json) ?? new AgreedSheet();
        }
        catch (JsonException)
        {
            return new AgreedSheet();
        }
    }
}

/// <summary>What is remembered of the sheet as a whole.</summary>
internal sealed record AgreedSheet
{
    /// <summary>The spreadsheet's id; null where an earlier version stored nothing.</summary>
    public string? Spreadsheet { get; init; }

    /// <summary>The ids of the tabs whose rows have been taken over; null where an earlier version stored nothing: all have.</summary>
    public IReadOnlyList<int>? Tabs { get; init; }

    /// <summary>Every row that stood in the sheet at the first start has its base.</summary>
    public bool IsComplete { get; init; }

    /// <summary>There were bases: a sheet with rows and without any means that they were lost.</summary>
    public bool HadBases { get; init; }
}
