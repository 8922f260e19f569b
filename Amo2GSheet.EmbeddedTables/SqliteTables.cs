using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>
/// Tables in a SQLite file, which several processes may use at a time. Reads run on the caller's thread; writes queue up for one writer, which
/// takes all that wait into one transaction of the file, so that writes that come together share one flush to the disk.
/// </summary>
internal sealed partial class SqliteTables : ITableEngine
{
    private const int WritesAtOnce = 64;

    private readonly SqliteFile _file;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ConcurrentBag<SqliteEntities> _readers = [];
    private readonly Channel<Write> _writes = Channel.CreateUnbounded<Write>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SqliteEntities _writer;
    private readonly Task _writing;
    // A write ends every problem but damage: other pages than its own may still be damaged.
    private string? _lastProblem;
    private string? _damage;
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
        if (maxPages is not null)
            SqliteFile.Execute(connection, $"PRAGMA max_page_count = {maxPages}");

        _writer = new SqliteEntities(connection);
        _writing = Task.Run(WriteAllAsync);
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
                    entities[index] = actions[index].Apply(file.Find(id, actions[index].Key), timestamps.Next());
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
        _writes.Writer.Complete();
        _writing.GetAwaiter().GetResult();
        while (_readers.TryTake(out var reader))
            reader.Dispose();
        _writer.Dispose();
    }

    private T Read<T>(Func<SqliteEntities, T> read)
    {
        SqliteEntities? reader = null;
        try
        {
            if (!_readers.TryTake(out reader))
            {
                // Lest it reads another file than the one that is written to.
                _file.CheckInPlace(_writer.Connection);
                reader = new SqliteEntities(_file.OpenReader());
            }

            _file.CheckInPlace(reader.Connection);
            return read(reader);
        }
        catch (TableFileException problem)
        {
            throw Failed(problem);
        }
        catch (SqliteException exception)
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
        return _writes.Writer.TryWrite(write) ? write.Done.Task.WaitAsync(cancellationToken) : throw new ObjectDisposedException(nameof(SqliteTables));
    }

    private async Task WriteAllAsync()
    {
        var writes = new List<Write>(WritesAtOnce);
        while (await _writes.Reader.WaitToReadAsync())
        {
            writes.Clear();
            while (writes.Count < WritesAtOnce && _writes.Reader.TryRead(out var write))
            {
                if (!write.IsAbandoned)
                    writes.Add(write);
            }

            if (writes.Count > 0)
                Commit(writes);
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
            var failure = exception switch
            {
                SqliteException error => Failed(error),
                TableFileException problem => Failed(problem),
                _ => exception,
            };
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

    /// <summary>The answer to a request that the file failed. A problem is logged once, however many requests meet it.</summary>
    private TableServiceException Failed(SqliteException exception) => Failed(_file.Explain(exception));

    private TableServiceException Failed(TableFileException problem)
    {
        ref var last = ref SqliteFile.IsDamage(problem) ? ref _damage : ref _lastProblem;
        if (Interlocked.Exchange(ref last, problem.Message) != problem.Message)
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
