namespace Amo2GSheet.EmbeddedTables;

/// <summary>An entity is in the file, and its text is not what was written. The message is a part of a sentence that names it.</summary>
internal sealed class DamagedEntityException(string table, EntityKey key, Exception? cause = null)
    : Exception($"the entity with PartitionKey '{key.Partition}' and RowKey '{key.Row}' of the table {table} cannot be read", cause)
{
    public string Table { get; } = table;

    public EntityKey Key { get; } = key;
}
