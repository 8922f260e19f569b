using Amo2GSheet.Core.AmoCrm;

namespace Amo2GSheet.Core.Storage.InMemory;

/// <summary>The pair of tokens that all workers share.</summary>
internal sealed class InMemoryTokens
{
    public InMemoryGate Gate { get; } = new();

    public StoredTokens? Stored { get; set; }
}

/// <summary>amoCRM's tokens in memory, as one worker sees them.</summary>
/// <param name="shared">What all workers share.</param>
/// <param name="refreshLock">The worker's own hand on the lease.</param>
internal sealed class InMemoryTokenStore(InMemoryTokens shared, RefreshLock refreshLock) : ITokenStore
{
    public Task<StoredTokens?> ReadAsync(CancellationToken cancellationToken) => shared.Gate.Answer(() => shared.Stored, cancellationToken);

    public Task<StoredTokens?> SaveAsync(AmoTokens tokens, string? version, CancellationToken cancellationToken) =>
        shared.Gate.Answer(() =>
            version is null || version == shared.Stored?.Version ? shared.Stored = new StoredTokens(tokens, shared.Gate.NextVersion()) : null, cancellationToken);

    public Task<IAsyncDisposable?> TryLockRefreshAsync(CancellationToken cancellationToken) => refreshLock.TryTakeAsync(cancellationToken);
}
