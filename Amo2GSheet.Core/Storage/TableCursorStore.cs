using Amo2GSheet.Core.State;
using Azure;
using Azure.Data.Tables;

namespace Amo2GSheet.Core.Storage;

/// <summary>Cursors in Table Storage, one row a name.</summary>
internal sealed class TableCursorStore(AzureTables tables, AccountPartition account) : ICursorStore
{
    private readonly TableClient _table = tables.Cursors;

    public async Task<Cursor?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(account.Key, TableKeys.Of(name), cancellationToken: cancellationToken);
        return found.HasValue ? new Cursor(name, found.Value!.GetString("Value") ?? "", found.Value.ETag.ToString()) : null;
    }

    public async Task<Cursor?> WriteAsync(string name, string value, string? version, CancellationToken cancellationToken)
    {
        if (value.Length > TableValues.LongestText)
            throw new ArgumentException($"A cursor holds {TableValues.LongestText} characters at most.", nameof(value));

        var entity = new TableEntity(account.Key, TableKeys.Of(name)) { ["Value"] = value };
        try
        {
            var answer = version is null
                ? await _table.AddEntityAsync(entity, cancellationToken)
                : await _table.UpdateEntityAsync(entity, new ETag(version), TableUpdateMode.Replace, cancellationToken);
            return new Cursor(name, value, answer.Version());
        }
        catch (RequestFailedException exception) when (exception.IsConflict())
        {
            return null;
        }
    }
}
