using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// A person's log-in: to amoCRM's consent page and back. What comes back counts only with a state that was made here, where it was begun, and
/// not used yet; all of that is settled before anything else is looked at, and before amoCRM is called.
/// </summary>
public sealed partial class LogInByLink
{
    private readonly LogInStates _states;
    private readonly RedeemedLogIns _redeemed;
    private readonly LogInLimiter _limiter;
    private readonly IAmoLogIn _logIn;
    private readonly PassSignal _signal;
    private readonly AmoCrmOptions _account;
    private readonly ILogger<LogInByLink> _logger;

    internal LogInByLink(
        LogInStates states, RedeemedLogIns redeemed, LogInLimiter limiter, IAmoLogIn logIn, PassSignal signal, IOptions<AmoCrmOptions> account,
        ILogger<LogInByLink> logger) =>
        (_states, _redeemed, _limiter, _logIn, _signal, _account, _logger) = (states, redeemed, limiter, logIn, signal, account.Value, logger);

    /// <summary>How long a log-in may take.</summary>
    public static TimeSpan Lifetime => LogInState.Lifetime;

    /// <summary>Whether there is anything to log in for: a token of the settings needs none.</summary>
    public bool IsNeeded => !_account.HasLongLivedToken;

    /// <summary>Whether a log-in can be begun in a browser.</summary>
    public bool HasPage => _account.HasLogInPage;

    /// <summary>Begins a log-in in a browser.</summary>
    /// <param name="cookie">The browser's cookie, which has to come back with the answer.</param>
    /// <param name="address">The browser's address; null when it is not known.</param>
    /// <returns>amoCRM's consent page; null when too many were begun.</returns>
    public Uri? TryBegin(string cookie, string? address) =>
        _limiter.TryStart(address) ? Consent.Page(_account, _states.Make(LogInKind.Browser, cookie)) : null;

    /// <summary>Begins a log-in in a terminal.</summary>
    /// <returns>amoCRM's consent page.</returns>
    public Uri BeginInTerminal() => Consent.Page(_account, _states.Make(LogInKind.Terminal, null));

    /// <summary>Ends a log-in with what amoCRM sent the browser back with.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="visit">Who brings it.</param>
    /// <param name="cancellationToken">Stops it before the exchange; the exchange itself is not cut off.</param>
    public async Task<LinkOutcome> EndAsync(ConsentAnswer answer, LogInVisit visit, CancellationToken cancellationToken)
    {
        var outcome = await TryEndAsync(answer, visit, cancellationToken);
        Log.Ended(_logger, outcome.Kind);
        return outcome;
    }

    private async Task<LinkOutcome> TryEndAsync(ConsentAnswer answer, LogInVisit visit, CancellationToken cancellationToken)
    {
        try
        {
            if (answer.State is null || _states.Read(answer.State) is not { } state)
                return new LinkOutcome(LinkOutcomeKind.UnknownState);
            if (WhyNot(state, visit) is { } refusal)
                return new LinkOutcome(refusal);
            if (!await _redeemed.TryRedeemAsync(state.Nonce, state.Until, cancellationToken))
                return new LinkOutcome(LinkOutcomeKind.UnknownState);
            if (answer.Error is not null)
                return new LinkOutcome(LinkOutcomeKind.Denied);
            if (answer.ClientId is not null && answer.ClientId != _account.ClientId)
                return new LinkOutcome(LinkOutcomeKind.ForeignIntegration);
            if (Consent.IsForeign(_account, answer.Referer))
                return new LinkOutcome(LinkOutcomeKind.ForeignAccount, Words: Consent.HostOf(answer.Referer));
            if (answer.Code is null)
                return new LinkOutcome(LinkOutcomeKind.NoCode);

            var exchanged = await _logIn.ExchangeCodeAsync(answer.Code, cancellationToken);
            if (exchanged is AmoLogInForeign foreign)
                return new LinkOutcome(LinkOutcomeKind.ForeignAccount, Words: foreign.Account);
            if (exchanged is not AmoLoggedIn loggedIn)
                return new LinkOutcome(LinkOutcomeKind.CodeRefused, Words: ((AmoLogInRefused)exchanged).Hint);

            _signal.Nudge();
            return new LinkOutcome(LinkOutcomeKind.LoggedIn, ExpiresAt: loggedIn.ExpiresAt);
        }
        catch (Exception passing) when (passing is AmoUnavailableException or StateConflictException)
        {
            return new LinkOutcome(LinkOutcomeKind.Unavailable, Words: passing.Message);
        }
    }

    /// <summary>Why somebody may not redeem a state; the state stays as it is then.</summary>
    private LinkOutcomeKind? WhyNot(LogInState state, LogInVisit visit)
    {
        if (state.Kind != visit.Kind)
            return state.Kind is LogInKind.Terminal ? LinkOutcomeKind.ForTerminal : LinkOutcomeKind.ForBrowser;
        if (state.Kind is LogInKind.Terminal)
            return null;
        if (!HasPage)
            return LinkOutcomeKind.Closed;
        if (!state.IsOf(visit.Cookie))
            return LinkOutcomeKind.OtherBrowser;
        return _limiter.TryRedeem(visit.Address) ? null : LinkOutcomeKind.TooMany;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A log-in came back from amoCRM's consent page: {Outcome}")]
        public static partial void Ended(ILogger logger, LinkOutcomeKind outcome);
    }
}

/// <summary>Who brings a log-in back.</summary>
/// <param name="Kind">A browser at the service's own page, or a person at a terminal.</param>
/// <param name="Cookie">The browser's cookie; null when it sent none.</param>
/// <param name="Address">The browser's address; null when it is not known.</param>
public sealed record LogInVisit(LogInKind Kind, string? Cookie = null, string? Address = null)
{
    /// <summary>Keeps the cookie out of whatever prints a record.</summary>
    public override string ToString() => $"{Kind}";
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

    /// <summary>It was begun in a terminal and has to end there; it still can.</summary>
    ForTerminal,

    /// <summary>It was begun in a browser and has to end there; it still can.</summary>
    ForBrowser,

    /// <summary>It was begun in another browser; it can still end there.</summary>
    OtherBrowser,

    /// <summary>The page of log-ins is closed by a setting.</summary>
    Closed,

    /// <summary>Too many log-ins came back; this one can be tried again.</summary>
    TooMany,

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
