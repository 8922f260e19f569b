using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Amo2GSheet.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary>Who may look at the dashboard. Without an account it is off.</summary>
internal sealed class DashboardOptions : IValidatableObject
{
    /// <summary><c>DASHBOARD_ACCOUNTS_JSON</c>: names and their hashes, as in <c>{"anna":"pbkdf2-sha512:…"}</c>; <c>amo2gsheet hash-password</c> makes a hash.</summary>
    [ConfigurationKeyName("DASHBOARD_ACCOUNTS_JSON")]
    public string? AccountsJson { get; set; }

    /// <summary><c>DASHBOARD_ADMINS</c>: the names of those who may fill and empty the ledger, with commas between.</summary>
    [ConfigurationKeyName("DASHBOARD_ADMINS")]
    public string? Admins { get; set; }

    /// <summary><c>DASHBOARD_SESSION_HOURS</c>: how long a log-in holds.</summary>
    [ConfigurationKeyName("DASHBOARD_SESSION_HOURS")]
    [SettingRange(1, 720, "DASHBOARD_SESSION_HOURS is not between 1 and 720 hours.")]
    public int SessionHours { get; set; } = 12;

    /// <summary>Hashes by name, whatever the case of its letters.</summary>
    internal IReadOnlyDictionary<string, string> Accounts => ReadAccounts(AccountsJson) ?? new Dictionary<string, string>();

    /// <summary>The administrators' names.</summary>
    internal IReadOnlySet<string> AdminNames =>
        (Admins ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (VaultReference.IsUnresolved(AccountsJson))
        {
            yield return new ValidationResult(VaultReference.Sentence("DASHBOARD_ACCOUNTS_JSON"));
            yield break;
        }

        if (ReadAccounts(AccountsJson) is not { } accounts)
        {
            yield return new ValidationResult("""DASHBOARD_ACCOUNTS_JSON is no JSON object of names and hashes such as {"anna":"pbkdf2-sha512:…"}, each name once.""");
            yield break;
        }

        foreach (var (name, hash) in accounts)
        {
            if (name.Length is 0 or > LongestName || name.Contains(',', StringComparison.Ordinal))
                yield return new ValidationResult($"DASHBOARD_ACCOUNTS_JSON has a name that is empty, longer than {LongestName} letters, or has a comma in it.");
            if (!PasswordHash.IsHash(hash))
                yield return new ValidationResult($"DASHBOARD_ACCOUNTS_JSON has no hash for «{name}»: make one with amo2gsheet hash-password.");
        }

        foreach (var admin in AdminNames.Where(admin => !accounts.ContainsKey(admin)))
            yield return new ValidationResult($"DASHBOARD_ADMINS names «{admin}», whom DASHBOARD_ACCOUNTS_JSON does not have.");
    }

    /// <summary>The longest name.</summary>
    internal const int LongestName = 60;

    private static Dictionary<string, string>? ReadAccounts(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return [];
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                return null;
            var accounts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var account in document.RootElement.EnumerateObject())
            {
                if (!accounts.TryAdd(account.Name.Trim(), account.Value.ValueKind is JsonValueKind.String ? account.Value.GetString()!.Trim() : ""))
                    return null;
            }

            return accounts;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Checks <see cref="DashboardOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class DashboardOptionsValidator : IValidateOptions<DashboardOptions>;
