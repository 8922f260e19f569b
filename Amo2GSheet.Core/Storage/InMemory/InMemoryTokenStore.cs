using Amo2GSheet.Core.AmoCrm;

namespace Amo2GSheet.Core.Storage.InMemory;

/// <summary>amoCRM's tokens in memory.</summary>
internal sealed class InMemoryTokenStore(RefreshLock refreshLock) : ITokenStore
{
    private readonly InMemoryGate _gate = new();
    private StoredTokens? _stored;

    public Task<StoredTokens?> ReadAsync(CancellationToken cancellationToken) => _gate.Answer(() => _stored, cancellationToken);

    public Task<StoredTokens?> SaveAsync(AmoTokens tokens, string? version, CancellationToken cancellationToken) =>
        _gate.Answer(() =>
            version is null || version == _stored?.Version ? _stored = new StoredTokens(tokens, _gate.NextVersion()) : null, cancellationToken);

    public Task<IAsyncDisposable?> TryLockRefreshAsync(CancellationToken cancellationToken) => refreshLock.TryTakeAsync(cancellationToken);
}
