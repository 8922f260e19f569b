using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>One connection with its prepared statements. Not for two threads at a time.</summary>
internal sealed class SqliteEntities : IDisposable
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _findTable;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _findVersion;
    private readonly SqliteCommand _scan;
    private readonly SqliteCommand _put;
    private readonly SqliteCommand _remove;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _rollback;
    private readonly SqliteCommand _readClock;
    private readonly SqliteCommand _setClock;

    public SqliteEntities(SqliteConnection connection)
    {
        _connection = connection;
        _findTable = Command("SELECT id FROM tables WHERE name = $name", "$name");
        _find = Command("SELECT timestamp, properties FROM entities WHERE table_id = $table AND partition = $partition AND row = $row", "$table", "$partition", "$row");
        _findVersion = Command("SELECT timestamp FROM entities WHERE table_id = $table AND partition = $partition AND row = $row", "$table", "$partition", "$row");
        _scan = Command(
            "SELECT timestamp, properties, partition, row FROM entities WHERE table_id = $table AND (partition, row) >= ($partition, $row) ORDER BY partition, row",
            "$table", "$partition", "$row");
        // The text is UTF-8 already; as a text parameter it would be converted twice.
        _put = Command(
            "INSERT OR REPLACE INTO entities VALUES ($table, $partition, $row, $timestamp, CAST($properties AS TEXT))",
            "$table", "$partition", "$row", "$timestamp", "$properties");
        _remove = Command("DELETE FROM entities WHERE table_id = $table AND partition = $partition AND row = $row", "$table", "$partition", "$row");
        _begin = Command("BEGIN IMMEDIATE");
        _commit = Command("COMMIT");
        _rollback = Command("ROLLBACK");
        _readClock = Command("SELECT last FROM clock");
        _setClock = Command("UPDATE clock SET last = $last", "$last");
    }

    public SqliteConnection Connection => _connection;

    public void Begin() => _begin.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    /// <summary>Ends a transaction that failed. Some errors have ended it already.</summary>
    public void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            _rollback.ExecuteNonQuery();
    }

    /// <summary>The last timestamp that was given.</summary>
    public long Clock
    {
        get => (long)_readClock.ExecuteScalar()!;
        set
        {
            _setClock.Parameters[0].Value = value;
            _setClock.ExecuteNonQuery();
        }
    }

    public bool HasTable(string name) => FindTable(name) is not null;

    public long Table(string name) => FindTable(name) ?? throw TableServiceException.TableNotFound();

    public bool CreateTable(string name)
    {
        if (FindTable(name) is not null)
            return false;
        using var command = Command("INSERT INTO tables (name) VALUES ($name)", "$name");
        Run(command, name);
        return true;
    }

    public bool DeleteTable(string name)
    {
        if (FindTable(name) is not { } table)
            return false;
        using var entities = Command("DELETE FROM entities WHERE table_id = $table", "$table");
        Run(entities, table);
        using var tables = Command("DELETE FROM tables WHERE id = $table", "$table");
        Run(tables, table);
        return true;
    }

    public IReadOnlyList<string> ListTables()
    {
        using var command = Command("SELECT name FROM tables ORDER BY name");
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
            names.Add(reader.GetString(0));
        return names;
    }

    /// <exception cref="DamagedEntityException">The entity cannot be read.</exception>
    public Entity? Find(long table, EntityKey key)
    {
        Set(_find, table, Bytes(key.Partition), Bytes(key.Row));
        using var reader = _find.ExecuteReader();
        return reader.Read() ? Read(reader, table, key) : null;
    }

    /// <summary>An entity without its properties, which may be damaged; null if it does not exist.</summary>
    /// <exception cref="DamagedEntityException">The timestamp cannot be read.</exception>
    public Entity? FindVersion(long table, EntityKey key)
    {
        Set(_findVersion, table, Bytes(key.Partition), Bytes(key.Row));
        using var reader = _findVersion.ExecuteReader();
        return reader.Read() ? new Entity(key, Timestamp(reader, table, key), []) : null;
    }

    /// <exception cref="DamagedEntityException">An entity of the range cannot be read.</exception>
    public (IReadOnlyList<Entity> Entities, EntityKey? Next) Query(long table, KeyRange range, Filter filter, int max)
    {
        var found = new List<Entity>();
        Set(_scan, table, Bytes(range.From.Partition), Bytes(range.From.Row));
        using var reader = _scan.ExecuteReader();
        while (reader.Read())
        {
            var key = new EntityKey(Text(reader.GetFieldValue<byte[]>(2)), Text(reader.GetFieldValue<byte[]>(3)));
            if (range.EndsBefore(key))
                break;
            var entity = Read(reader, table, key);
            if (!filter.Matches(entity))
                continue;
            if (found.Count == max)
                return (found, key);
            found.Add(entity);
        }

        return (found, null);
    }

    public void Put(long table, Entity entity)
    {
        var json = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(json, Json))
            EntityJson.WriteProperties(writer, entity.Properties);
        Run(_put, table, Bytes(entity.Key.Partition), Bytes(entity.Key.Row), entity.Timestamp, json.WrittenSpan.ToArray());
    }

    public void Remove(long table, EntityKey key) => Run(_remove, table, Bytes(key.Partition), Bytes(key.Row));

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[_findTable, _find, _findVersion, _scan, _put, _remove, _begin, _commit, _rollback, _readClock, _setClock])
            command.Dispose();
        _connection.Dispose();
    }

    private long? FindTable(string name)
    {
        Set(_findTable, name);
        return (long?)_findTable.ExecuteScalar();
    }

    private Entity Read(SqliteDataReader reader, long table, EntityKey key)
    {
        var timestamp = Timestamp(reader, table, key);
        try
        {
            return new Entity(key, timestamp, EntityJson.Read(reader.GetFieldValue<byte[]>(1)).Properties);
        }
        catch (TableServiceException exception)
        {
            throw new DamagedEntityException(NameOf(table), key, exception);
        }
    }

    private long Timestamp(SqliteDataReader reader, long table, EntityKey key)
    {
        var timestamp = reader.GetInt64(0);
        return timestamp >= 0 && timestamp <= DateTime.MaxValue.Ticks ? timestamp : throw new DamagedEntityException(NameOf(table), key);
    }

    private string NameOf(long table)
    {
        using var command = Command("SELECT name FROM tables WHERE id = $table", "$table");
        Set(command, table);
        return (string)command.ExecuteScalar()!;
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        Set(command, values);
        command.ExecuteNonQuery();
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var index = 0; index < values.Length; index++)
            command.Parameters[index].Value = values[index];
    }

    // Big-endian UTF-16: SQLite orders blobs by byte, which is then the order of the code units, as everywhere else.
    private static byte[] Bytes(string key) => Encoding.BigEndianUnicode.GetBytes(key);

    private static string Text(byte[] key) => Encoding.BigEndianUnicode.GetString(key);
}
