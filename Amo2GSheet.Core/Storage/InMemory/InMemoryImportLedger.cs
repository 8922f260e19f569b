using System.Runtime.CompilerServices;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Storage.InMemory;

/// <summary>The import's ledger in memory.</summary>
internal sealed class InMemoryImportLedger : IImportLedger
{
    private readonly InMemoryGate _gate = new();
    private readonly Dictionary<ImportRowKey, ImportEntry> _entries = [];

    public async IAsyncEnumerable<ImportEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var entry in await _gate.Answer(() => _entries.Values.ToList(), cancellationToken))
            yield return entry;
    }

    public Task<IReadOnlyList<ImportEntry>> SaveAsync(IReadOnlyCollection<ImportEntry> entries, CancellationToken cancellationToken) =>
        _gate.Answer<IReadOnlyList<ImportEntry>>(() =>
        {
            ImportRules.RefuseDuplicates(entries);
            var saved = new List<ImportEntry>(entries.Count);
            foreach (var chunk in entries.Chunk(TableBatch.Largest))
            {
                if (chunk.Any(entry => _entries.GetValueOrDefault(entry.Key)?.Version != entry.Version))
                    throw ImportRules.Conflict();
                foreach (var entry in chunk)
                    saved.Add(_entries[entry.Key] = ImportRules.Stored(entry, _gate.NextVersion()));
            }

            return saved;
        }, cancellationToken);

    public Task WithdrawAsync(IReadOnlyCollection<ImportEntry> entries, CancellationToken cancellationToken) =>
        _gate.Answer(() =>
        {
            foreach (var entry in entries.Where(entry => _entries.GetValueOrDefault(entry.Key)?.Version == entry.Version))
                _entries.Remove(entry.Key);
            return true;
        }, cancellationToken);
}
