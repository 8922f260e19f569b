using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>The file of the tables: how it is opened, what is in it, and what its errors mean.</summary>
/// <remarks>
/// Write-ahead log, so that readers and one writer do not wait for each other, in one process or in several;
/// <c>synchronous=FULL</c>, so that an answered write survives a power cut.
/// </remarks>
/// <param name="path">The file.</param>
/// <param name="lockTimeout">How long a write waits for another process.</param>
/// <param name="configure">Changes each connection once it is open; for tests.</param>
/// <seealso href="https://sqlite.org/wal.html"/>
internal sealed class SqliteFile(string path, TimeSpan lockTimeout, Action<SqliteConnection>? configure = null)
{
    /// <summary>What marks the file as ours (<c>application_id</c>): «a2gs».</summary>
    private const int ApplicationId = 0x61326773;

    /// <summary>The version of the schema (<c>user_version</c>).</summary>
    private const int SchemaVersion = 1;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Result codes: https://sqlite.org/rescode.html
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>The full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Opens the file for the process: creates what is missing, refuses what is not ours.</summary>
    /// <returns>The connection that writes.</returns>
    /// <exception cref="TableFileException">The file cannot be used. It was not changed.</exception>
    public SqliteConnection OpenWriter()
    {
        Create();
        return Guarded(() =>
        {
            var connection = Connect();
            try
            {
                EnsureWritable(connection);
                EnsureSchema(connection);
                return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        });
    }

    /// <summary>Opens a connection that only reads.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = Connect();
        Execute(connection, "PRAGMA query_only = 1");
        return connection;
    }

    /// <summary>Opens a file that is complete for reading only.</summary>
    /// <exception cref="TableFileException">The file is not ours.</exception>
    public SqliteConnection OpenReadOnly()
    {
        var connection = Connect(SqliteOpenMode.ReadOnly);
        if (IsOurs(connection))
            return connection;
        connection.Dispose();
        throw new TableFileException($"{Path} is empty.");
    }

