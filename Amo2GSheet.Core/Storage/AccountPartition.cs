using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Storage;

/// <summary>The amoCRM account whose state is meant; the partition of all its rows, so that a hundred of them go into one transaction.</summary>
/// <remarks>The key is AMO_SUBDOMAIN in lower case: amoCRM answers to any case, a partition key does not.</remarks>
public sealed record AccountPartition
{
    /// <summary>The setting that names the account.</summary>
    public const string Setting = "AMO_SUBDOMAIN";

    /// <summary>Names the account.</summary>
    /// <param name="subdomain">amoCRM's subdomain (<c>acme</c>) or host (<c>acme.amocrm.ru</c>), of which the subdomain counts.</param>
    /// <exception cref="OptionsValidationException">The subdomain is missing or not one.</exception>
    public AccountPartition(string? subdomain)
    {
        if (string.IsNullOrWhiteSpace(subdomain))
            throw new OptionsValidationException(Setting, typeof(AccountPartition), [$"{Setting} is missing: give the account's name (acme) or host (acme.amocrm.ru, acme.kommo.com)."]);

        var trimmed = subdomain.Trim().Split('.')[0];
        if (string.IsNullOrEmpty(trimmed) || !trimmed.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
            throw new OptionsValidationException(Setting, typeof(AccountPartition), [$"{Setting} must be the account's subdomain: letters, digits, hyphens."]);

        Key = trimmed.ToLowerInvariant();
    }

    /// <summary>The partition key.</summary>
    public string Key { get; }

    /// <summary>Reads the account out of the settings.</summary>
    internal static AccountPartition From(IConfiguration configuration) => new(configuration[Setting]);

    /// <inheritdoc />
    public override string ToString() => Key;
}
