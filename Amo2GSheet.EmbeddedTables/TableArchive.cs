using Microsoft.Data.Sqlite;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>
/// A copy of tables in one file: a table file with a manifest of counts and checksums. It comes to its place as a whole, so that a file of that
/// name is never half a copy.
/// </summary>
internal sealed class TableArchive : IDisposable
{
    private readonly SqliteFile _file;
    private readonly SqliteConnection _connection;
    private readonly SqliteEntities _entities;
    private readonly string? _finalPath;

    private TableArchive(SqliteFile file, SqliteConnection connection, string? finalPath)
    {
        (_file, _connection, _finalPath) = (file, connection, finalPath);
        _entities = new SqliteEntities(connection);
    }

    /// <summary>What is in it; empty until it is complete.</summary>
    public IReadOnlyList<ArchivedTable> Tables { get; private set; } = [];

    /// <summary>Begins an empty archive.</summary>
    /// <exception cref="TableFileException">There is such a file already, or it cannot be written.</exception>
    public static TableArchive Create(string path)
    {
        var file = Beside(path);
        return Begin(file, path);
    }

    /// <summary>Begins an archive as a copy of a table file: one moment of it, whatever other processes write in the meantime.</summary>
    /// <param name="source">The table file.</param>
    /// <param name="prefix">What the names of the tables begin with in the source; in the archive they do not.</param>
    /// <param name="names">The tables, without the prefix; all others of the file are left out.</param>
    /// <param name="path">The archive.</param>
    /// <exception cref="TableFileException">There is such a file already, it cannot be written, or the source cannot be read.</exception>
    public static TableArchive CopyOf(string source, string prefix, IEnumerable<string> names, string path)
    {
        var file = Beside(path);
        var from = new SqliteFile(source, TableService.LockTimeout);
        if (!File.Exists(from.Path))
            throw new TableFileException($"There is no table file {from.Path}: check AMO2GSHEET_TABLES.");

        // Refuses what is not ours.
        using var reading = from.Guarded(from.OpenReadOnly);
        var archive = Begin(file, path);
        try
        {
            archive.Copy(from, prefix, names);
            // The checksums would be right of an entity that no restore can read.
            archive.ReadAll();
            return archive;
        }
        catch (Exception exception)
        {
            archive.Dispose();
            if (exception is SqliteException failure)
                throw ExplainCopy(from, file, failure);
            if (exception is DamagedEntityException damage)
                throw from.Explain(new DamagedEntityException(prefix + damage.Table, damage.Key, damage));
            throw;
        }
    }

    /// <summary>What to say about a place without any of the tables.</summary>
    public static string NoTables(string place, string prefix) =>
        $"{place} has no tables with the prefix '{prefix}': check AMO2GSHEET_TABLES and AMO2GSHEET_TABLE_PREFIX.";

    /// <summary>What an error of the copying means. SQLite does not say which of the two files it is about; a source that is read is not full.</summary>
    public static TableFileException ExplainCopy(SqliteFile source, SqliteFile target, SqliteException exception) =>
        (SqliteFile.IsOfWriting(exception) ? target : source).Explain(exception);

    /// <summary>Opens a complete archive and verifies it.</summary>
    /// <exception cref="TableFileException">It is none, or it is damaged.</exception>
    public static TableArchive Open(string path)
    {
        RefuseNoName(path);
        var file = new SqliteFile(path, TableService.LockTimeout);
        if (!File.Exists(file.Path))
            throw new TableFileException($"There is no backup {file.Path}.");

        return file.Guarded(() =>
        {
            var connection = file.OpenReadOnly();
            var archive = new TableArchive(file, connection, null);
            try
            {
                archive.Verify();
                return archive;
            }
            catch
            {
                archive.Dispose();
                throw;
            }
        });
    }

    /// <summary>Adds entities of one table; not for an archive that is complete.</summary>
    public void Add(string table, IEnumerable<Entity> entities) => _file.Guarded(() =>
    {
        _entities.Begin();
        _entities.CreateTable(table);
        var id = _entities.Table(table);
        foreach (var entity in entities)
            _entities.Put(id, entity);
        _entities.Commit();
        return true;
    });

