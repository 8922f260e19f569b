using System.Collections.Concurrent;
using Amo2GSheet.Core.State;
using Azure;
using Azure.Data.Tables;

namespace Amo2GSheet.Core.Storage;

/// <summary>
/// Leases in Table Storage. A worker remembers each row as it wrote it last, so taking a lease that nobody else touched is one call,
/// and so is giving it back.
/// </summary>
internal sealed class TableLeaseStore(AzureTables tables, AccountPartition account, TimeProvider clock) : ILeaseStore
{
    // Memory may be old once, our own unheard success may be in the way once; more than that is somebody else's luck.
    private const int Rounds = 3;

    private readonly TableClient _table = tables.Leases;
    private readonly ConcurrentDictionary<string, LeaseRow> _remembered = new();

    public async Task<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        _ = _remembered.TryRemove(name, out var row);
        var undisturbed = true;
        for (var round = 0; round < Rounds; round++)
        {
            if (row?.CanBeTakenBy(owner, clock.GetUtcNow()) != true)
                row = await ReadAsync(name, cancellationToken);

            var now = clock.GetUtcNow();
            if (!row.CanBeTakenBy(owner, now))
                return null;
            // After a conflict the row may show our own write whose response was lost. What it showed before that write still counts.
            undisturbed &= row.LastOwner == owner;
            if (await WriteAsync(name, row.TakenBy(owner, now + duration), cancellationToken) is { } taken)
                return taken.Held(name, undisturbed);

            row = null;
        }

        return null;
    }

    public async Task<Lease?> RenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken)
    {
        var renewed = await WriteAsync(lease.Name, LeaseRow.Of(lease) with { Until = clock.GetUtcNow() + duration }, cancellationToken);
        return renewed?.Held(lease.Name, lease.Undisturbed);
    }

    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) =>
        WriteAsync(lease.Name, LeaseRow.Of(lease).GivenBack(clock.GetUtcNow()), cancellationToken);

    public async Task<DateTimeOffset?> FindEndAsync(string name, CancellationToken cancellationToken) =>
        await ReadAsync(name, cancellationToken) is { Version: not null } row ? row.Until : null;

    /// <summary>Writes over the row's version, and remembers what was written; null when somebody else wrote meanwhile.</summary>
    private async Task<LeaseRow?> WriteAsync(string name, LeaseRow row, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(account.Key, TableKeys.Of(name))
        {
            ["Owner"] = row.Owner,
            ["LastOwner"] = row.LastOwner,
            ["Until"] = row.Until.ToUniversalTime(),
        };
        try
        {
            var answer = row.Version is null
                ? await _table.AddEntityAsync(entity, cancellationToken)
                : await _table.UpdateEntityAsync(entity, new ETag(row.Version), TableUpdateMode.Replace, cancellationToken);
            return _remembered[name] = row with { Version = answer.Version() };
        }
        catch (RequestFailedException exception) when (exception.IsConflict())
        {
            _remembered.TryRemove(name, out _);
            return null;
        }
    }

    private async Task<LeaseRow> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(account.Key, TableKeys.Of(name), cancellationToken: cancellationToken);
        if (!found.HasValue)
            return LeaseRow.Never;

        var entity = found.Value!;
        return new LeaseRow(
            entity.GetString("Owner") ?? "",
            entity.GetString("LastOwner") ?? "",
            entity.GetDateTimeOffset("Until") ?? default,
            entity.ETag.ToString());
    }
}
