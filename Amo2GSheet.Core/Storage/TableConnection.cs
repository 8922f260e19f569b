using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Storage;

/// <summary>
/// Where the tables are, as the settings say: <c>AMO2GSHEET_TABLES</c> (connection string, or <c>sqlite:</c> and a file), else
/// <c>AzureWebJobsStorage</c> (connection string), else its identity form (<c>__tableServiceUri</c> or <c>__accountName</c>, and
/// <c>__clientId</c> for a user-assigned identity).
/// </summary>
/// <param name="setting">The setting that was followed; named in whatever goes wrong.</param>
/// <param name="prefix">What all names of tables begin with; may be empty.</param>
/// <param name="open">Makes the client.</param>
internal sealed partial class TableConnection(string setting, string prefix, Func<TableClientOptions, TableServiceClient> open)
{
    /// <summary>What a setting begins with that names a file of tables.</summary>
    public const string FileScheme = "sqlite:";

    public const string OwnSetting = "AMO2GSHEET_TABLES";
    public const string HostSetting = "AzureWebJobsStorage";
    public const string PrefixSetting = "AMO2GSHEET_TABLE_PREFIX";

    // Never looked up: the transport of a file takes every address, and checks no signature.
    private static readonly Uri NoAddress = new("https://tables.invalid/");
    private static readonly AzureSasCredential NoSignature = new("sig=none");

    /// <summary>The setting that was followed.</summary>
    public string Setting { get; } = setting;

    /// <summary>What all names of tables begin with; may be empty.</summary>
    public string Prefix { get; } = prefix;

    /// <summary>The file that holds the tables; null where a server does.</summary>
    public string? File { get; private init; }

    /// <summary>Makes the client of all tables.</summary>
    public TableServiceClient Open(TableClientOptions options) => open(options);

    /// <summary>Tables whose transport stands in the client's options and takes every address.</summary>
    /// <param name="setting">Where they are, for what goes wrong.</param>
    public static TableConnection ByTransport(string setting) => new(setting, "", options => new TableServiceClient(NoAddress, NoSignature, options));

    /// <summary>Reads the settings. Opens nothing yet.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="files">Opens files of tables; null in a program that cannot.</param>
    /// <exception cref="OptionsValidationException">A setting is missing or garbled; the message names it and never quotes it.</exception>
    public static TableConnection From(IConfiguration configuration, ITableFiles? files = null)
    {
        var prefix = configuration[PrefixSetting]?.Trim() ?? "";
        if (!PrefixShape().IsMatch(prefix))
            throw Wrong(PrefixSetting, "must be letters and digits, a letter first, 40 at most, or empty.");

        if (Text(configuration, OwnSetting) is { } own)
        {
            return own.StartsWith(FileScheme, StringComparison.OrdinalIgnoreCase)
                ? ByFile(own[FileScheme.Length..].Trim(), prefix, files)
                : ByConnectionString(OwnSetting, own, prefix);
        }

        if (Text(configuration, HostSetting) is { } shared)
            return ByConnectionString(HostSetting, shared, prefix);

        return ByIdentity(configuration.GetSection(HostSetting), prefix);
    }

    private static TableConnection ByFile(string path, string prefix, ITableFiles? files)
    {
        if (files is null)
        {
            throw Wrong(OwnSetting, $"names a file ({FileScheme}…), which this program cannot open: give a storage account, Azurite, "
                + "or the connection string that 'amo2gsheet tables' prints.");
        }

        if (path.Length == 0)
            throw Wrong(OwnSetting, $"names no file: {FileScheme}/path/to/tables.db.");
        return new TableConnection(OwnSetting, prefix, Open) { File = path };

        TableServiceClient Open(TableClientOptions options)
        {
            options.Transport = files.Open(path);
            return new TableServiceClient(NoAddress, NoSignature, options);
        }
    }

    private static TableConnection ByConnectionString(string setting, string connectionString, string prefix)
    {
        try
        {
            _ = new TableServiceClient(connectionString);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException)
        {
            // The parser's own message may quote the key: it goes nowhere.
            throw Wrong(setting, "is not a storage connection string (or has no table endpoint).");
        }

        return new TableConnection(setting, prefix, options => new TableServiceClient(connectionString, options));
    }

    private static TableConnection ByIdentity(IConfigurationSection section, string prefix)
    {
        var (setting, address) = (Text(section, "tableServiceUri"), Text(section, "accountName")) switch
        {
            ({ } uri, _) => ($"{HostSetting}__tableServiceUri", uri),
            (null, { } account) => ($"{HostSetting}__accountName", $"https://{account}.table.core.windows.net"),
            _ => throw Wrong(HostSetting, $"is missing: give a storage connection string in it or in {OwnSetting}, or {HostSetting}__tableServiceUri."),
        };
        if (!Uri.TryCreate(address, UriKind.Absolute, out var endpoint) || endpoint.Scheme != Uri.UriSchemeHttps)
            throw Wrong(setting, "does not give an https address of a table service.");

        TokenCredential credential = new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = Text(section, "clientId") });
        return new TableConnection(setting, prefix, options => new TableServiceClient(endpoint, credential, options));
    }

    private static string? Text(IConfiguration configuration, string name) =>
        configuration[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private static OptionsValidationException Wrong(string setting, string what) => new(setting, typeof(TableConnection), [$"{setting} {what}"]);

    // With the longest name of ours a table's name stays within Azure's 63 characters.
    [GeneratedRegex("^([A-Za-z][A-Za-z0-9]{0,39})?$")]
    private static partial Regex PrefixShape();
}
