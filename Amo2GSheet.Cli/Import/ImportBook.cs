using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Cli.Import;

/// <summary>A row on its way to amoCRM.</summary>
/// <param name="Number">Its number in the sheet.</param>
/// <param name="Key">Its name in the ledger.</param>
/// <param name="Lead">The lead that it is to become.</param>
internal sealed record ImportRow(int Number, ImportRowKey Key, Core.AmoCrm.NewLead Lead);

/// <summary>What the ledger says about the rows of one workbook, and which leads any row ever became.</summary>
internal sealed class ImportBook
{
    private readonly IImportLedger _ledger;
    private readonly Dictionary<ImportRowKey, ImportEntry> _entries = [];
    private readonly HashSet<LeadId> _claimed = [];

    private ImportBook(IImportLedger ledger) => _ledger = ledger;

    /// <summary>Reads the ledger.</summary>
    public static async Task<ImportBook> ReadAsync(IImportLedger ledger, RowNames names, CancellationToken cancellationToken)
    {
        var book = new ImportBook(ledger);
        await foreach (var entry in ledger.ReadAsync(cancellationToken))
        {
            if (entry.Lead is { } lead)
                book._claimed.Add(lead);
            if (names.Has(entry.Key))
                book._entries[entry.Key] = entry;
        }

        return book;
    }

    /// <summary>Rows of this workbook that were announced and that nothing more is known of.</summary>
    public IReadOnlyList<ImportEntry> Open => [.. _entries.Values.Where(entry => entry.Lead is null)];

    /// <summary>What is known of a row; null when it was never sent.</summary>
    public ImportEntry? Find(ImportRowKey key) => _entries.GetValueOrDefault(key);

    /// <summary>Whether some row became this lead.</summary>
    public bool IsClaimed(LeadId lead) => _claimed.Contains(lead);

    /// <summary>Announces rows, or announces them anew: they are about to be sent.</summary>
    public Task AnnounceAsync(IEnumerable<ImportRow> rows, DateTimeOffset at, CancellationToken cancellationToken) => SaveAsync(
        rows.Select(row => new ImportEntry { Key = row.Key, AnnouncedAt = at, Batch = row.Lead.Tag, Version = Find(row.Key)?.Version }),
        cancellationToken);

    /// <summary>Notes what rows became. Not to be cancelled: amoCRM has the leads.</summary>
    public Task LandAsync(IEnumerable<(ImportRowKey Key, LeadId Lead)> made) =>
        SaveAsync(made.Select(one => _entries[one.Key] with { Lead = one.Lead }), CancellationToken.None);

    /// <summary>Forgets rows that amoCRM refused: they may be put right and sent.</summary>
    public async Task WithdrawAsync(IEnumerable<ImportRow> rows)
    {
        var entries = rows.Select(row => _entries[row.Key]).ToList();
        await _ledger.WithdrawAsync(entries, CancellationToken.None);
        foreach (var entry in entries)
            _entries.Remove(entry.Key);
    }

    private async Task SaveAsync(IEnumerable<ImportEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var saved in await _ledger.SaveAsync([.. entries], cancellationToken))
        {
            _entries[saved.Key] = saved;
            if (saved.Lead is { } lead)
                _claimed.Add(lead);
        }
    }
}
