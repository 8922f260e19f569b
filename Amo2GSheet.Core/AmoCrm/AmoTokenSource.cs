using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>
/// The tokens to call with. A refresh token can be spent once, so there is one refresh at a time in this process and, by the
/// store's lease, among all workers; the new pair is saved before its first use. A long-lived token stands in for all of that.
/// </summary>
internal sealed partial class AmoTokenSource(
    ITokenStore store,
    AmoOAuth oauth,
    AmoHealth health,
    IOptions<AmoCrmOptions> options,
    TimeProvider time,
    ILogger<AmoTokenSource> logger) : IAmoLogIn, IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LeasePoll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LeasePatience = TimeSpan.FromMinutes(1);

    private readonly StoredTokens? _longLived = LongLivedToken.From(options.Value);
    private readonly SemaphoreSlim _single = new(1);
    private volatile StoredTokens? _last;
    private string? _deadVersion;
    private (string Version, AmoTokens Tokens)? _unsaved;

    /// <summary>What a person does who has to log in, as the end of a sentence.</summary>
    public string Advice { get; } = Consent.Advice(options.Value);

    /// <summary>The pair to call with, refreshed when it ends within five minutes.</summary>
    /// <exception cref="AmoUnauthorizedException">There is none, or it is dead.</exception>
    /// <exception cref="AmoUnavailableException">It had to be refreshed and could not be for now; the refresh token is not lost.</exception>
    public async Task<StoredTokens> CurrentAsync(CancellationToken cancellationToken)
    {
        if (_longLived is not null)
        {
            health.TokenEndsAt(_longLived.Tokens.ExpiresAt);
            return _longLived;
        }

        var current = _last ?? await ReadAsync(cancellationToken);
        return IsFresh(current) ? _last = current : await RefreshAsync(used: null, cancellationToken);
    }

    /// <summary>The pair to repeat a call with, after amoCRM answered 401 to this one: a newer one if there is, else a refreshed one.</summary>
    public Task<StoredTokens> ReplaceAsync(StoredTokens used, CancellationToken cancellationToken) =>
        _longLived is null ? RefreshAsync(used.Version, cancellationToken) : throw health.Unauthorized(LongLivedToken.Refused);

    /// <inheritdoc />
    public async Task<AmoLogInOutcome> ExchangeCodeAsync(string code, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        if (_longLived is not null)
            throw new AmoUnavailableException("Nobody needs to log in: AMO_LONG_LIVED_TOKEN is set and counts. Remove it to log in instead.");
        await _single.WaitAsync(cancellationToken);
        try
        {
            switch (await oauth.ExchangeAsync(code))
            {
                case AmoGranted { Tokens: var tokens }:
                    // The host that is called does not prove it: amoCRM gives tokens of the account that was approved.
                    if (await oauth.ReadSubdomainAsync(tokens) is var account && !options.Value.IsAccount(account))
                        return new AmoLogInForeign(account);
                    _last = await store.SaveAsync(tokens, version: null, CancellationToken.None);
                    health.Accepted();
                    Log.LoggedIn(logger, tokens.ExpiresAt);
                    return new AmoLoggedIn(tokens.ExpiresAt);
                case AmoDenied denied:
                    return new AmoLogInRefused(denied.Words);
                case var unknown:
                    throw new InvalidOperationException($"Unknown grant {unknown.GetType().Name}.");
            }
        }
        catch (AmoAnswerLostException lost)
        {
            throw new AmoUnavailableException($"{lost.Message} The code may be spent: start the log-in again.", null, lost);
        }
        finally
        {
            _single.Release();
        }
    }

    public void Dispose() => _single.Dispose();

    private bool IsFresh(StoredTokens stored) => stored.Tokens.ExpiresAt - time.GetUtcNow() > Margin;

    private async Task<StoredTokens> ReadAsync(CancellationToken cancellationToken) =>
        await store.ReadAsync(cancellationToken) ?? throw health.Unauthorized($"No amoCRM tokens are saved. Log in: {Advice}.");

    private async Task<StoredTokens> RefreshAsync(string? used, CancellationToken cancellationToken)
    {
        await _single.WaitAsync(cancellationToken);
        try
        {
            var began = time.GetTimestamp();
            while (true)
            {
                await using var lease = await store.TryLockRefreshAsync(cancellationToken);
                var stored = await ReadAsync(cancellationToken);
                if (stored.Version != used && IsFresh(stored))
                    return _last = stored;
                if (lease is not null)
                    return _last = await RefreshUnderLeaseAsync(stored);
                if (time.GetElapsedTime(began) > LeasePatience)
                    throw new AmoUnavailableException("Another worker has been refreshing the amoCRM token for a minute. If this repeats, look for a lease that is never given back.");
                await Task.Delay(LeasePoll, time, cancellationToken);
            }
        }
        catch
        {
            // Whatever it was, the next call looks at the store first: a person may have logged in at another worker.
            _last = null;
            throw;
        }
        finally
        {
            _single.Release();
        }
    }

    private async Task<StoredTokens> RefreshUnderLeaseAsync(StoredTokens stored)
    {
        if (stored.Version == _deadVersion)
            throw health.Unauthorized($"amoCRM refused the saved refresh token. Log in: {Advice}.");

        // A pair that was bought but could not be saved is all there is: the token that bought it is spent.
        if (_unsaved is not { } bought || bought.Version != stored.Version)
        {
            switch (await AskTwiceAsync(stored.Tokens.RefreshToken))
            {
                case AmoGranted { Tokens: var tokens }:
                    _unsaved = bought = (stored.Version, tokens);
                    break;
                case AmoDenied denied:
                    return await SurviveRefusalAsync(stored, denied);
                case var unknown:
                    throw new InvalidOperationException($"Unknown grant {unknown.GetType().Name}.");
            }
        }

        var saved = await store.SaveAsync(bought.Tokens, stored.Version, CancellationToken.None);
        _unsaved = null;
        Log.Refreshed(logger, bought.Tokens.ExpiresAt);
        return saved ?? await ReadAsync(CancellationToken.None); // A person logged in meanwhile: theirs counts.
    }

    /// <summary>
    /// A refresh whose answer was lost is asked once more with the same token: amoCRM keeps it valid until the new pair is first used
    /// (https://developers.kommo.com/docs/oauth-20).
    /// </summary>
    private async Task<AmoGrant> AskTwiceAsync(string refreshToken)
    {
        try
        {
            return await oauth.RefreshAsync(refreshToken);
        }
        catch (AmoAnswerLostException lost)
        {
            Log.AskingAgain(logger, lost.Message);
        }

        try
        {
            return await oauth.RefreshAsync(refreshToken);
        }
        catch (AmoAnswerLostException lost)
        {
            throw new AmoUnavailableException($"{lost.Message} The refresh token is kept and tried again.", null, lost);
        }
    }

    private async Task<StoredTokens> SurviveRefusalAsync(StoredTokens stored, AmoDenied denied)
    {
        var now = await ReadAsync(CancellationToken.None);
        if (now.Version != stored.Version && IsFresh(now))
            return now;

        _deadVersion = stored.Version;
        Log.Refused(logger, denied.Words);
        throw health.Unauthorized($"amoCRM refused the refresh token: {denied.Words}. Log in: {Advice}.");
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "A person logged in to amoCRM; the token ends at {ExpiresAt}")]
        public static partial void LoggedIn(ILogger logger, DateTimeOffset expiresAt);

        [LoggerMessage(LogLevel.Information, "The amoCRM token is refreshed; it ends at {ExpiresAt}")]
        public static partial void Refreshed(ILogger logger, DateTimeOffset expiresAt);

        [LoggerMessage(LogLevel.Warning, "{Lost} Asking once more with the same refresh token")]
        public static partial void AskingAgain(ILogger logger, string lost);

        [LoggerMessage(LogLevel.Error, "amoCRM refused the refresh token for good ({Words}): a person has to log in again")]
        public static partial void Refused(ILogger logger, string words);
    }
}
