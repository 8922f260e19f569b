namespace Amo2GSheet.Core;

/// <summary>A setting that should come out of Key Vault. Azure hands the reference itself over when it could not follow it.</summary>
public static class VaultReference
{
    /// <summary>Whether a setting's value is such a reference.</summary>
    public static bool IsUnresolved(string? value) => value?.StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>What is wrong, and what to do.</summary>
    /// <param name="setting">The setting's name.</param>
    public static string Sentence(string setting) =>
        $"{setting} is a reference to Key Vault that Azure could not follow: put the secret into the vault, and let the app's identity read it.";
}
