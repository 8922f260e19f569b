using System.Globalization;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Azure.Data.Tables;

namespace Amo2GSheet.Core.Storage;

/// <summary>What was handled, in Table Storage: one row a lead and status.</summary>
/// <remarks>
/// Nothing deletes old rows yet. A row is of no use after WEBHOOK_DEDUP_TTL_SEC, so they may be swept whenever the table's size
/// matters; until then there is at most one for each stage that a lead ever stood at.
/// </remarks>
internal sealed class TableDedupStore(AzureTables tables, AccountPartition account) : IDedupStore
{
    private readonly TableClient _table = tables.Dedup;

    public async Task<Handled?> FindAsync(LeadId lead, long statusId, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(account.Key, Key(lead, statusId), cancellationToken: cancellationToken);
        return found.HasValue ? Read(found.Value!, lead, statusId) : null;
    }

    public async Task<IReadOnlyList<Handled>> ReadAsync(LeadId lead, CancellationToken cancellationToken)
    {
        // A lead's keys are its own key, a colon, and the status; the semicolon is the character after the colon.
        var (from, to) = ($"{TableKeys.Of(lead)}:", $"{TableKeys.Of(lead)};");
        var handled = new List<Handled>();
        await foreach (var entity in _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {account.Key} and RowKey ge {from} and RowKey lt {to}"), cancellationToken: cancellationToken))
        {
            handled.Add(Read(entity, lead, long.Parse(entity.RowKey.AsSpan(from.Length), CultureInfo.InvariantCulture)));
        }

        return handled;
    }

    public async Task MarkAsync(IReadOnlyCollection<Handled> handled, CancellationToken cancellationToken)
    {
        foreach (var chunk in Newest(handled).Chunk(TableBatch.Largest))
        {
            await _table.SubmitTransactionAsync(
                chunk.Select(one => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Entity(one))), cancellationToken);
        }
    }

    /// <summary>Of several memories of one lead and status, the newest.</summary>
    private static IEnumerable<Handled> Newest(IReadOnlyCollection<Handled> handled) =>
        handled.GroupBy(one => (one.Lead, one.StatusId)).Select(group => group.MaxBy(one => one.ReadAt)!);

    private TableEntity Entity(Handled handled) => new(account.Key, Key(handled.Lead, handled.StatusId))
    {
        ["LastModified"] = TableValues.Seconds(handled.LastModified),
        ["ReadAt"] = handled.ReadAt.ToUniversalTime(),
    };

    private static Handled Read(TableEntity entity, LeadId lead, long statusId) => new(
        lead, statusId, TableValues.Time(entity.GetInt64("LastModified")) ?? default, entity.GetDateTimeOffset("ReadAt") ?? default);

    private static string Key(LeadId lead, long statusId) => string.Create(CultureInfo.InvariantCulture, $"{TableKeys.Of(lead)}:{statusId}");
}