    /// <summary>Writes the manifest, and brings the file to its place.</summary>
    public void Complete()
    {
        _file.Guarded(() =>
        {
            Tables = [.. _entities.ListTables().Select(Summarize)];
            SqliteFile.Execute(_connection, "CREATE TABLE manifest (name TEXT PRIMARY KEY, entities INTEGER NOT NULL, checksum TEXT NOT NULL)");
            foreach (var table in Tables)
                SqliteFile.Execute(_connection, "INSERT INTO manifest VALUES ($name, $entities, $checksum)", ("$name", table.Name), ("$entities", table.Entities), ("$checksum", table.Checksum));
            // One file, without a log beside it.
            SqliteFile.Execute(_connection, "PRAGMA journal_mode = DELETE");
            return true;
        });
        _entities.Dispose();
        RefuseExisting(_finalPath!);
        try
        {
            File.Move(_file.Path, _finalPath!);
        }
        catch (IOException exception)
        {
            throw new TableFileException($"The backup {_finalPath} cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>The entities of a table, in the order of their keys.</summary>
    public IEnumerable<Entity> Read(string table)
    {
        var id = _entities.Table(table);
        var range = KeyRange.All;
        while (true)
        {
            var (entities, next) = _entities.Query(id, range, Filter.None, EntityLimits.PageSize);
            foreach (var entity in entities)
                yield return entity;
            if (next is not { } key)
                yield break;
            range = range.StartingAt(key);
        }
    }

    /// <summary>Closes it; one that is not complete is removed.</summary>
    public void Dispose()
    {
        _entities.Dispose();
        if (_finalPath is not null)
            Remove(_file);
    }

    private static TableArchive Begin(SqliteFile file, string path)
    {
        try
        {
            return new TableArchive(file, file.OpenWriter(), Path.GetFullPath(path));
        }
        catch
        {
            Remove(file);
            throw;
        }
    }

    private static SqliteFile Beside(string path)
    {
        RefuseTaken(path);
        // A name of its own: no other file has it, not the tables themselves and not a backup that runs at the same time.
        return new SqliteFile($"{Path.GetFullPath(path)}.{Guid.NewGuid():N}.partial", TableService.LockTimeout);
    }

    /// <summary>Refuses a name under which no archive can be made.</summary>
    /// <exception cref="TableFileException">The name is taken, or its folder is missing.</exception>
    public static void RefuseTaken(string path)
    {
        RefuseNoName(path);
        var final = Path.GetFullPath(path);
        if (Directory.Exists(final))
            throw new TableFileException($"{final} is a folder. Choose another name.");
        // SQLite would take a log that is left there for the backup's own.
        foreach (var suffix in (string[])["", "-wal", "-journal"])
            RefuseExisting(final + suffix);
        var folder = Path.GetDirectoryName(final)!;
        if (!Directory.Exists(folder))
            throw new TableFileException($"The folder of the backup {final} does not exist: create {folder}, or choose another file.");
    }

    private static void RefuseExisting(string file)
    {
        if (File.Exists(file))
            throw new TableFileException($"There is a file {file} already. Choose another name, or remove it.");
    }

    private static void RefuseNoName(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new TableFileException("The name of the backup is empty: name a file.");
    }

    private static void Remove(SqliteFile file)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm", "-journal"])
            File.Delete(file.Path + suffix);
    }

    /// <summary>Copies row by row: a copy of the pages would have what was deleted from them, and what is of others.</summary>
    private void Copy(SqliteFile source, string prefix, IEnumerable<string> names)
    {
        // Few pages change twice, and the file is of no use before it is complete: no need to write everything to a log first.
        SqliteFile.Execute(_connection, "PRAGMA main.journal_mode = DELETE");
        SqliteFile.Execute(_connection, "ATTACH $source AS source", ("$source", source.Path));
        // Deferred: BEGIN IMMEDIATE would lock the source as well, against the service that writes to it. The first read fixes its moment.
        SqliteFile.Execute(_connection, "BEGIN");
        foreach (var name in names)
            SqliteFile.Execute(_connection, "INSERT INTO main.tables SELECT id, $name FROM source.tables WHERE name = $full", ("$name", name), ("$full", prefix + name));
        if (_entities.ListTables().Count == 0)
            throw new TableFileException(NoTables(source.Path, prefix));
        SqliteFile.Execute(_connection, "INSERT INTO main.entities SELECT * FROM source.entities WHERE table_id IN (SELECT id FROM main.tables) ORDER BY table_id, partition, row");
        SqliteFile.Execute(_connection, "UPDATE main.clock SET last = (SELECT last FROM source.clock)");
        _entities.Commit();
        SqliteFile.Execute(_connection, "DETACH source");
    }

    private void Verify()
    {
        if (SqliteFile.Number(_connection, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'manifest'") == 0)
            throw new TableFileException($"{_file.Path} is not a backup: it has no manifest. Backups are made by 'amo2gsheet backup'.");
        if (SqliteFile.Text(_connection, "PRAGMA integrity_check(1)") is not "ok")
            throw new TableFileException($"The backup {_file.Path} is damaged. Nothing was restored.");

        Tables = ReadManifest();
        foreach (var table in Tables)
        {
            if (!_entities.HasTable(table.Name) || Summarize(table.Name) != table)
                throw new TableFileException($"The backup {_file.Path} is damaged: the table {table.Name} is not as it was written. Nothing was restored.");
        }

        try
        {
            ReadAll();
        }
        catch (DamagedEntityException exception)
        {
            throw new TableFileException($"The backup {_file.Path} is damaged: the table {exception.Table} has an entity that cannot be read. Nothing was restored.", exception);
        }
    }

    private void ReadAll()
    {
        foreach (var _ in _entities.ListTables().SelectMany(Read))
        {
        }
    }

    private List<ArchivedTable> ReadManifest()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT name, entities, checksum FROM manifest ORDER BY name";
        using var reader = command.ExecuteReader();
        var tables = new List<ArchivedTable>();
        while (reader.Read())
            tables.Add(new ArchivedTable(reader.GetString(0), reader.GetInt64(1), reader.GetString(2)));
        return tables;
    }

    private ArchivedTable Summarize(string table) => ArchivedTable.Of(_connection, table, _entities.Table(table));
}
