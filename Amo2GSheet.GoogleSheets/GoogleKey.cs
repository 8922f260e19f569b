using Amo2GSheet.Core;
using Google.Apis.Auth.OAuth2;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.GoogleSheets;

/// <summary>Loads the service account's key. What is wrong with a key is said without a word of its content.</summary>
internal static class GoogleKey
{
    /// <summary>Loads the key that the settings name.</summary>
    /// <exception cref="GoogleKeyException">There is no such key, or it is none of a service account.</exception>
    public static ServiceAccountCredential Load(GoogleSheetOptions options)
    {
        var fromFile = string.IsNullOrWhiteSpace(options.ServiceAccountJson);
        var setting = fromFile ? "GOOGLE_SERVICE_ACCOUNT_FILE" : "GOOGLE_SERVICE_ACCOUNT_JSON";
        var json = fromFile ? ReadFile(options.ServiceAccountFile) : options.ServiceAccountJson!;
        if (VaultReference.IsUnresolved(json))
            throw new GoogleKeyException(VaultReference.Sentence(setting));
        try
        {
            return CredentialFactory.FromJson<ServiceAccountCredential>(json);
        }
        catch (Exception)
        {
            // Parsers quote what they stumble over, and that may be the key: neither text nor cause goes on.
            throw new GoogleKeyException(
                $"{setting} is not the JSON key of a service account: make one in Google Cloud (IAM, Service accounts, Keys, JSON) and give it unchanged.");
        }
    }

    private static string ReadFile(string? path)
    {
        var named = string.IsNullOrWhiteSpace(path) ? GoogleSheetOptions.DefaultKeyFile : path.Trim();
        try
        {
            return File.ReadAllText(named);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new GoogleKeyException(string.IsNullOrWhiteSpace(path)
                ? $"Neither GOOGLE_SERVICE_ACCOUNT_FILE (path of the service account's JSON key) nor GOOGLE_SERVICE_ACCOUNT_JSON (the key itself) is set, and {named} {(File.Exists(named) ? "cannot be read" : "is not there")} in {Directory.GetCurrentDirectory()}."
                : $"GOOGLE_SERVICE_ACCOUNT_FILE names a file that cannot be read: {named} ({failure.GetType().Name}).");
        }
    }
}

/// <summary>The key cannot be used; the message names the setting.</summary>
internal sealed class GoogleKeyException(string message) : Exception(message);

/// <summary>Loads the key once at start, so that a wrong one stops the start and not the first pass.</summary>
internal sealed class GoogleKeyValidator : IValidateOptions<GoogleSheetOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, GoogleSheetOptions options)
    {
        try
        {
            GoogleKey.Load(options);
            return ValidateOptionsResult.Success;
        }
        catch (GoogleKeyException failure)
        {
            return ValidateOptionsResult.Fail(failure.Message);
        }
    }
}
