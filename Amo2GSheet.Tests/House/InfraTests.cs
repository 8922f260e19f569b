using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Amo2GSheet.Cli.Sandbox;
using Amo2GSheet.Core.Sync;

namespace Amo2GSheet.Tests.House;

/// <summary>The deployment to Azure compiles without a warning, and what it compiles to keeps its promises.</summary>
public sealed partial class InfraTests
{
    private static readonly string[] Secrets = ["AMO_CLIENT_SECRET", "AMO_LONG_LIVED_TOKEN", "GOOGLE_SERVICE_ACCOUNT_JSON"];
    private static readonly string[] StorageParts = ["accountName", "blobServiceUri", "queueServiceUri", "tableServiceUri", "clientId"];
    private static readonly string[] StorageRoles = ["storageBlobDataOwner", "storageQueueDataContributor", "storageTableDataContributor"];
    private static readonly string[] Required = ["AMO_SUBDOMAIN", "GOOGLE_SHEET_ID", "TRIGGER_STATUS_NAME"];
    private static readonly Lazy<Task<string>> Compiled = new(() => BicepAsync("build", "infra/main.bicep", "--stdout"));

    [BicepFact]
    public async Task The_linter_has_nothing_to_say()
    {
        Assert.Equal("", await BicepAsync("lint", "infra/main.bicep"));
        Assert.Equal("", await BicepAsync("lint", "infra/main.bicepparam"));
    }

    [BicepFact]
    public async Task Parameters_come_from_the_settings_own_names()
    {
        using var built = JsonDocument.Parse(await BicepAsync("build-params", "infra/main.bicepparam", "--stdout"));
        using var parameters = JsonDocument.Parse(built.RootElement.GetProperty("parametersJson").GetString()!);

        var values = parameters.RootElement.GetProperty("parameters");
        Assert.Equal("of AMO_SUBDOMAIN", values.GetProperty("amoSubdomain").GetProperty("value").GetString());
        Assert.Equal(30, values.GetProperty("pollSeconds").GetProperty("value").GetInt32());
    }

    [BicepFact]
    public async Task Nothing_is_fetched_from_a_registry_and_no_secret_is_a_parameter()
    {
        using var template = JsonDocument.Parse(await Compiled.Value);

        Assert.DoesNotContain(Resources(template), resource => Type(resource) == "Microsoft.Resources/deployments");
        Assert.DoesNotContain(template.RootElement.GetProperty("parameters").EnumerateObject(), parameter => SecretName().IsMatch(parameter.Name));
        Assert.DoesNotMatch("listKeys|listSecrets|AccountKey", await Compiled.Value);
    }

    [BicepFact]
    public async Task Storage_takes_no_shared_key_and_shows_nothing_to_the_public()
    {
        using var template = JsonDocument.Parse(await Compiled.Value);

        var storage = Single(template, "Microsoft.Storage/storageAccounts");
        Assert.False(storage.GetProperty("allowSharedKeyAccess").GetBoolean());
        Assert.False(storage.GetProperty("allowBlobPublicAccess").GetBoolean());
        Assert.Equal("None", Single(template, "Microsoft.Storage/storageAccounts/blobServices/containers").GetProperty("publicAccess").GetString());
        Assert.True(Single(template, "Microsoft.KeyVault/vaults").GetProperty("enableRbacAuthorization").GetBoolean());
    }

    [BicepFact]
    public async Task The_app_runs_on_flex_consumption_and_fetches_its_package_by_its_identity()
    {
        using var template = JsonDocument.Parse(await Compiled.Value);

        var app = Single(template, "Microsoft.Web/sites");
        var runtime = app.GetProperty("functionAppConfig").GetProperty("runtime");
        Assert.Equal(("dotnet-isolated", "10.0"), (runtime.GetProperty("name").GetString(), runtime.GetProperty("version").GetString()));
        var package = app.GetProperty("functionAppConfig").GetProperty("deployment").GetProperty("storage");
        Assert.Equal("UserAssignedIdentity", package.GetProperty("authentication").GetProperty("type").GetString());
        Assert.True(app.GetProperty("httpsOnly").GetBoolean());
        Assert.Contains("userAssignedIdentities", app.GetProperty("keyVaultReferenceIdentity").GetString(), StringComparison.Ordinal);
    }

