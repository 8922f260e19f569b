using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>
/// A checksum over entities that does not depend on where they are kept: neither their order nor that of their properties counts, because
/// each kind of store has its own.
/// </summary>
internal sealed class EntityChecksum
{
    private readonly byte[] _sum = new byte[SHA256.HashSizeInBytes];

    /// <summary>How many entities it is over.</summary>
    public long Count { get; private set; }

    /// <summary>Adds an entity. No two entities of a table have the same key, so that no two hashes cancel each other out.</summary>
    public void Add(Entity entity)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            json.WriteStringValue(entity.Key.Partition);
            json.WriteStringValue(entity.Key.Row);
            EntityJson.WriteProperties(json, [.. entity.Properties.OrderBy(property => property.Name, StringComparer.Ordinal)]);
            json.WriteEndArray();
        }

        var hash = SHA256.HashData(bytes.WrittenSpan);
        for (var index = 0; index < hash.Length; index++)
            _sum[index] ^= hash[index];
        Count++;
    }

    /// <summary>Whether the other is over the same entities.</summary>
    public bool Matches(EntityChecksum other) => Count == other.Count && _sum.AsSpan().SequenceEqual(other._sum);
}
