using Microsoft.Extensions.Logging;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>The Table service without a protocol: its rules and bounds over an engine that keeps the entities.</summary>
public sealed class TableService : IDisposable
{
    // A transaction takes milliseconds, so this is already a sign that something is wrong; and amoCRM waits two seconds for a webhook's answer.
    internal static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(1.5);

    private readonly ITableEngine _engine;

    internal TableService(ITableEngine engine) => _engine = engine;

    /// <summary>A service whose tables are in memory and gone with it. Every call completes synchronously.</summary>
    /// <param name="clock">The clock of the timestamps.</param>
    public static TableService InMemory(TimeProvider clock) => new(new MemoryTables(clock));

    /// <summary>A service whose tables are in a SQLite file, which other processes may use at the same time. The file is made if it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="clock">The clock of the timestamps.</param>
    /// <param name="log">Told when the file fails, once for each problem.</param>
    /// <exception cref="TableFileException">The file cannot be used. It was not changed.</exception>
    public static TableService OnFile(string path, TimeProvider clock, ILogger log) =>
        new(new SqliteTables(new SqliteFile(path, LockTimeout), clock, log));

    /// <inheritdoc />
    public void Dispose() => _engine.Dispose();

    internal async ValueTask CreateTableAsync(string name, CancellationToken cancellationToken = default)
    {
        EntityLimits.CheckTable(name);
        if (!await _engine.CreateTableAsync(name, cancellationToken))
            throw TableServiceException.TableAlreadyExists();
    }

    internal async ValueTask DeleteTableAsync(string name, CancellationToken cancellationToken = default)
    {
        EntityLimits.CheckTable(name);
        if (!await _engine.DeleteTableAsync(name, cancellationToken))
            throw TableServiceException.ResourceNotFound();
    }

    /// <summary>The names of tables, a page at a time.</summary>
    /// <param name="filter">A condition on <c>TableName</c>.</param>
    /// <param name="from">The name to begin with; null for the first page.</param>
    /// <param name="top">The size of the page.</param>
    internal (IReadOnlyList<string> Names, string? Next) ListTables(Filter filter, string? from, int top)
    {
        var names = _engine.ListTables()
            .Where(name => from is null || string.Compare(name, from, StringComparison.OrdinalIgnoreCase) >= 0)
            .Where(name => filter.Matches(new Entity(default, 0, [new EntityProperty("TableName", name)])))
            .Take(top + 1)
            .ToList();
        return names.Count > top ? (names[..top], names[top]) : (names, null);
    }

    /// <summary>An entity; null if it does not exist.</summary>
    internal Entity? Find(string table, EntityKey key) => _engine.Find(table, key);

    /// <summary>Entities, a page at a time.</summary>
    /// <param name="table">The table.</param>
    /// <param name="filter">The condition.</param>
    /// <param name="from">The key to begin with; null for the first page.</param>
    /// <param name="top">The size of the page.</param>
    internal (IReadOnlyList<Entity> Entities, EntityKey? Next) Query(string table, Filter filter, EntityKey? from, int top)
    {
        var range = filter.Range();
        return _engine.Query(table, from is { } start ? range.StartingAt(start) : range, filter, top);
    }

    internal async ValueTask<Entity?> ChangeAsync(string table, EntityAction action, CancellationToken cancellationToken = default)
    {
        action.Check();
        try
        {
            return (await _engine.ChangeAsync(table, [action], cancellationToken))[0];
        }
        catch (TableServiceException exception) when (exception.Index is not null)
        {
            throw exception.Alone();
        }
    }

    /// <summary>Applies all actions or none; a refusal names the action.</summary>
    internal async ValueTask<Entity?[]> ChangeAsync(string table, IReadOnlyList<EntityAction> actions, CancellationToken cancellationToken = default)
    {
        if (actions.Count > EntityLimits.TransactionActions)
            throw TableServiceException.InvalidInput("The batch request operation exceeds the maximum 100 changes per change set.").At(EntityLimits.TransactionActions - 1);

        var rows = new HashSet<string>(actions.Count, StringComparer.Ordinal);
        for (var index = 0; index < actions.Count; index++)
        {
            try
            {
                actions[index].Check();
                if (actions[index].Key.Partition != actions[0].Key.Partition)
                    throw new TableServiceException(400, "CommandsInBatchActOnDifferentPartitions", "All commands in a batch must operate on same entity group.");
                if (!rows.Add(actions[index].Key.Row))
                    throw new TableServiceException(400, "InvalidDuplicateRow", "The batch request contains multiple changes with same row key. An entity can appear only once in a batch request.");
            }
            catch (TableServiceException exception)
            {
                throw exception.At(index);
            }
        }

        return await _engine.ChangeAsync(table, actions, cancellationToken);
    }
}