    [BicepFact]
    public async Task Every_setting_is_among_the_app_s_settings()
    {
        var settings = await SettingsAsync();

        Assert.All(
            ServiceSettings.All.Except(SettingsTests.NotDeployed.Keys), name => Assert.Contains($"'{name}', ", settings, StringComparison.Ordinal));
    }

    [BicepFact]
    public async Task Secrets_are_references_to_the_vault()
    {
        var settings = await SettingsAsync();

        foreach (var name in Secrets)
            Assert.Matches($@"'{name}', format\('@Microsoft\.KeyVault\(", settings);
        Assert.DoesNotContain("'AMO2GSHEET_TABLES'", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("'AzureWebJobsStorage'", settings, StringComparison.Ordinal);
    }

    [BicepFact]
    public async Task The_host_and_the_service_reach_the_tables_by_the_identity()
    {
        var settings = await SettingsAsync();

        foreach (var part in StorageParts)
            Assert.Contains($"'AzureWebJobsStorage__{part}', ", settings, StringComparison.Ordinal);
        Assert.Contains("'AzureWebJobsStorage__credential', 'managedidentity'", settings, StringComparison.Ordinal);
        Assert.Contains("'AzureWebJobsDisableHomepage', 'true'", settings, StringComparison.Ordinal);
        foreach (var role in StorageRoles)
            Assert.Contains($"variables('roles').{role}", await Compiled.Value, StringComparison.Ordinal);
    }

    [BicepFact]
    public async Task The_schedule_is_made_of_the_seconds_as_the_self_host_makes_it()
    {
        using var template = JsonDocument.Parse(await Compiled.Value);
        var formula = template.RootElement.GetProperty("variables").GetProperty("pollSchedule").GetString();
        var allowed = template.RootElement.GetProperty("parameters").GetProperty("pollSeconds").GetProperty("allowedValues")
            .EnumerateArray().Select(value => value.GetInt32()).ToList();

        Assert.Equal(
            "[if(less(parameters('pollSeconds'), 60), format('*/{0} * * * * *', parameters('pollSeconds')), "
            + "if(less(parameters('pollSeconds'), 3600), format('0 */{0} * * * *', div(parameters('pollSeconds'), 60)), '0 0 * * * *'))]",
            formula);
        Assert.Contains("'SYNC_POLL_SCHEDULE', variables('pollSchedule')", await SettingsAsync(), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 4000).Where(seconds => PollInterval.ToSchedule($"{seconds}") is not null), allowed);
    }

    private static async Task<string> SettingsAsync()
    {
        using var template = JsonDocument.Parse(await Compiled.Value);
        return Resources(template).Single(resource => Type(resource) == "Microsoft.Web/sites/config").GetProperty("properties").GetString()!;
    }

    private static IEnumerable<JsonElement> Resources(JsonDocument template) => template.RootElement.GetProperty("resources").EnumerateArray();

    private static string Type(JsonElement resource) => resource.GetProperty("type").GetString()!;

    private static JsonElement Single(JsonDocument template, string type) =>
        Resources(template).Single(resource => Type(resource) == type).GetProperty("properties");

    /// <summary>Runs the compiler; a warning fails the test as an error does. What it prints otherwise is the answer.</summary>
    private static async Task<string> BicepAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(BicepFactAttribute.Path!, arguments)
        {
            WorkingDirectory = Repository.Top,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The compiler unpacks itself, and needs a place for that wherever HOME is.
        start.Environment["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = Path.Combine(Repository.Top, "artifacts", "bicep");
        foreach (var name in Required)
            start.Environment[name] = $"of {name}";
        start.Environment["SYNC_POLL_SECONDS"] = "30";
        start.Environment["USE_LONG_LIVED_TOKEN"] = "false";

        using var bicep = Process.Start(start)!;
        var (output, errors) = (bicep.StandardOutput.ReadToEndAsync(), bicep.StandardError.ReadToEndAsync());
        await bicep.WaitForExitAsync();
        Assert.Equal("", await errors);
        Assert.Equal(0, bicep.ExitCode);
        return await output;
    }

    [GeneratedRegex("(?i)secret|password|serviceAccount|apiKey|accessKey")]
    private static partial Regex SecretName();
}
