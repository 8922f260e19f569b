namespace Amo2GSheet.EmbeddedTables;

/// <summary>Tables in memory: for tests and simulated days. Every call completes synchronously.</summary>
/// <param name="clock">The clock of the timestamps.</param>
internal sealed class MemoryTables(TimeProvider clock) : ITableEngine
{
    private readonly Lock _lock = new();
    private readonly SortedList<string, OrderedMap<OrderedMap<Entity>>> _tables = new(StringComparer.OrdinalIgnoreCase);
    private long _lastTimestamp;

    public ValueTask<bool> CreateTableAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult(_tables.TryAdd(name, new OrderedMap<OrderedMap<Entity>>()));
    }

    public ValueTask<bool> DeleteTableAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lock)
            return ValueTask.FromResult(_tables.Remove(name));
    }

    public IReadOnlyList<string> ListTables()
    {
        lock (_lock)
            return [.. _tables.Keys];
    }

    public Entity? Find(string table, EntityKey key)
    {
        lock (_lock)
            return Table(table).Find(key.Partition)?.Find(key.Row);
    }

    public (IReadOnlyList<Entity> Entities, EntityKey? Next) Query(string table, KeyRange range, Filter filter, int max)
    {
        var found = new List<Entity>();
        lock (_lock)
        {
            var partitions = Table(table);
            for (var index = partitions.LowerBound(range.From.Partition); index < partitions.Count; index++)
            {
                var rows = partitions[index];
                if (rows.Count == 0)
                    continue;
                var row = partitions.KeyAt(index) == range.From.Partition ? rows.LowerBound(range.From.Row) : 0;
                for (; row < rows.Count; row++)
                {
                    var entity = rows[row];
                    if (range.EndsBefore(entity.Key))
                        return (found, null);
                    if (!filter.Matches(entity))
                        continue;
                    if (found.Count == max)
                        return (found, entity.Key);
                    found.Add(entity);
                }
            }
        }

        return (found, null);
    }

    public ValueTask<Entity?[]> ChangeAsync(string table, IReadOnlyList<EntityAction> actions, CancellationToken cancellationToken)
    {
        var entities = new Entity?[actions.Count];
        lock (_lock)
        {
            var partitions = Table(table);
            var rows = partitions.Find(actions[0].Key.Partition);
            var timestamp = Math.Max(clock.GetUtcNow().UtcTicks, _lastTimestamp + 1);
            for (var index = 0; index < entities.Length; index++)
            {
                try
                {
                    entities[index] = actions[index].Apply(rows?.Find(actions[index].Key.Row), timestamp + index);
                }
                catch (TableServiceException exception)
                {
                    throw exception.At(index);
                }
            }

            // Nothing can be refused any more.
            _lastTimestamp = timestamp + entities.Length - 1;
            if (rows is null)
                partitions.Set(actions[0].Key.Partition, rows = new OrderedMap<Entity>());
            for (var index = 0; index < entities.Length; index++)
            {
                if (entities[index] is { } entity)
                    rows.Set(entity.Key.Row, entity);
                else
                    rows.Remove(actions[index].Key.Row);
            }
        }

        return ValueTask.FromResult(entities);
    }

    public void Dispose()
    {
    }

    private OrderedMap<OrderedMap<Entity>> Table(string name) => _tables.TryGetValue(name, out var table) ? table : throw TableServiceException.TableNotFound();
}
