using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// A person's log-in in the browser: to amoCRM's consent page and back. What comes back counts only with a state that was given out here and
/// not used yet; it is used up before anything else is looked at, whatever came with it.
/// </summary>
/// <param name="pending">The log-ins under way.</param>
/// <param name="logIn">Exchanges the code.</param>
/// <param name="signal">Nudges the pass: what waited for the log-in goes on at once.</param>
/// <param name="account">Which account and which integration are ours.</param>
/// <param name="logger">Told how a log-in that came back ended.</param>
public sealed partial class LogInByLink(
    PendingLogIns pending, IAmoLogIn logIn, PassSignal signal, IOptions<AmoCrmOptions> account, ILogger<LogInByLink> logger)
{
    /// <summary>Whether there is anything to log in for: a token of the settings needs none.</summary>
    public bool IsNeeded => !account.Value.HasLongLivedToken;

    /// <summary>Begins a log-in.</summary>
    /// <returns>amoCRM's consent page.</returns>
    /// <exception cref="StateConflictException">It could not be written down; the person tries again.</exception>
    public async Task<Uri> BeginAsync(CancellationToken cancellationToken) =>
        Consent.Page(account.Value, await pending.BeginAsync(cancellationToken));

    /// <summary>Ends a log-in with what amoCRM sent the browser back with.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellationToken">Stops it before the exchange; the exchange itself is not cut off.</param>
    public async Task<LinkOutcome> EndAsync(ConsentAnswer answer, CancellationToken cancellationToken)
    {
        var outcome = await TryEndAsync(answer, cancellationToken);
        Log.Ended(logger, outcome.Kind);
        return outcome;
    }

    private async Task<LinkOutcome> TryEndAsync(ConsentAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            if (answer.State is null || !await pending.TakeAsync(answer.State, cancellationToken))
                return new LinkOutcome(LinkOutcomeKind.UnknownState);
            if (answer.Error is not null)
                return new LinkOutcome(LinkOutcomeKind.Denied);
            if (answer.ClientId is not null && answer.ClientId != account.Value.ClientId)
                return new LinkOutcome(LinkOutcomeKind.ForeignIntegration);
            if (Consent.IsForeign(account.Value, answer.Referer))
                return new LinkOutcome(LinkOutcomeKind.ForeignAccount, Words: Consent.HostOf(answer.Referer));
            if (answer.Code is null)
                return new LinkOutcome(LinkOutcomeKind.NoCode);

            var exchanged = await logIn.ExchangeCodeAsync(answer.Code, cancellationToken);
            if (exchanged is AmoLogInForeign foreign)
                return new LinkOutcome(LinkOutcomeKind.ForeignAccount, Words: foreign.Account);
            if (exchanged is not AmoLoggedIn loggedIn)
                return new LinkOutcome(LinkOutcomeKind.CodeRefused, Words: ((AmoLogInRefused)exchanged).Hint);

            signal.Nudge();
            return new LinkOutcome(LinkOutcomeKind.LoggedIn, ExpiresAt: loggedIn.ExpiresAt);
        }
        catch (Exception passing) when (passing is AmoUnavailableException or StateConflictException)
        {
            return new LinkOutcome(LinkOutcomeKind.Unavailable, Words: passing.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A log-in came back from amoCRM's consent page: {Outcome}")]
        public static partial void Ended(ILogger logger, LinkOutcomeKind outcome);
    }
}

/// <summary>How a log-in by link ended.</summary>
/// <param name="Kind">In one word.</param>
/// <param name="ExpiresAt">When the access token ends; only when logged in.</param>
/// <param name="Words">The other side's words: amoCRM's hint, the foreign account, why amoCRM cannot be used. Not to be shown unencoded.</param>
public sealed record LinkOutcome(LinkOutcomeKind Kind, DateTimeOffset? ExpiresAt = null, string? Words = null);

/// <summary>How a log-in by link ended.</summary>
public enum LinkOutcomeKind
{
    /// <summary>Tokens are saved.</summary>
    LoggedIn,

    /// <summary>No state, or one that is unknown, expired or used. Nothing was exchanged.</summary>
    UnknownState,

    /// <summary>The administrator said no.</summary>
    Denied,

    /// <summary>Another integration was approved.</summary>
    ForeignIntegration,

    /// <summary>Another account was approved.</summary>
    ForeignAccount,

    /// <summary>amoCRM sent no code.</summary>
    NoCode,

    /// <summary>amoCRM refused the code.</summary>
    CodeRefused,

    /// <summary>amoCRM or the storage cannot be used for now; the code may be spent.</summary>
    Unavailable,
}
