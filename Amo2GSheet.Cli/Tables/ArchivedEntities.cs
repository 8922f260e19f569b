using Amo2GSheet.EmbeddedTables;
using Azure.Data.Tables;

namespace Amo2GSheet.Cli.Tables;

/// <summary>Entities between Azure's client and an archive.</summary>
internal static class ArchivedEntities
{
    /// <summary>Azure takes four MiB; its client writes a letter that is not ASCII as six bytes, and puts headers around each entity.</summary>
    private const int TransactionBytes = 3 * 1024 * 1024;

    private const int TransactionEntities = 100;

    /// <summary>An entity as the archive keeps it.</summary>
    public static Entity From(TableEntity entity) => new(
        new EntityKey(entity.PartitionKey, entity.RowKey),
        (entity.Timestamp ?? default).UtcTicks,
        [.. entity.Where(property => property.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag") && property.Value is not null)
            .Select(property => new EntityProperty(property.Key, Value(property.Value)))]);

    /// <summary>An entity as Azure's client sends it.</summary>
    public static TableEntity To(Entity entity)
    {
        var made = new TableEntity(entity.Key.Partition, entity.Key.Row);
        foreach (var (name, value) in entity.Properties)
            made[name] = value;
        return made;
    }

    /// <summary>Cuts entities in the order of their keys into transactions: of one partition, of no more than Azure takes.</summary>
    public static IEnumerable<IReadOnlyList<Entity>> Transactions(IEnumerable<Entity> entities)
    {
        var transaction = new List<Entity>();
        var bytes = 0;
        foreach (var entity in entities)
        {
            var size = Size(entity);
            if (transaction.Count > 0
                && (transaction[0].Key.Partition != entity.Key.Partition || transaction.Count == TransactionEntities || bytes + size > TransactionBytes))
            {
                yield return transaction;
                (transaction, bytes) = ([], 0);
            }

            transaction.Add(entity);
            bytes += size;
        }

        if (transaction.Count > 0)
            yield return transaction;
    }

    private static object Value(object value) => value switch
    {
        DateTimeOffset date => date.UtcDateTime,
        BinaryData binary => binary.ToArray(),
        _ => value,
    };

    private static int Size(Entity entity) => 1000 + (12 * (entity.Key.Partition.Length + entity.Key.Row.Length))
        + entity.Properties.Sum(property => 100 + (6 * property.Name.Length) + property.Value switch
        {
            string text => 6 * text.Length,
            byte[] binary => 2 * binary.Length,
            _ => 40,
        });
}
