using Azure;
using Azure.Data.Tables;

namespace Amo2GSheet.Core.Storage;

/// <summary>Sends actions on one partition, a hundred to a transaction, where one refused action must not stop the others.</summary>
internal static class TableBatch
{
    /// <summary>Azure's limit of actions in a transaction.</summary>
    public const int Largest = 100;

    // Azure's limit is 4 MiB of the request's body.
    private const int LargestBytes = 3_500_000;

    /// <summary>Cuts what is saved together into transactions, by number and by size.</summary>
    /// <param name="items">What is saved.</param>
    /// <param name="entityOf">The entity that is sent for it.</param>
    /// <param name="most">How many go into one transaction at most.</param>
    public static IEnumerable<List<T>> Cut<T>(IEnumerable<T> items, Func<T, ITableEntity> entityOf, int most = Largest)
    {
        var part = new List<T>();
        var bytes = 0L;
        foreach (var item in items)
        {
            var size = BytesOf(entityOf(item));
            if (part.Count == most || (part.Count > 0 && bytes + size > LargestBytes))
            {
                yield return part;
                (part, bytes) = ([], 0);
            }

            part.Add(item);
            bytes += size;
        }

        if (part.Count > 0)
            yield return part;
    }

    /// <summary>What an entity takes in a request's body at most. Azure's client escapes all letters but ASCII, six bytes each.</summary>
    private static long BytesOf(ITableEntity entity)
    {
        const int head = 1_000;
        const int perProperty = 100;
        return entity is not TableEntity properties
            ? head
            : head + properties.Sum(property => perProperty + (property.Value is string text ? text.Sum(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' ? 1L : 6L) : 0));
    }

    /// <summary>Sends the actions; one whose entity changed meanwhile is taken out of its transaction and the rest is sent again.</summary>
    /// <returns>The HTTP status of each action that was taken out: 412 changed, 404 gone.</returns>
    public static async Task<List<int>> SendAsync(this TableClient table, IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        var takenOut = new List<int>();
        foreach (var rest in Cut(actions, action => action.Entity))
        {
            while (rest.Count > 0 && await RefusedAsync(table, rest, cancellationToken) is var (index, status))
            {
                rest.RemoveAt(index);
                takenOut.Add(status);
            }
        }

        return takenOut;
    }

    private static async Task<(int Index, int Status)?> RefusedAsync(
        TableClient table, List<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
            return null;
        }
        catch (TableTransactionFailedException exception) when (exception.IsConflict() && exception.FailedTransactionActionIndex is not null)
        {
            return (exception.FailedTransactionActionIndex.Value, exception.Status);
        }
    }

    /// <summary>Deletes every row that a filter finds. May be repeated after it was cut short.</summary>
    public static async Task ClearAsync(this TableClient table, string filter, CancellationToken cancellationToken)
    {
        await foreach (var page in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken).AsPages())
        {
            foreach (var partition in page.Values.GroupBy(entity => entity.PartitionKey))
                await table.SendAsync(partition.Select(entity => new TableTransactionAction(TableTransactionActionType.Delete, entity, ETag.All)), cancellationToken);
        }
    }
}
