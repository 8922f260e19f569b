namespace Amo2GSheet.Core.AmoCrm;

/// <summary>Where amoCRM's tokens live, so that all workers share one pair. A refresh token can be spent once.</summary>
public interface ITokenStore
{
    /// <summary>The saved tokens, or null before the first log-in.</summary>
    Task<StoredTokens?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Saves a new pair, before its first use.</summary>
    /// <param name="tokens">The new pair.</param>
    /// <param name="version">The version that it replaces; null replaces whatever is there (a person logged in).</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The stored pair, or null when somebody else replaced that version meanwhile.</returns>
    Task<StoredTokens?> SaveAsync(AmoTokens tokens, string? version, CancellationToken cancellationToken);

    /// <summary>Takes the lease under which one worker refreshes.</summary>
    /// <returns>The lease, given back by disposal; null when another worker has it: wait, then read again.</returns>
    Task<IAsyncDisposable?> TryLockRefreshAsync(CancellationToken cancellationToken);
}

/// <summary>A pair of tokens. Neither may ever reach a log, an exception or an answer.</summary>
/// <param name="AccessToken">The bearer token.</param>
/// <param name="RefreshToken">The single-use token that buys the next pair.</param>
/// <param name="ExpiresAt">When the access token ends, by our clock.</param>
public sealed record AmoTokens(string AccessToken, string RefreshToken, DateTimeOffset ExpiresAt)
{
    /// <summary>Keeps the secrets out of whatever prints a record.</summary>
    public override string ToString() => $"tokens until {ExpiresAt:O}";
}

/// <summary>Tokens as stored.</summary>
/// <param name="Tokens">The pair.</param>
/// <param name="Version">Opaque version, for <see cref="ITokenStore.SaveAsync"/>.</param>
public sealed record StoredTokens(AmoTokens Tokens, string Version);