    /// <summary>Does something with the file; an error of SQLite becomes a sentence.</summary>
    public T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException exception)
        {
            throw Explain(exception);
        }
    }

    /// <summary>What an error of SQLite means, in a sentence.</summary>
    public TableFileException Explain(SqliteException exception) => new(
        exception.SqliteErrorCode switch
        {
            Busy or Locked => string.Create(CultureInfo.InvariantCulture, $"The table file {Path} is locked by another process for more than {lockTimeout.TotalSeconds} seconds: end the process that keeps it locked."),
            Full => $"There is no room left for the table file {Path}: free some space on its disk.",
            ReadOnly or CannotOpen => CannotWrite().Message,
            Corrupt => $"The table file {Path} is damaged: put it aside and restore a backup with 'amo2gsheet restore'.",
            NotADatabase => $"{Path} is not a table file: it is no SQLite database. Choose another file.",
            IoError => $"The table file {Path} cannot be read or written: the disk is full, a limit of the file's size is reached, or the disk fails (SQLite code {exception.SqliteExtendedErrorCode}).",
            _ => $"The table file {Path} cannot be used: {exception.Message}",
        },
        exception);

    /// <summary>What an entity that cannot be read means, in a sentence.</summary>
    public TableFileException Explain(DamagedEntityException exception) => new(
        $"The table file {Path} is damaged: {exception.Message}. Put the file aside and restore a backup with 'amo2gsheet restore', or delete the entity.",
        exception);

    /// <summary>Refuses when the path no longer leads to the file of a connection: what is written then is lost with the connection.</summary>
    /// <exception cref="TableFileException">The file was moved.</exception>
    public void CheckInPlace(SqliteConnection connection)
    {
        if (SqliteFileControl.HasMoved(connection))
            throw new TableFileException($"The table file {Path} was moved, replaced or removed while it was in use, and nothing more is written: put it back, or start the program again with the file that it is to use.");
    }

    /// <summary>Whether a problem is one that stays until the file is another one.</summary>
    public static bool IsDamage(TableFileException problem) => problem.InnerException is DamagedEntityException or SqliteException { SqliteErrorCode: Corrupt or NotADatabase };

    /// <summary>Whether an error is one of writing: no room, no permission, or a disk that fails.</summary>
    public static bool IsOfWriting(SqliteException exception) => exception.SqliteErrorCode is Full or IoError or CannotOpen or ReadOnly;

    /// <summary>The same as an answer of the Table service. A lock passes, which clients know from the code.</summary>
    public static TableServiceException AsAnswer(TableFileException problem) =>
        problem.InnerException is SqliteException { SqliteErrorCode: Busy or Locked }
            ? new TableServiceException(503, "ServerBusy", problem.Message)
            : new TableServiceException(500, "InternalError", problem.Message);

    /// <summary>Makes the file if it is missing, readable by its owner only: the log that SQLite puts beside it takes its mode over.</summary>
    public void Create()
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        if (!Directory.Exists(folder))
            throw new TableFileException($"The folder of the table file {Path} does not exist: create {folder}, or choose another file.");
        try
        {
            if (!File.Exists(Path))
            {
                var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
                if (!OperatingSystem.IsWindows())
                    options.UnixCreateMode = OwnerOnly;
                using (new FileStream(Path, options))
                {
                }
            }
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw CannotWrite(exception);
        }
    }

    /// <summary>Refuses a file that SQLite could open for reading only, which it does without an error.</summary>
    /// <exception cref="TableFileException">It cannot be written.</exception>
    public void EnsureWritable(SqliteConnection connection)
    {
        if (SQLitePCL.raw.sqlite3_db_readonly(connection.Handle, "main") == 1)
            throw CannotWrite();
    }

    private SqliteConnection Connect(SqliteOpenMode mode = SqliteOpenMode.ReadWrite)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = mode,
            Pooling = false,
            // The library's own way of waiting polls slowly; SQLite's waits first (busy_timeout), and then this one gives up at its first look.
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.Open();
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {lockTimeout.TotalMilliseconds:F0}; PRAGMA synchronous = FULL; PRAGMA trusted_schema = 0"));
            configure?.Invoke(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private TableFileException CannotWrite(Exception? cause = null) => new(
        $"The table file {Path} cannot be written: check the permissions of the file and of its folder, and that the disk is not mounted read-only.", cause);

    private void EnsureSchema(SqliteConnection connection)
    {
        var isOurs = IsOurs(connection);
        // Only now, because the file of another program keeps its permissions.
        Restrict();
        if (!isOurs)
        {
            // Empty: a new file, or one whose maker was killed at this point.
            Execute(connection, "PRAGMA journal_mode = WAL");
            using var transaction = connection.BeginTransaction();
            if (!IsMarked(connection))
            {
                Execute(connection, $"""
                    CREATE TABLE tables (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE);
                    CREATE TABLE entities (
                        table_id INTEGER NOT NULL, partition BLOB NOT NULL, row BLOB NOT NULL,
                        timestamp INTEGER NOT NULL, properties TEXT NOT NULL,
                        PRIMARY KEY (table_id, partition, row)) WITHOUT ROWID;
                    CREATE TABLE clock (last INTEGER NOT NULL);
                    INSERT INTO clock VALUES (0);
                    PRAGMA application_id = {ApplicationId};
                    PRAGMA user_version = {SchemaVersion};
                    """);
            }

            transaction.Commit();
        }

        // Also of a file that was copied from a place where the log had been turned off.
        Execute(connection, "PRAGMA journal_mode = WAL");
    }

    /// <summary>Takes the permissions of others away: the file holds tokens, and may have been copied from elsewhere.</summary>
    private void Restrict()
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            foreach (var file in (string[])[Path, $"{Path}-wal", $"{Path}-shm"])
            {
                if (File.Exists(file) && File.GetUnixFileMode(file) != OwnerOnly)
                    File.SetUnixFileMode(file, OwnerOnly);
            }
        }
        catch (FileNotFoundException)
        {
            // Another process was the last to close the file, and removed its log.
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw CannotWrite(exception);
        }
    }

    private bool IsOurs(SqliteConnection connection)
    {
        // The mark and the schema of one moment: in between, another process may make both.
        using var snapshot = connection.BeginTransaction(deferred: true);
        return IsMarked(connection);
    }

    private bool IsMarked(SqliteConnection connection)
    {
        if (Number(connection, "PRAGMA application_id") != ApplicationId)
        {
            return Number(connection, "SELECT count(*) FROM sqlite_master") == 0
                ? false
                : throw new TableFileException($"{Path} is the database of another program. Choose another file.");
        }

        var version = Number(connection, "PRAGMA user_version");
        return version <= SchemaVersion
            ? true
            : throw new TableFileException(string.Create(CultureInfo.InvariantCulture, $"The table file {Path} was written by a newer version of amo2gsheet (its schema is {version}, this version knows {SchemaVersion}): update amo2gsheet. The file was not changed."));
    }

    /// <summary>Runs a statement.</summary>
    public static void Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }

    /// <summary>The number that a statement gives.</summary>
    public static long Number(SqliteConnection connection, string sql) => (long)Scalar(connection, sql)!;

    /// <summary>The text that a statement gives.</summary>
    public static string? Text(SqliteConnection connection, string sql) => Scalar(connection, sql) as string;

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
