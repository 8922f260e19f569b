namespace Amo2GSheet.Core.AmoCrm;

/// <summary>A person's log-in to amoCRM: the first one, and again when the tokens are dead.</summary>
public interface IAmoLogIn
{
    /// <summary>
    /// Exchanges the code of amoCRM's consent page for tokens and saves them over whatever was there, once amoCRM has said that they are of the
    /// account of the settings.
    /// </summary>
    /// <param name="code">The code: lives 20 minutes, works once.</param>
    /// <param name="cancellationToken">Stops before the call; the call itself is not cut off.</param>
    /// <exception cref="AmoUnavailableException">amoCRM cannot be used for now; the person starts the log-in again.</exception>
    Task<AmoLogInOutcome> ExchangeCodeAsync(string code, CancellationToken cancellationToken);
}

/// <summary>How a log-in ended.</summary>
public abstract record AmoLogInOutcome;

/// <summary>Tokens are saved and used from now on.</summary>
/// <param name="ExpiresAt">When the access token ends; it is refreshed by itself before that.</param>
public sealed record AmoLoggedIn(DateTimeOffset ExpiresAt) : AmoLogInOutcome;

/// <summary>amoCRM refused the code.</summary>
/// <param name="Hint">amoCRM's words, such as «Authorization code has expired».</param>
public sealed record AmoLogInRefused(string Hint) : AmoLogInOutcome;

/// <summary>The code is of another account than the one of the settings; nothing is saved.</summary>
/// <param name="Account">The subdomain of that account.</param>
public sealed record AmoLogInForeign(string Account) : AmoLogInOutcome
{
    /// <summary>What happened and what to do.</summary>
    public string Sentence => $"The log-in is to the account «{Account}», and AMO_SUBDOMAIN names another one: log in to the right account, or correct the setting. Nothing was saved.";
}
