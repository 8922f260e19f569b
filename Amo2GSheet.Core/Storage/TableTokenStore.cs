using Amo2GSheet.Core.AmoCrm;
using Azure;
using Azure.Data.Tables;

namespace Amo2GSheet.Core.Storage;

/// <summary>amoCRM's tokens in Table Storage, as they are: Azure encrypts at rest, and whoever may read the table may act for the account anyway.</summary>
internal sealed class TableTokenStore(AzureTables tables, AccountPartition account, RefreshLock refreshLock) : ITokenStore
{
    private const string Key = "oauth";

    private readonly TableClient _table = tables.Tokens;

    public async Task<StoredTokens?> ReadAsync(CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(account.Key, Key, cancellationToken: cancellationToken);
        if (!found.HasValue)
            return null;

        var entity = found.Value!;
        var tokens = new AmoTokens(
            entity.Text("AccessToken") ?? "", entity.Text("RefreshToken") ?? "", entity.GetDateTimeOffset("ExpiresAt") ?? default);
        return new StoredTokens(tokens, entity.ETag.ToString());
    }

    public async Task<StoredTokens?> SaveAsync(AmoTokens tokens, string? version, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(account.Key, Key) { ["ExpiresAt"] = tokens.ExpiresAt.ToUniversalTime() };
        entity.SetText("AccessToken", tokens.AccessToken);
        entity.SetText("RefreshToken", tokens.RefreshToken);
        try
        {
            var answer = version is null
                ? await _table.UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken)
                : await _table.UpdateEntityAsync(entity, new ETag(version), TableUpdateMode.Replace, cancellationToken);
            return new StoredTokens(tokens, answer.Version());
        }
        catch (RequestFailedException exception) when (version is not null && exception.IsConflict())
        {
            return null;
        }
    }

    public Task<IAsyncDisposable?> TryLockRefreshAsync(CancellationToken cancellationToken) => refreshLock.TryTakeAsync(cancellationToken);
}
