using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core;

/// <summary>
/// <c>ENVIRONMENT</c> (<c>dev</c> or <c>prod</c>) chooses between two sets of credentials: a setting with the prefix <c>DEV_</c> or
/// <c>PROD_</c> counts over the same one without. An empty one with the prefix counts too: production must not fall back on what
/// stands there for something else.
/// </summary>
public static class EnvironmentSwitch
{
    private const string Name = "ENVIRONMENT";

    /// <summary>What hosts call their own environment; each of them cuts its prefix off, and what is left reads like our setting.</summary>
    private static readonly string[] OfHosts = ["AZURE_FUNCTIONS_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT"];

    /// <summary>The settings that can bear a prefix.</summary>
    public static IReadOnlyList<string> Scoped { get; } =
    [
        "AMO_SUBDOMAIN", "AMO_CLIENT_ID", "AMO_CLIENT_SECRET", "AMO_REDIRECT_URI", "AMO_AUTH_CODE", "AMO_TOKEN_STORE", "AMO_LONG_LIVED_TOKEN", "AMO_WEBHOOK_URL",
        "GOOGLE_SERVICE_ACCOUNT_FILE", "GOOGLE_SERVICE_ACCOUNT_JSON", "GOOGLE_SHEET_ID", "GOOGLE_WORKSHEET_NAME",
        "TRIGGER_STATUS_NAME", "TRIGGER_STATUS_NAMES",
    ];

    /// <summary>The prefixes.</summary>
    public static IReadOnlyList<string> Prefixes { get; } = ["DEV_", "PROD_"];

    /// <summary>What to lay over the settings: the chosen environment's values under their bare names, and <c>ENVIRONMENT</c> as a person set it.</summary>
    /// <param name="settings">All settings, prefixes and all.</param>
    public static IReadOnlyDictionary<string, string?> Promote(IConfiguration settings)
    {
        var chosen = Chosen(settings);
        var promoted = new Dictionary<string, string?> { [Name] = chosen };
        var prefix = Prefixes.FirstOrDefault(prefix => prefix.TrimEnd('_').Equals(chosen ?? "dev", StringComparison.OrdinalIgnoreCase));
        foreach (var name in prefix is null ? [] : Scoped)
        {
            if (settings[prefix + name] is { } value)
                promoted[name] = value;
        }

        // Of the two forms of the key one is enough; the chosen environment's must not meet the other's leftover.
        Displace("GOOGLE_SERVICE_ACCOUNT_FILE", "GOOGLE_SERVICE_ACCOUNT_JSON");
        Displace("GOOGLE_SERVICE_ACCOUNT_JSON", "GOOGLE_SERVICE_ACCOUNT_FILE");
        return promoted;

        void Displace(string given, string other)
        {
            if (!string.IsNullOrWhiteSpace(promoted.GetValueOrDefault(given)) && !promoted.ContainsKey(other))
                promoted[other] = null;
        }
    }

    private static string? Chosen(IConfiguration settings)
    {
        var value = settings[Name];
        var isOfHost = OfHosts.Any(name => string.Equals(settings[name], value, StringComparison.OrdinalIgnoreCase));
        // A source that has the host's variable in full has cut nothing off: if it has ours as well, a person set it.
        var isOurs = !isOfHost || (settings is IConfigurationRoot root
            && root.Providers.Any(source => source.TryGet(Name, out _) && OfHosts.Any(name => source.TryGet(name, out _))));
        return isOurs && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
    }
}

/// <summary>Which set of credentials counts.</summary>
public sealed class EnvironmentOptions
{
    /// <summary><c>ENVIRONMENT</c>: <c>dev</c>, which is also what counts when it is not set, or <c>prod</c>.</summary>
    [ConfigurationKeyName("ENVIRONMENT")]
    [RegularExpression("(?i)dev|prod", ErrorMessage = "ENVIRONMENT is neither dev nor prod: it chooses between the settings that begin with DEV_ and those that begin with PROD_.")]
    public string? Environment { get; set; }
}

/// <summary>Checks <see cref="EnvironmentOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class EnvironmentOptionsValidator : IValidateOptions<EnvironmentOptions>;
