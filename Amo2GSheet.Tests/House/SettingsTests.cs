using System.Text.Json;
using System.Text.RegularExpressions;
using Amo2GSheet.Cli.Sandbox;
using Amo2GSheet.Core;

namespace Amo2GSheet.Tests.House;

/// <summary>What the code reads, what is documented, what the sample has and what is deployed are the same settings.</summary>
public sealed partial class SettingsTests
{
    /// <summary>Settings that the service itself reads, and no deployment to Azure sets; each for a reason.</summary>
    internal static readonly IReadOnlyDictionary<string, string> NotDeployed = new Dictionary<string, string>
    {
        ["HOST"] = "the self-host's",
        ["PORT"] = "the self-host's",
        ["FUNCTION_KEY"] = "the self-host's: Azure keeps keys of its own",
        ["MASTER_KEY"] = "the self-host's: Azure keeps keys of its own",
        ["AzureWebJobsStorage"] = "deployed in its identity form, AzureWebJobsStorage__…",
        ["AMO2GSHEET_TABLES"] = "a connection string is a secret, and the deployment has none",
        ["AMO_TOKEN_STORE"] = "the original's, only named in the log",
        ["AMO_AUTH_CODE"] = "the original's, only named in the log",
        ["GOOGLE_SERVICE_ACCOUNT_FILE"] = "there are no files; the key is in the vault",
        ["IMPORT_BATCH_SIZE"] = "the import's, which is a command",
        ["IMPORT_DELAY_SEC"] = "the import's, which is a command",
        ["SYNC_POLL_SECONDS"] = "the parameter pollSeconds, of which SYNC_POLL_SCHEDULE is made",
    };

    /// <summary>Names in capitals that are no settings of the service.</summary>
    private static readonly string[] NoSettings = ["AZURE_FUNCTIONS_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT"];

    /// <summary>Names that the sample and the documents have for the hosts' sake.</summary>
    private static readonly string[] OfHosts = ["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsDisableHomepage"];

    private static readonly string[] Product = ["Amo2GSheet.Core", "Amo2GSheet.GoogleSheets", "Amo2GSheet.Functions", "Amo2GSheet.SelfHost"];
    private static readonly string[] Documents = ["docs/configuration.md", "docs/self-host.md"];

    [Fact]
    public void Every_setting_has_its_row_in_the_documents() => Assert.Empty(ServiceSettings.All.Except(Documented()));

    [Fact]
    public void The_documents_have_no_setting_that_nothing_reads() => Assert.Empty(Documented().Except(ServiceSettings.All).Except(OfHosts));

    [Fact]
    public void Every_setting_has_its_line_in_the_sample_and_the_sample_has_no_other()
    {
        Assert.Empty(ServiceSettings.All.Except(Sample()));
        Assert.Empty(Sample().Except(ServiceSettings.All).Except(OfHosts));
    }

    [Fact]
    public void Every_setting_is_deployed_or_has_a_reason_not_to_be()
    {
        var deployed = DeployedName().Matches(Repository.Read("infra/main.bicep")).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.Empty(ServiceSettings.All.Except(deployed).Except(NotDeployed.Keys));
        Assert.DoesNotContain(NotDeployed.Keys, name => deployed.Contains(name) || !ServiceSettings.All.Contains(name));
    }

    [Fact]
    public void Every_parameter_of_a_setting_is_filled_from_the_setting_s_own_name()
    {
        var file = Repository.Read("infra/main.bicepparam");
        var filled = FilledParameter().Matches(file).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

        foreach (Match parameter in SettingParameter().Matches(Repository.Read("infra/main.bicep")))
        {
            if (parameter.Groups[2].Value is not ("amoBaseUrl" or "googleSheetsBaseUrl"))
                Assert.Equal(parameter.Groups[1].Value, filled.GetValueOrDefault(parameter.Groups[2].Value));
        }
    }

    [Fact]
    public void No_source_reads_a_setting_that_is_not_known_here()
    {
        var read = Product
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Repository.Top, project), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => ReadName().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups.Values.Skip(1).First(group => group.Success).Value);

        Assert.Empty(read.Distinct().Except(ServiceSettings.All).Except(NoSettings));
    }

    [Fact]
    public void What_an_environment_can_prefix_are_settings() => Assert.Empty(EnvironmentSwitch.Scoped.Except(ServiceSettings.All));

    [Theory]
    [MemberData(nameof(OfTheOriginal))]
    public void Every_setting_of_the_original_is_told_where_it_went(string name) => Assert.Contains(
        $"| `{name}` |", Repository.Read("docs/from-the-original.md"), StringComparison.Ordinal);

    public static TheoryData<string> OfTheOriginal =>
    [
        "ENVIRONMENT", "AMO_SUBDOMAIN", "AMO_CLIENT_ID", "AMO_CLIENT_SECRET", "AMO_REDIRECT_URI", "AMO_TOKEN_STORE", "AMO_AUTH_CODE",
        "GOOGLE_SERVICE_ACCOUNT_FILE", "GOOGLE_SHEET_ID", "GOOGLE_WORKSHEET_NAME", "TRIGGER_STATUS_NAME", "TRIGGER_STATUS_NAMES", "PIPELINE_KEYWORD",
        "PIPELINE_ID", "TRIGGER_STATUS_ID", "DROPDOWN_STATUS_MAP_JSON", "LEADS_CREATED_AFTER", "AMO_REQUEST_DELAY_SEC", "STAFF_CACHE_TTL_SEC",
        "WEBHOOK_DEDUP_TTL_SEC", "SYNC_POLL_SECONDS", "SHEET_ROTATION_INTERVAL", "INITIAL_SYNC_DATE_FROM", "INITIAL_SYNC_DATE_TO", "HOST", "PORT",
        "IMPORT_BATCH_SIZE", "IMPORT_DELAY_SEC", "PIPELINE_DISPLAY_MAP_JSON", "DISPLAY_TZ_OFFSET",
    ];

    private static HashSet<string> Documented() =>
    [
        .. Documents
            .SelectMany(path => File.ReadLines(Path.Combine(Repository.Top, path)))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => SettingName().Matches(line.Split('|')[1]))
            .Select(match => match.Groups[1].Value),
    ];

    private static List<string> Sample()
    {
        using var sample = JsonDocument.Parse(Repository.Read("local.settings.sample.json"));
        return [.. sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name)];
    }

    [GeneratedRegex("`([A-Z][A-Z0-9_]*|AzureWebJobsStorage)`")]
    private static partial Regex SettingName();

    [GeneratedRegex("^ +(?:[?:] \\{ )?([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*): ", RegexOptions.Multiline)]
    private static partial Regex DeployedName();

    [GeneratedRegex(@"^@description\('([A-Z][A-Z0-9_]+)[^']*'\)\n(?:@.*\n)*param (\w+) ", RegexOptions.Multiline)]
    private static partial Regex SettingParameter();

    [GeneratedRegex(@"^param (\w+) = (?:\w+\()?readEnvironmentVariable\('([A-Z0-9_]+)'", RegexOptions.Multiline)]
    private static partial Regex FilledParameter();

    /// <summary>Something indexed by a name, a name kept as a constant, and a name in a trigger.</summary>
    [GeneratedRegex("""
        \["([A-Z][A-Z0-9_]+)"\]|const string \w+ = "([A-Z][A-Z0-9]+_[A-Z0-9_]+)"|"%([A-Z][A-Z0-9_]+)%"
        """)]
    private static partial Regex ReadName();
}
