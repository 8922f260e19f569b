using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Azure;
using Azure.Data.Tables;

namespace Amo2GSheet.Core.Storage;

/// <summary>
/// Bases in Table Storage, one row a lead, and a <c>stamp</c> row that counts commits and is part of every transaction. Each base
/// bears the number of the commit that wrote it, so a warm worker reads the stamp and then only what was committed since.
/// </summary>
/// <remarks>
/// The stamp is also the fence: whoever saves on top of an old stamp gets a <see cref="StateConflictException"/>, so a worker that
/// lost its lease cannot go on writing. An answer that was lost on the way may look like a conflict of that kind; reading again
/// shows our own write then.
/// </remarks>
internal sealed class TableBaseStore(AzureTables tables, AccountPartition account) : IBaseStore, IDisposable
{
    /// <summary>Bases in one transaction; the hundredth entity is the stamp.</summary>
    public const int Chunk = TableBatch.Largest - 1;

    private const string StampKey = "stamp";

    private readonly TableClient _table = tables.Bases;
    private readonly SemaphoreSlim _one = new(1, 1);

    // The cache is complete up to commit _loaded. _stamp is null when we do not know how it stands: before the first call, and
    // after a conflict or a failure whose effect is unknown.
    private BaseCache? _cache;
    private long _loaded;
    private Stamp? _stamp;

    public async Task<IReadOnlyDictionary<LeadId, Base>> LoadAsync(bool undisturbed, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (undisturbed && _cache is not null && _stamp?.Commit == _loaded)
                return _cache.HandOut();

            // The stamp first: what is committed while the rows are read is read again next time, never missed. Until all is
            // read we do not know how it stands.
            _stamp = null;
            var stamp = await ReadStampAsync(cancellationToken);
            var bases = await RenewAsync(stamp, cancellationToken);
            _stamp = stamp;
            return bases;
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task<IReadOnlyDictionary<LeadId, Base>> ReadAsync(bool remembered, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return remembered && _cache is not null ? _cache.HandOut() : await RenewAsync(await ReadStampAsync(cancellationToken), cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task<Base?> FindAsync(LeadId lead, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(account.Key, TableKeys.Of(lead), cancellationToken: cancellationToken);
        return found.HasValue ? BaseEntity.Read(found.Value!) : null;
    }

    public async Task<IReadOnlyList<Base>> SaveAsync(IReadOnlyCollection<Base> bases, CancellationToken cancellationToken)
    {
        RefuseDuplicates(bases);
        var saved = new List<Base>(bases.Count);
        if (bases.Count == 0)
            return saved;

        await _one.WaitAsync(cancellationToken);
        try
        {
            foreach (var chunk in TableBatch.Cut(bases, @base => BaseEntity.From(@base, account.Key, 0), Chunk))
                saved.AddRange(await CommitStorableAsync(chunk, cancellationToken));
        }
        catch (RequestFailedException exception) when (exception.IsConflict())
        {
            _stamp = null;
            throw new StateConflictException($"Bases of {account.Key} were saved by another process in the meantime.", exception);
        }
        catch
        {
            _stamp = null;
            throw;
        }
        finally
        {
            _one.Release();
        }

        return saved;
    }

    public void Dispose() => _one.Dispose();

    /// <summary>Commits bases; one that the service refuses for what it holds is taken out and the rest is sent again.</summary>
    private async Task<IEnumerable<Base>> CommitStorableAsync(List<Base> bases, CancellationToken cancellationToken)
    {
        while (bases.Count > 0)
        {
            try
            {
                return await CommitAsync(bases, cancellationToken);
            }
            catch (TableTransactionFailedException refused) when (refused is { Status: 400 or 413, FailedTransactionActionIndex: > 0 and { } index })
            {
                // The first action is the stamp.
                bases.RemoveAt(index - 1);
            }
        }

        return [];
    }

    private async Task<IEnumerable<Base>> CommitAsync(List<Base> bases, CancellationToken cancellationToken)
    {
        var before = _stamp ?? await ReadStampAsync(cancellationToken);
        var commit = before.Commit + 1;
        var actions = new List<TableTransactionAction>(bases.Count + 1)
        {
            Action(new TableEntity(account.Key, StampKey) { [BaseEntity.Commit] = commit }, before.Version),
        };
        actions.AddRange(bases.Select(@base => Action(BaseEntity.From(@base, account.Key, commit), @base.Version)));

        var answers = (await _table.SubmitTransactionAsync(actions, cancellationToken)).Value;
        var saved = bases.Select((@base, index) => @base with
        {
            LeadUpdatedAt = TableValues.ToTheSecond(@base.LeadUpdatedAt),
            Version = answers[index + 1].Version(),
        }).ToList();

        foreach (var @base in saved)
            _cache?.Set(@base);
        if (_loaded == before.Commit)
            _loaded = commit;
        _stamp = new Stamp(commit, answers[0].Version());
        return saved;
    }

    /// <summary>Reads into the cache what was committed up to the stamp, which was read before.</summary>
    private async Task<IReadOnlyDictionary<LeadId, Base>> RenewAsync(Stamp stamp, CancellationToken cancellationToken)
    {
        if (_cache is null || stamp.Commit < _loaded)
            _cache = await ReadAsync(new BaseCache(), $"PartitionKey eq {account.Key} and RowKey lt {StampKey}", cancellationToken);
        else if (stamp.Commit > _loaded)
            await ReadAsync(_cache, $"PartitionKey eq {account.Key} and RowKey lt {StampKey} and Commit gt {_loaded}", cancellationToken);

        _loaded = stamp.Commit;
        return _cache.HandOut();
    }

    private async Task<Stamp> ReadStampAsync(CancellationToken cancellationToken)
    {
        var stamp = await _table.GetEntityIfExistsAsync<TableEntity>(account.Key, StampKey, cancellationToken: cancellationToken);
        return stamp.HasValue ? new Stamp(stamp.Value!.GetInt64(BaseEntity.Commit) ?? 0, stamp.Value.ETag.ToString()) : new Stamp(0, null);
    }

    private async Task<BaseCache> ReadAsync(BaseCache into, FormattableString filter, CancellationToken cancellationToken)
    {
        await foreach (var entity in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter(filter), cancellationToken: cancellationToken))
            into.Set(BaseEntity.Read(entity));
        return into;
    }

    /// <exception cref="ArgumentException">A lead is among the bases twice, so it is not clear which one was meant.</exception>
    private static void RefuseDuplicates(IReadOnlyCollection<Base> bases)
    {
        if (bases.Select(@base => @base.Lead).Distinct().Count() != bases.Count)
            throw new ArgumentException("A lead may stand only once in what is saved together.", nameof(bases));
    }

    private static TableTransactionAction Action(TableEntity entity, string? version) => version is null
        ? new TableTransactionAction(TableTransactionActionType.Add, entity)
        : new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, new ETag(version));

    private sealed record Stamp(long Commit, string? Version);
}
