using System.ComponentModel.DataAnnotations;
using Amo2GSheet.Core.Leads;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>How to reach the account in amoCRM. Flat settings; each message names the setting that it is about.</summary>
public sealed class AmoCrmOptions : IValidatableObject
{
    private const string DefaultZone = "amocrm.ru";

    /// <summary><c>AMO_SUBDOMAIN</c>: the account, as label (<c>acme</c>) or as host (<c>acme.amocrm.ru</c>, <c>acme.kommo.com</c>).</summary>
    [ConfigurationKeyName("AMO_SUBDOMAIN")]
    [Required(ErrorMessage = "AMO_SUBDOMAIN is missing: give the account's name (acme) or host (acme.amocrm.ru, acme.kommo.com).")]
    [RegularExpression(
        @"[A-Za-z0-9][A-Za-z0-9-]{0,62}(\.(amocrm\.ru|amocrm\.com|kommo\.com))?",
        ErrorMessage = "AMO_SUBDOMAIN must be the account's name (acme) or host (acme.amocrm.ru, acme.kommo.com), without https:// and without a path.")]
    public string Subdomain { get; set; } = "";

    /// <summary><c>AMO_CLIENT_ID</c>: the integration's id. It, its secret and its address are for OAuth; a long-lived token needs none.</summary>
    [ConfigurationKeyName("AMO_CLIENT_ID")]
    public string ClientId { get; set => field = value ?? ""; } = "";

    /// <summary><c>AMO_CLIENT_SECRET</c>: the integration's secret key.</summary>
    [ConfigurationKeyName("AMO_CLIENT_SECRET")]
    public string ClientSecret { get; set => field = value ?? ""; } = "";

    /// <summary><c>AMO_REDIRECT_URI</c>: exactly as registered in the integration; amoCRM wants it at every refresh too.</summary>
    [ConfigurationKeyName("AMO_REDIRECT_URI")]
    [RegularExpression("https?://.+", ErrorMessage = "AMO_REDIRECT_URI must be an address that begins with https://, exactly as the integration has it.")]
    public string RedirectUri { get; set => field = value ?? ""; } = "";

    /// <summary><c>AMO_LONG_LIVED_TOKEN</c>: a token made in amoCRM's settings, used in place of OAuth's and never refreshed.</summary>
    [ConfigurationKeyName("AMO_LONG_LIVED_TOKEN")]
    public string LongLivedToken { get; set => field = value ?? ""; } = "";

    /// <summary><c>AMO_LOGIN_PAGE</c>: <c>off</c> closes <c>/oauth/login</c>; a log-in is begun with <c>amo2gsheet login</c> then.</summary>
    [ConfigurationKeyName("AMO_LOGIN_PAGE")]
    [RegularExpression("(?i)on|off", ErrorMessage = "AMO_LOGIN_PAGE is neither on nor off.")]
    public string LogInPage { get; set => field = value ?? ""; } = "on";

    /// <summary><c>AMO_TOKEN_STORE</c>: where the original kept its tokens. Only named in the log: ours live in Table Storage.</summary>
    [ConfigurationKeyName("AMO_TOKEN_STORE")]
    public string TokenStore { get; set => field = value ?? ""; } = "";

    /// <summary><c>AMO_AUTH_CODE</c>: how the original logged in. Only named in the log.</summary>
    [ConfigurationKeyName("AMO_AUTH_CODE")]
    public string AuthCode { get; set => field = value ?? ""; } = "";

    /// <summary><c>AMO_ORDER_FIELD_ID</c>: the lead field that holds the order number; 0 or nothing finds it by the name «Заказ №».</summary>
    [ConfigurationKeyName("AMO_ORDER_FIELD_ID")]
    [SettingRange(0, long.MaxValue, "AMO_ORDER_FIELD_ID is not the id of a lead field: give a whole number, or 0.")]
    public long? OrderFieldId { get; set; }

    /// <summary><c>AMO_BASE_URL</c>: where to call instead of the account's host; for the sandbox.</summary>
    [ConfigurationKeyName("AMO_BASE_URL")]
    [RegularExpression(@"https?://[^/\s?#@]+/?", ErrorMessage = "AMO_BASE_URL must be scheme, host and port only, as in http://127.0.0.1:5080; leave it out for the real amoCRM.")]
    public string? BaseUrl { get; set; }

    /// <summary><c>AMO_WEBHOOK_URL</c>: the public address of <c>POST /webhook/amocrm</c>, key included; the service registers it by itself.</summary>
    [ConfigurationKeyName("AMO_WEBHOOK_URL")]
    [RegularExpression(
        @"https?://[^/\s?#@]+/[^\s#]*",
        ErrorMessage = "AMO_WEBHOOK_URL must be the whole public address of the webhook, as in https://example.com/webhook/amocrm?code=<key>; leave it out to register the webhook by hand.")]
    public string? WebhookUrl { get; set; }

