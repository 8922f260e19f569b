using System.Collections.Specialized;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>amoCRM's consent page: where it is, and what it sends the browser back with.</summary>
/// <seealso href="https://www.amocrm.ru/developers/content/oauth/step-by-step"/>
public static class Consent
{
    /// <summary>The path of our own page that begins a log-in.</summary>
    public const string LogInPath = "/oauth/login";

    private const string CallbackPath = "/oauth/callback";

    /// <summary>What a person does who has to log in, as the end of a sentence.</summary>
    /// <param name="account">The settings.</param>
    public static string Advice(AmoCrmOptions account) => account.HasLogInPage ? $"open {LogInPath} of this service" : "run amo2gsheet login";

    /// <summary>
    /// The page on which an administrator approves the integration. The log-in takes the whole window, so the page must send back that very
    /// window (<c>post_message</c>) and not the one that would have opened it (<c>popup</c>).
    /// </summary>
    /// <param name="account">The settings.</param>
    /// <param name="state">Comes back with the answer.</param>
    public static Uri Page(AmoCrmOptions account, string state)
    {
        var host = account switch
        {
            { BaseUrl: { Length: > 0 } sandbox } => sandbox.TrimEnd('/'),
            { IsInternational: true } => "https://www.kommo.com",
            _ => "https://www.amocrm.ru",
        };
        return new Uri($"{host}/oauth?client_id={Uri.EscapeDataString(account.ClientId)}&state={Uri.EscapeDataString(state)}&mode=post_message");
    }

    /// <summary>
    /// The link for a person who has to log in: absolute when the redirect address shows where this service stands, else the path alone. None with
    /// a long-lived token, which is a setting, or where the page is closed.
    /// </summary>
    /// <param name="account">The settings.</param>
    public static string? LogInLink(AmoCrmOptions account)
    {
        if (account.HasLongLivedToken || !account.HasLogInPage)
            return null;

        return Uri.TryCreate(account.RedirectUri, UriKind.Absolute, out var redirect) && redirect.AbsolutePath.TrimEnd('/').EndsWith(CallbackPath, StringComparison.Ordinal)
            ? $"{redirect.GetLeftPart(UriPartial.Authority)}{redirect.AbsolutePath.TrimEnd('/')[..^CallbackPath.Length]}{LogInPath}"
            : LogInPath;
    }

    /// <summary>Whether a <c>referer</c> (host of the account that was approved) is another account than ours. Without one nothing is known, and it is not.</summary>
    /// <param name="account">The settings.</param>
    /// <param name="referer">Such as <c>acme.amocrm.ru</c>; a scheme before it is forgiven.</param>
    public static bool IsForeign(AmoCrmOptions account, string? referer)
    {
        if (string.IsNullOrWhiteSpace(referer))
            return false;

        var host = HostOf(referer);
        return host is null || !account.IsAccount(host.Split('.')[0]) || AmoCrmOptions.IsInternationalHost(host) != account.IsInternational;
    }

    /// <summary>The host of a <c>referer</c>; null when it is none, for anybody may write anything there.</summary>
    public static string? HostOf(string? referer)
    {
        var host = referer?.Split("://")[^1].TrimEnd('/');
        return Uri.CheckHostName(host) is UriHostNameType.Dns ? host : null;
    }
}

/// <summary>What amoCRM sends the browser back with. Other parameters (<c>platform</c>, <c>from_widget</c>) say nothing that we need.</summary>
/// <param name="State">Our own state; null when the log-in did not begin here.</param>
/// <param name="Code">The code to exchange.</param>
/// <param name="Error">Why there is no code: <c>access_denied</c>.</param>
/// <param name="Referer">The host of the account that was approved.</param>
/// <param name="ClientId">The integration that was approved.</param>
public sealed record ConsentAnswer(string? State, string? Code, string? Error, string? Referer, string? ClientId)
{
    /// <summary>Reads the query of the redirect address.</summary>
    /// <param name="query">The query, decoded.</param>
    public static ConsentAnswer Read(NameValueCollection query)
    {
        return new ConsentAnswer(Text("state"), Text("code"), Text("error"), Text("referer"), Text("client_id"));

        string? Text(string name) => query[name]?.Trim() is { Length: > 0 } text ? text : null;
    }

    /// <summary>Keeps the code out of whatever prints a record.</summary>
    public override string ToString() => $"answer of the consent page, error {Error ?? "none"}";
}
