using Azure;
using Azure.Data.Tables;

namespace Amo2GSheet.Core.Storage;

/// <summary>Sends actions on one partition, a hundred to a transaction, where one refused action must not stop the others.</summary>
internal static class TableBatch
{
    /// <summary>Azure's limit of actions in a transaction.</summary>
    public const int Largest = 100;

    /// <summary>Sends the actions; one whose entity changed meanwhile is taken out of its transaction and the rest is sent again.</summary>
    /// <returns>The HTTP status of each action that was taken out: 412 changed, 404 gone.</returns>
    public static async Task<List<int>> SendAsync(this TableClient table, IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        var takenOut = new List<int>();
        foreach (var chunk in actions.Chunk(Largest))
        {
            var rest = chunk.ToList();
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
