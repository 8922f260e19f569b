using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>
/// Tables in a SQLite file, which several processes may use at a time. Reads run on the caller's thread and wait for no write; writes queue up
/// for one writer on a thread of its own, which takes all that wait into one transaction of the file, so that writes that come together share
/// one flush to the disk.
/// </summary>
internal sealed partial class SqliteTables : ITableEngine
{
    private const int WritesAtOnce = 64;

    private readonly SqliteFile _file;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ConcurrentBag<SqliteEntities> _readers = [];
    private readonly BlockingCollection<Write> _writes = [];
    private readonly SqliteEntities _writer;
    // Opened with the writer's, so that it tells whether another one would be of the same file. A read must not ask the writer's own connection:
    // that one is taken for as long as a write waits for another process.
    private readonly SqliteConnection _original;
    private readonly Task _writing;
    // A write ends every problem but damage: other pages and entities than its own may still be damaged.
    private readonly ConcurrentDictionary<string, bool> _damages = [];
    private string? _lastProblem;
    private volatile bool _disposed;

    /// <summary>Opens the file; makes it if it is missing.</summary>
    /// <param name="file">The file.</param>
    /// <param name="clock">The clock of the timestamps.</param>
    /// <param name="log">Told when the file fails.</param>
    /// <param name="maxPages">The pages that it may have, beyond which it is full as a disk would be; null without a limit.</param>
    /// <exception cref="TableFileException">The file cannot be used. It was not changed.</exception>
    public SqliteTables(SqliteFile file, TimeProvider clock, ILogger log, int? maxPages = null)
    {
        (_file, _clock, _log) = (file, clock, log);
        var connection = file.OpenWriter();
        try
        {
            if (maxPages is not null)
                SqliteFile.Execute(connection, $"PRAGMA max_page_count = {maxPages}");
            _original = file.Guarded(file.OpenReader);
            file.CheckInPlace(connection);
        }
        catch
        {
            _original?.Dispose();
            connection.Dispose();
            throw;
        }

        _writer = new SqliteEntities(connection);
        // It blocks while another process has the file locked, for longer than the pool can spare a thread.
        _writing = Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public async ValueTask<bool> CreateTableAsync(string name, CancellationToken cancellationToken)
    {
        var created = false;
        await WriteAsync((file, _) => created = file.CreateTable(name), cancellationToken);
        return created;
    }

    public async ValueTask<bool> DeleteTableAsync(string name, CancellationToken cancellationToken)
    {
        var deleted = false;
        await WriteAsync((file, _) => deleted = file.DeleteTable(name), cancellationToken);
        return deleted;
    }

    public IReadOnlyList<string> ListTables() => Read(file => file.ListTables());

    public Entity? Find(string table, EntityKey key) => Read(file => file.Find(file.Table(table), key));

    public (IReadOnlyList<Entity> Entities, EntityKey? Next) Query(string table, KeyRange range, Filter filter, int max) =>
        Read(file => file.Query(file.Table(table), range, filter, max));

    public async ValueTask<Entity?[]> ChangeAsync(string table, IReadOnlyList<EntityAction> actions, CancellationToken cancellationToken)
    {
        var entities = new Entity?[actions.Count];
        await WriteAsync((file, timestamps) =>
        {
            // First everything that may be refused, so that a refusal leaves nothing in the transaction, which others share.
            var id = file.Table(table);
            for (var index = 0; index < entities.Length; index++)
            {
                try
                {
                    var (action, key) = (actions[index], actions[index].Key);
                    entities[index] = action.Apply(action.NeedsProperties ? file.Find(id, key) : file.FindVersion(id, key), timestamps.Next());
                }
                catch (DamagedEntityException damage)
                {
                    // Of this write alone: others share the transaction.
                    throw Failed(damage);
                }
                catch (TableServiceException exception)
                {
                    throw exception.At(index);
                }
            }

            for (var index = 0; index < entities.Length; index++)
            {
                if (entities[index] is { } entity)
                    file.Put(id, entity);
                else
                    file.Remove(id, actions[index].Key);
            }

            file.Clock = timestamps.Last;
        }, cancellationToken);
        return entities;
    }

    /// <summary>Ends the writer after what it was given, and closes the file.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _writes.CompleteAdding();
        _writing.GetAwaiter().GetResult();
        while (_readers.TryTake(out var reader))
            reader.Dispose();
        _original.Dispose();
        _writer.Dispose();
        _writes.Dispose();
    }

