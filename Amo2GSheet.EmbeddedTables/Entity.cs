using System.Globalization;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>One property of an entity.</summary>
/// <param name="Name">The name; names differ by case.</param>
/// <param name="Value">
/// A <see cref="string"/>, <see cref="int"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="DateTime"/> (UTC),
/// <see cref="Guid"/> or <see cref="byte"/> array: the eight types of the Table service. There is no null; a property without a value is not stored.
/// </param>
internal readonly record struct EntityProperty(string Name, object Value);

/// <summary>The key of an entity. Both parts are compared by UTF-16 code unit, which is the order in which entities are listed.</summary>
internal readonly record struct EntityKey(string Partition, string Row) : IComparable<EntityKey>
{
    public int CompareTo(EntityKey other) =>
        string.CompareOrdinal(Partition, other.Partition) is not 0 and var order ? order : string.CompareOrdinal(Row, other.Row);
}

/// <summary>A stored entity. Immutable: a write makes another one.</summary>
/// <param name="key">The key.</param>
/// <param name="timestamp">
/// Ticks (UTC) of the write that made it. Each write of a store has its own, so the timestamp is also the version and the ETag is derived from it.
/// </param>
/// <param name="properties">All properties except the keys and the timestamp, in the order in which they were written.</param>
internal sealed class Entity(EntityKey key, long timestamp, EntityProperty[] properties)
{
    private string? _etag;

    public EntityKey Key { get; } = key;

    public long Timestamp { get; } = timestamp;

    public EntityProperty[] Properties { get; } = properties;

    /// <summary>The ETag in the shape that Azure gives it.</summary>
    public string ETag => _etag ??= string.Create(CultureInfo.InvariantCulture, $"W/\"datetime'{new DateTime(Timestamp, DateTimeKind.Utc):yyyy-MM-ddTHH'%3A'mm'%3A'ss.fffffffZ}'\"");

    /// <summary>A property by name, the keys and the timestamp included; null if the entity does not have it.</summary>
    public object? Find(string name)
    {
        switch (name)
        {
            case "PartitionKey": return Key.Partition;
            case "RowKey": return Key.Row;
            case "Timestamp": return new DateTime(Timestamp, DateTimeKind.Utc);
        }

        foreach (var property in Properties)
        {
            if (property.Name == name)
                return property.Value;
        }

        return null;
    }
}
