using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>One table of an archive.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Entities">How many entities it has.</param>
/// <param name="Checksum">SHA-256 over all of them, in the order of their keys.</param>
internal sealed record ArchivedTable(string Name, long Entities, string Checksum)
{
    /// <summary>Counts a table and computes its checksum, over the bytes as they are: no entity is read as one.</summary>
    public static ArchivedTable Of(SqliteConnection connection, string name, long id)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0L;
        Span<byte> length = stackalloc byte[4];
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT partition, row, properties FROM entities WHERE table_id = $table ORDER BY partition, row";
        command.Parameters.AddWithValue("$table", id);
        using var reader = command.ExecuteReader();
        for (; reader.Read(); count++)
        {
            for (var column = 0; column < 3; column++)
            {
                // With its length, so that no two rows give the same bytes.
                var value = reader.GetFieldValue<byte[]>(column);
                BinaryPrimitives.WriteInt32LittleEndian(length, value.Length);
                hash.AppendData(length);
                hash.AppendData(value);
            }
        }

        return new ArchivedTable(name, count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
