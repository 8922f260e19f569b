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
        foreach (var chunk in Merge(bells).Chunk(TableBatch.Largest))
        {
            if (chunk.Length > AtOnce && await AddAllAsync(chunk, now, cancellationToken))
                continue;
            await BoundedConcurrency.ForEachAsync(chunk, AtOnce, bell => PutAsync(bell, now, cancellationToken), cancellationToken);
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

    public async Task PostponeAsync(IReadOnlyCollection<(InboxEntry Entry, string Reason)> entries, CancellationToken cancellationToken)
    {
        await _table.SendAsync(
            entries.DistinctBy(postponed => postponed.Entry.Lead).Select(postponed => new TableTransactionAction(
                TableTransactionActionType.UpdateMerge,
                new TableEntity(account.Key, TableKeys.Of(postponed.Entry.Lead))
                {
                    ["Attempts"] = postponed.Entry.Attempts + 1,
                    ["LastError"] = TableValues.Cut(postponed.Reason, LongestReason),
                },
                new ETag(postponed.Entry.Version))),
            cancellationToken);
    }

    /// <summary>Adds the entries of a bulk change at once; false, and nothing added, when one of the leads waits already.</summary>
    private async Task<bool> AddAllAsync(LeadBell[] bells, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitTransactionAsync(
                bells.Select(bell => new TableTransactionAction(TableTransactionActionType.Add, Entity(First(bell, now)))), cancellationToken);
            return true;
        }
        catch (TableTransactionFailedException exception) when (exception.IsConflict())
        {
            return false;
        }
    }

    private async Task PutAsync(LeadBell bell, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            try
            {
                // A new lead is the common case and costs one call.
                if (round == 0 || await FindAsync(bell.Lead, cancellationToken) is not { } waiting)
                    await _table.AddEntityAsync(Entity(First(bell, now)), cancellationToken);
                else
                    await _table.UpdateEntityAsync(
                        Entity(Again(waiting, bell, now)), new ETag(waiting.Version), TableUpdateMode.Replace, cancellationToken);
                return;
            }
            catch (RequestFailedException exception) when (exception.IsConflict())
            {
                // Another bell, or the pass that completed the entry, was faster: look again.
            }
        }

        throw new StateConflictException($"The inbox entry of lead {bell.Lead} changed {Rounds} times while a bell was to be stored.");
    }

    public async Task<InboxEntry?> FindAsync(LeadId lead, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(account.Key, TableKeys.Of(lead), cancellationToken: cancellationToken);
        return found.HasValue ? Read(found.Value!) : null;
    }

    /// <summary>One notification a lead: the newest change, and deleted when any of them said so.</summary>
    private static IEnumerable<LeadBell> Merge(IReadOnlyCollection<LeadBell> bells) =>
        bells.GroupBy(bell => bell.Lead).Select(group => group.Aggregate((merged, bell) => merged with
        {
            LastModified = Newest(merged.LastModified, bell.LastModified),
            Deleted = merged.Deleted || bell.Deleted,
        }));

    /// <summary>The entry of a lead's first notification.</summary>
    private static InboxEntry First(LeadBell bell, DateTimeOffset now) => new()
    {
        Lead = bell.Lead,
        LastModified = bell.LastModified is { } time ? TableValues.ToTheSecond(time) : null,
        FirstSeen = now,
        LastSeen = now,
        Deleted = bell.Deleted,
        Version = "",
    };

    /// <summary>The entry after a further notification. The attempts start again: something happened to the lead, and the obstacle may be gone.</summary>
    private static InboxEntry Again(InboxEntry waiting, LeadBell bell, DateTimeOffset now)
    {
        var first = First(bell, now);
        var isNew = (bell.Deleted && !waiting.Deleted) || (first.LastModified is { } time && !(time <= waiting.LastModified));
        return first with
        {
            LastModified = Newest(waiting.LastModified, first.LastModified),
            FirstSeen = waiting.FirstSeen,
            // A notification without news does not restart the 60-second grace period of rule 14: a sweep that repeats it every minute would do so forever.
            LastSeen = isNew ? now : waiting.LastSeen,
            Deleted = waiting.Deleted || bell.Deleted,
        };
    }

    private static DateTimeOffset? Newest(DateTimeOffset? one, DateTimeOffset? other) => other is null || one > other ? one : other;

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
        return entity;
    }

    private static InboxEntry Read(TableEntity entity) => new()
    {
        Lead = TableKeys.Lead(entity.RowKey),
        LastModified = TableValues.Time(entity.GetInt64("LastModified")),
        FirstSeen = entity.GetDateTimeOffset("FirstSeen") ?? default,
        LastSeen = entity.GetDateTimeOffset("LastSeen") ?? default,
        Deleted = entity.GetBoolean("Deleted") ?? false,
        Attempts = entity.GetInt32("Attempts") ?? 0,
        LastError = entity.GetString("LastError"),
        Version = entity.ETag.ToString(),
    };
}
