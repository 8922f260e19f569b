using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Azure;
using Azure.Data.Tables;

namespace Amo2GSheet.Core.Storage;

/// <summary>The inbox in Table Storage: one row a lead, its version the ETag, which every bell renews.</summary>
/// <remarks>A read scans the whole inbox, a thousand rows to a call, because the table knows no order but the lead's id.</remarks>
internal sealed class TableInboxStore(AzureTables tables, AccountPartition account) : IInboxStore
{
    private const int AtOnce = 8;

    private const int LongestReason = 1_000;

    // Each lost round is another bell's success, so this many bells of one lead would have to ring within one call.
    private const int Rounds = 40;

    private readonly TableClient _table = tables.Inbox;

    public async Task PutAsync(IReadOnlyCollection<LeadBell> bells, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entries = bells.GroupBy(bell => bell.Lead)
            .Select(ofLead => ofLead.Select(bell => InboxEntry.Of(bell, now)).Aggregate((entry, later) => entry.Merge(later)));
        foreach (var chunk in entries.Chunk(TableBatch.Largest))
        {
            if (chunk.Length > AtOnce && await AddAllAsync(chunk, cancellationToken))
                continue;
            await BoundedConcurrency.ForEachAsync(chunk, AtOnce, entry => PutAsync(entry, cancellationToken), cancellationToken);
        }
    }

    public async Task<IReadOnlyList<InboxEntry>> ReadAsync(int max, CancellationToken cancellationToken)
    {
        var entries = new List<InboxEntry>();
        await foreach (var entity in _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {account.Key}"), cancellationToken: cancellationToken))
        {
            entries.Add(Read(entity));
        }

        // Fewest attempts first, among them the longest waiting.
        return [.. entries.OrderBy(entry => entry.Attempts).ThenBy(entry => entry.FirstSeen).ThenBy(entry => entry.Lead).Take(max)];
    }

    public async Task<int> CompleteAsync(IReadOnlyCollection<InboxEntry> entries, CancellationToken cancellationToken)
    {
        var takenOut = await _table.SendAsync(
            entries.DistinctBy(entry => entry.Lead).Select(entry => new TableTransactionAction(
                TableTransactionActionType.Delete, new TableEntity(account.Key, TableKeys.Of(entry.Lead)), new ETag(entry.Version))),
            cancellationToken);

        // An entry that is gone already did not stay.
        return takenOut.Count(status => status != 404);
    }

    public Task PostponeAsync(IReadOnlyCollection<Postponement> entries, CancellationToken cancellationToken) => _table.SendAsync(
        entries.DistinctBy(postponed => postponed.Entry.Lead).Select(postponed => new TableTransactionAction(
            TableTransactionActionType.UpdateMerge, Postponed(postponed), new ETag(postponed.Entry.Version))),
        cancellationToken);

    private TableEntity Postponed(Postponement postponed)
    {
        var entity = new TableEntity(account.Key, TableKeys.Of(postponed.Entry.Lead))
        {
            ["Attempts"] = postponed.Entry.Attempts + 1,
            ["LastError"] = TableValues.Cut(postponed.Reason, LongestReason),
            ["Refused"] = postponed.IsRefused,
        };
        // A merge leaves what it does not name: a moment before is over by now.
        if (postponed.NotBefore is { } time)
            entity["NotBefore"] = time.ToUniversalTime();
        return entity;
    }

    /// <summary>Adds the entries of a bulk change at once; false, and nothing added, when one of the leads waits already.</summary>
    private async Task<bool> AddAllAsync(InboxEntry[] entries, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitTransactionAsync(
                entries.Select(entry => new TableTransactionAction(TableTransactionActionType.Add, Entity(entry))), cancellationToken);
            return true;
        }
        catch (TableTransactionFailedException exception) when (exception.IsConflict())
        {
            return false;
        }
    }

    private async Task PutAsync(InboxEntry entry, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            try
            {
                // A new lead is the common case and costs one call.
                if (round == 0 || await FindAsync(entry.Lead, cancellationToken) is not { } waiting)
                    await _table.AddEntityAsync(Entity(entry), cancellationToken);
                else
                    await _table.UpdateEntityAsync(
                        Entity(waiting.Merge(entry)), new ETag(waiting.Version), TableUpdateMode.Replace, cancellationToken);
                return;
            }
            catch (RequestFailedException exception) when (exception.IsConflict())
            {
                // Another bell, or the pass that completed the entry, was faster: look again.
            }
        }

        throw new StateConflictException($"The inbox entry of lead {entry.Lead} changed {Rounds} times while a bell was to be stored.");
    }

    public async Task<InboxEntry?> FindAsync(LeadId lead, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(account.Key, TableKeys.Of(lead), cancellationToken: cancellationToken);
        return found.HasValue ? Read(found.Value!) : null;
    }

    private TableEntity Entity(InboxEntry entry)
    {
        var entity = new TableEntity(account.Key, TableKeys.Of(entry.Lead))
        {
            ["FirstSeen"] = entry.FirstSeen.ToUniversalTime(),
            ["LastSeen"] = entry.LastSeen.ToUniversalTime(),
            ["Deleted"] = entry.Deleted,
            ["Attempts"] = entry.Attempts,
        };
        if (TableValues.Seconds(entry.LastModified) is { } seconds)
            entity["LastModified"] = seconds;
        if (entry.Stages.Count > 0)
            entity["Stages"] = entry.Stages.Text;
        return entity;
    }

    private static InboxEntry Read(TableEntity entity) => new()
    {
        Lead = TableKeys.Lead(entity.RowKey),
        LastModified = TableValues.Time(entity.GetInt64("LastModified")),
        // Entries of versions before this one have none.
        Stages = new NamedStages(entity.GetString("Stages")),
        FirstSeen = entity.GetDateTimeOffset("FirstSeen") ?? default,
        LastSeen = entity.GetDateTimeOffset("LastSeen") ?? default,
        Deleted = entity.GetBoolean("Deleted") ?? false,
        Attempts = entity.GetInt32("Attempts") ?? 0,
        LastError = entity.GetString("LastError"),
        NotBefore = entity.GetDateTimeOffset("NotBefore"),
        IsRefused = entity.GetBoolean("Refused") ?? false,
        Version = entity.ETag.ToString(),
    };
}
