using System.Text.Json;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// How far the first start has come: until every row that stood in the sheet then has its base, rows without one are taken as they stand;
/// afterwards such a row was typed or pasted by a person (rule 2). One stored value; written only under the pass lease.
/// </summary>
/// <param name="store">Where it is kept.</param>
internal sealed class SheetAgreement(ICursorStore store)
{
    /// <summary>The stored value's name.</summary>
    public const string ValueName = "sheet-agreement";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private Cursor? _stored;
    private AgreedSheet _agreed = new();
    private bool _loaded;

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

    /// <summary>Whether the rows of a sheet count as there at the first start. Where all bases were lost, a first start begins again.</summary>
    /// <exception cref="StateConflictException">Another worker moved on in the meantime.</exception>
    public async Task<bool> IsFirstStartAsync(int bases, SheetSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (_agreed is { IsComplete: true, HadBases: true } && bases == 0 && snapshot.Leads.Any())
            await SaveAsync(new AgreedSheet(), cancellationToken);
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
        var now = _agreed with
        {
            IsComplete = _agreed.IsComplete || (gathered.Snapshot.IsWhole && !isWaiting),
            HadBases = _agreed.HadBases || gathered.Bases > 0 || planned.Any(lead => lead.Decision.Base is not null),
        };
        if (now != _agreed || _stored is null)
            await SaveAsync(now, cancellationToken);
    }

    private async Task SaveAsync(AgreedSheet agreed, CancellationToken cancellationToken)
    {
        var text = JsonSerializer.Serialize(agreed, Json);
        // Until the answer is here nobody knows how it stands: should it be lost, the next pass reads again.
        _loaded = false;
        var written = await store.WriteAsync(ValueName, text, _stored?.Version, cancellationToken) ?? await store.ReadAsync(ValueName, cancellationToken);
        if (written?.Value != text)
            throw new StateConflictException("Another worker changed what is remembered of the sheet.");
        (_stored, _agreed, _loaded) = (written, agreed, true);
    }

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
    /// <summary>Every row that stood in the sheet at the first start has its base.</summary>
    public bool IsComplete { get; init; }

    /// <summary>There were bases: a sheet with rows and without any means that they were lost.</summary>
    public bool HadBases { get; init; }
}