    /// <summary><c>AMO_REQUEST_DELAY_SEC</c>: seconds from the start of one call to the start of the next; amoCRM allows seven calls a second.</summary>
    [ConfigurationKeyName("AMO_REQUEST_DELAY_SEC")]
    [SettingRange(0.143, 60, "AMO_REQUEST_DELAY_SEC must be from 0.143 (seven calls a second, amoCRM's limit) to 60 seconds.")]
    public double RequestDelaySeconds { get; set; } = 0.2;

    /// <summary>Whether a token of the settings stands in for OAuth's log-in.</summary>
    public bool HasLongLivedToken => !string.IsNullOrWhiteSpace(LongLivedToken);

    /// <summary>Whether a log-in can be begun at <c>/oauth/login</c>.</summary>
    public bool HasLogInPage => !LogInPage.Equals("off", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where people use the account in a browser, without a slash at the end.</summary>
    public string PageAddress => BaseAddress.GetLeftPart(UriPartial.Authority);

    /// <summary>A lead's page for people.</summary>
    public string LeadPage(LeadId lead) => $"{PageAddress}/leads/detail/{lead}";

    /// <summary>Whether a webhook's <c>account[subdomain]</c> is the account of these settings.</summary>
    public bool IsAccount(string subdomain) => subdomain.Equals(Subdomain.Split('.')[0], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the account is one of Kommo's, as amoCRM is called outside of Russia; both zones are one system.</summary>
    internal bool IsInternational => IsInternationalHost(Subdomain);

    /// <summary>Whether a host is one of Kommo's.</summary>
    internal static bool IsInternationalHost(string host) =>
        host.EndsWith(".kommo.com", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".amocrm.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where all calls go, ending in a slash.</summary>
    internal Uri BaseAddress =>
        new(string.IsNullOrEmpty(BaseUrl) ? $"https://{(Subdomain.Contains('.', StringComparison.Ordinal) ? Subdomain : $"{Subdomain}.{DefaultZone}")}/" : BaseUrl);

    /// <summary>Our webhook's address with its key; null when it is registered by hand.</summary>
    internal Uri? WebhookAddress => string.IsNullOrEmpty(WebhookUrl) ? null : new Uri(WebhookUrl);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, secret) in new[] { ("AMO_CLIENT_SECRET", ClientSecret), ("AMO_LONG_LIVED_TOKEN", LongLivedToken), ("AMO_WEBHOOK_URL", WebhookUrl) })
        {
            if (VaultReference.IsUnresolved(secret))
                yield return new ValidationResult(VaultReference.Sentence(name));
        }

        if (BaseUrl?.StartsWith("http://", StringComparison.Ordinal) is true && Uri.TryCreate(BaseUrl, UriKind.Absolute, out var plain) && !plain.IsLoopback)
            yield return new ValidationResult("AMO_BASE_URL must begin with https://: over http:// anyone on the way could read the tokens, so that is for this machine alone (127.0.0.1, localhost, [::1]).");

        if (HasLongLivedToken)
        {
            if (!LongLivedToken.StartsWith('@') && !AmoCrm.LongLivedToken.IsToken(LongLivedToken.Trim()))
                yield return new ValidationResult("AMO_LONG_LIVED_TOKEN is no token: copy it from the integration's «Keys and scopes» tab in amoCRM, in one piece.");
            yield break;
        }

        if (string.IsNullOrWhiteSpace(ClientId))
            yield return new ValidationResult("AMO_CLIENT_ID is missing: it is the integration's id, on its «Keys and scopes» tab in amoCRM. A token in AMO_LONG_LIVED_TOKEN would do instead of the three OAuth settings.");
        if (string.IsNullOrWhiteSpace(ClientSecret))
            yield return new ValidationResult("AMO_CLIENT_SECRET is missing: it is the integration's secret key, on its «Keys and scopes» tab in amoCRM.");
        if (string.IsNullOrWhiteSpace(RedirectUri))
            yield return new ValidationResult("AMO_REDIRECT_URI is missing: give the redirect address exactly as the integration has it.");
    }

    /// <summary>The gap between the starts of two calls.</summary>
    internal TimeSpan RequestDelay => TimeSpan.FromMilliseconds(Math.Round(RequestDelaySeconds * 1000));
}

/// <summary>Checks the settings at start.</summary>
[OptionsValidator]
internal sealed partial class AmoCrmOptionsValidator : IValidateOptions<AmoCrmOptions>;
