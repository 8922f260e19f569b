using System.Globalization;
using System.Runtime.CompilerServices;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Azure;
using Azure.Data.Tables;

namespace Amo2GSheet.Core.Storage;

/// <summary>The import's ledger in Table Storage: one row for each row of a workbook.</summary>
internal sealed class TableImportLedger(AzureTables tables, AccountPartition account) : IImportLedger
{
    private readonly TableClient _table = tables.Imports;

    // Another way of taking fingerprints would get a partition of its own, and could read this one beside it.
    private readonly string _partition = $"{account.Key}-v1";

    public async IAsyncEnumerable<ImportEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entity in _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {_partition}"), cancellationToken: cancellationToken))
        {
            yield return Entry(entity);
        }
    }

    public async Task<IReadOnlyList<ImportEntry>> SaveAsync(IReadOnlyCollection<ImportEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.DistinctBy(entry => entry.Key).Count() != entries.Count)
            throw new ArgumentException("Each row at most once.", nameof(entries));

        var saved = new List<ImportEntry>(entries.Count);
        foreach (var chunk in entries.Chunk(TableBatch.Largest))
        {
            try
            {
                var answers = (await _table.SubmitTransactionAsync(chunk.Select(Saving), cancellationToken)).Value;
                saved.AddRange(chunk.Select((entry, index) => Stored(entry, answers[index].Version())));
            }
            catch (RequestFailedException exception) when (exception.IsConflict())
            {
                throw new StateConflictException("Rows of this workbook were imported by another process in the meantime.", exception);
            }
        }

        return saved;
    }

    public Task WithdrawAsync(IReadOnlyCollection<ImportEntry> entries, CancellationToken cancellationToken) => _table.SendAsync(
        entries.Select(entry => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(_partition, Key(entry.Key)), new ETag(entry.Version ?? throw new ArgumentException("Only a stored row can be withdrawn.", nameof(entries))))),
        cancellationToken);

    private TableTransactionAction Saving(ImportEntry entry)
    {
        var entity = new TableEntity(_partition, Key(entry.Key))
        {
            ["AnnouncedAt"] = TableValues.Seconds(entry.AnnouncedAt),
            ["Batch"] = entry.Batch,
        };
        if (entry.Lead is { } lead)
            entity["Lead"] = lead.Value;
        return entry.Version is null
            ? new TableTransactionAction(TableTransactionActionType.Add, entity)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, new ETag(entry.Version));
    }

    private static ImportEntry Stored(ImportEntry entry, string version) =>
        entry with { AnnouncedAt = TableValues.ToTheSecond(entry.AnnouncedAt), Version = version };

    private static string Key(ImportRowKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.Fingerprint}:{key.Occurrence:D6}");

    private static ImportEntry Entry(TableEntity entity)
    {
        var colon = entity.RowKey.IndexOf(':', StringComparison.Ordinal);
        return new ImportEntry
        {
            Key = new ImportRowKey(entity.RowKey[..colon], int.Parse(entity.RowKey[(colon + 1)..], CultureInfo.InvariantCulture)),
            AnnouncedAt = TableValues.Time(entity.GetInt64("AnnouncedAt")) ?? default,
            Batch = entity.GetString("Batch") ?? "",
            Lead = entity.GetInt64("Lead") is { } lead ? new LeadId(lead) : null,
            Version = entity.ETag.ToString(),
        };
    }
}
