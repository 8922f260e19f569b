using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.State;

/// <summary>
/// Which rows of workbooks became leads, so that a row is imported once however often its workbook is. A row is announced before it is
/// sent: one that is found announced and nothing more may or may not be a lead by now.
/// </summary>
public interface IImportLedger
{
    /// <summary>Every entry of the account, in no order.</summary>
    IAsyncEnumerable<ImportEntry> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Saves entries, a hundred to a transaction, each over the version that it was read with (null: it must not be there yet).</summary>
    /// <returns>The same entries in the same order, with their new versions.</returns>
    /// <exception cref="StateConflictException">Another import saved one of them meanwhile, or the answer to a save was lost.</exception>
    Task<IReadOnlyList<ImportEntry>> SaveAsync(IReadOnlyCollection<ImportEntry> entries, CancellationToken cancellationToken);

    /// <summary>Takes back announcements of rows that amoCRM refused; entries that changed meanwhile stay.</summary>
    Task WithdrawAsync(IReadOnlyCollection<ImportEntry> entries, CancellationToken cancellationToken);
}

/// <summary>Names a row by what stands in it, whatever workbook it stands in.</summary>
/// <param name="Fingerprint">A hash of the row's content: letters and digits.</param>
/// <param name="Occurrence">1 for the first row with that content in a workbook, 2 for the second: two equal orders are two orders.</param>
public readonly record struct ImportRowKey(string Fingerprint, int Occurrence);

/// <summary>What is known of one row.</summary>
public sealed record ImportEntry
{
    /// <summary>The row.</summary>
    public required ImportRowKey Key { get; init; }

    /// <summary>When it was announced last, by our clock, to the second.</summary>
    public required DateTimeOffset AnnouncedAt { get; init; }

    /// <summary>The import that announced it: the tag that its lead bears.</summary>
    public required string Batch { get; init; }

    /// <summary>The lead that the row became; null while it is only announced.</summary>
    public LeadId? Lead { get; init; }

    /// <summary>Opaque version; null for an entry that is not stored yet.</summary>
    public string? Version { get; init; }
}