    private T Read<T>(Func<SqliteEntities, T> read)
    {
        SqliteEntities? reader = null;
        try
        {
            if (!_readers.TryTake(out reader))
            {
                // A reader must not open another file than the one that is written to.
                _file.CheckInPlace(_original);
                reader = new SqliteEntities(_file.OpenReader());
            }

            _file.CheckInPlace(reader.Connection);
            return read(reader);
        }
        catch (Exception exception) when (IsOfFile(exception))
        {
            throw Failed(exception);
        }
        finally
        {
            if (reader is not null)
                _readers.Add(reader);
        }
    }

    private Task WriteAsync(Action<SqliteEntities, Timestamps> action, CancellationToken cancellationToken)
    {
        var write = new Write(action, cancellationToken);
        try
        {
            _writes.Add(write, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(SqliteTables));
        }

        return write.Done.Task.WaitAsync(cancellationToken);
    }

    private void WriteAll()
    {
        var writes = new List<Write>(WritesAtOnce);
        foreach (var first in _writes.GetConsumingEnumerable())
        {
            writes.Clear();
            Take(first);
            while (writes.Count < WritesAtOnce && _writes.TryTake(out var next))
                Take(next);
            if (writes.Count > 0)
                Commit(writes);
        }

        void Take(Write write)
        {
            if (!write.IsAbandoned)
                writes.Add(write);
        }
    }

    private void Commit(List<Write> writes)
    {
        try
        {
            _writer.Begin();
            // The file may have been locked for longer than some callers wait.
            writes.RemoveAll(write => write.IsAbandoned);
            var timestamps = new Timestamps(Math.Max(_clock.GetUtcNow().UtcTicks, _writer.Clock + 1));
            foreach (var write in writes)
                write.Run(_writer, timestamps);
            _file.CheckInPlace(_writer.Connection);
            // Without a change, when all of them were refused, nothing goes to the disk.
            _writer.Commit();
            _lastProblem = null;
            foreach (var write in writes)
                write.Answer();
        }
        catch (Exception exception)
        {
            // All of them: none is in the file.
            var failure = IsOfFile(exception) ? Failed(exception) : exception;
            foreach (var write in writes)
                write.Done.TrySetException(failure);
            RollBack();
        }
    }

    private void RollBack()
    {
        try
        {
            _writer.Rollback();
        }
        catch (SqliteException exception)
        {
            Failed(exception);
        }
    }

    private static bool IsOfFile(Exception exception) => exception is SqliteException or DamagedEntityException or TableFileException;

    /// <summary>The answer to a request that the file failed. A problem is logged once, however many requests meet it.</summary>
    private TableServiceException Failed(Exception exception)
    {
        var problem = exception switch
        {
            SqliteException error => _file.Explain(error),
            DamagedEntityException damage => _file.Explain(damage),
            _ => (TableFileException)exception,
        };
        if (SqliteFile.IsDamage(problem) ? _damages.TryAdd(problem.Message, true) : Interlocked.Exchange(ref _lastProblem, problem.Message) != problem.Message)
            Log.Failed(_log, problem.Message);
        return SqliteFile.AsAnswer(problem);
    }

    /// <summary>The timestamps of one transaction of the file: later than all before, however the clock goes.</summary>
    private sealed class Timestamps(long first)
    {
        public long Last { get; private set; } = first - 1;

        public long Next() => ++Last;
    }

    /// <summary>A write that waits for its turn.</summary>
    private sealed class Write(Action<SqliteEntities, Timestamps> action, CancellationToken cancellationToken)
    {
        private TableServiceException? _refusal;

        /// <summary>The caller has given up: it has been told so, and the write must not be made.</summary>
        public bool IsAbandoned => cancellationToken.IsCancellationRequested;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Run(SqliteEntities file, Timestamps timestamps)
        {
            try
            {
                action(file, timestamps);
            }
            catch (TableServiceException exception)
            {
                _refusal = exception;
            }
        }

        /// <summary>Answers, now that the transaction is on the disk.</summary>
        public void Answer()
        {
            if (_refusal is not null)
                Done.TrySetException(_refusal);
            else
                Done.TrySetResult();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Problem}")]
        public static partial void Failed(ILogger logger, string problem);
    }
}
