using Amo2GSheet.Core;
using Microsoft.Extensions.Configuration;

namespace Amo2GSheet.Tests.House;

public sealed class EnvironmentSwitchTests
{
    [Theory]
    [InlineData(null, "of dev")]
    [InlineData("", "of dev")]
    [InlineData("dev", "of dev")]
    [InlineData("DEV", "of dev")]
    [InlineData("prod", "of prod")]
    [InlineData("staging", "bare")]
    public void The_environment_chooses_the_prefix_that_counts_over_the_bare_name(string? environment, string subdomain) => Assert.Equal(
        subdomain,
        Promoted(new() { ["ENVIRONMENT"] = environment, ["AMO_SUBDOMAIN"] = "bare", ["DEV_AMO_SUBDOMAIN"] = "of dev", ["PROD_AMO_SUBDOMAIN"] = "of prod" })["AMO_SUBDOMAIN"]);

    [Fact]
    public void Every_setting_of_the_list_is_promoted_and_nothing_else_is()
    {
        var given = EnvironmentSwitch.Scoped.Where(name => name != "GOOGLE_SERVICE_ACCOUNT_JSON").ToDictionary(name => $"PROD_{name}", string? (name) => $"{name} of prod");
        given["ENVIRONMENT"] = "prod";
        given["PROD_PIPELINE_KEYWORD"] = "of prod";

        var settings = Promoted(given);

        Assert.All(EnvironmentSwitch.Scoped.Except(["GOOGLE_SERVICE_ACCOUNT_JSON"]), name => Assert.Equal($"{name} of prod", settings[name]));
        Assert.Null(settings["PIPELINE_KEYWORD"]);
    }

    [Fact]
    public void Without_a_prefix_the_bare_name_stays() =>
        Assert.Equal("bare", Promoted(new() { ["ENVIRONMENT"] = "prod", ["AMO_SUBDOMAIN"] = "bare" })["AMO_SUBDOMAIN"]);

    [Fact]
    public void An_empty_setting_of_the_environment_counts_as_well() =>
        Assert.Equal("", Promoted(new() { ["ENVIRONMENT"] = "prod", ["TRIGGER_STATUS_NAMES"] = "bare", ["PROD_TRIGGER_STATUS_NAMES"] = "" })["TRIGGER_STATUS_NAMES"]);

    [Fact]
    public void The_key_of_the_environment_displaces_the_other_form_of_it()
    {
        var settings = Promoted(new() { ["ENVIRONMENT"] = "prod", ["GOOGLE_SERVICE_ACCOUNT_FILE"] = "gsheet.json", ["PROD_GOOGLE_SERVICE_ACCOUNT_JSON"] = "{}" });

        Assert.Equal("{}", settings["GOOGLE_SERVICE_ACCOUNT_JSON"]);
        Assert.Null(settings["GOOGLE_SERVICE_ACCOUNT_FILE"]);
    }

    [Theory]
    // The hosts' own variable, its value, what a person set, what counts
    [InlineData("AZURE_FUNCTIONS_ENVIRONMENT", "Development", null, null)]
    [InlineData("DOTNET_ENVIRONMENT", "Production", null, null)]
    [InlineData("DOTNET_ENVIRONMENT", "prod", null, null)]
    [InlineData("AZURE_FUNCTIONS_ENVIRONMENT", "Development", "prod", "prod")]
    [InlineData("AZURE_FUNCTIONS_ENVIRONMENT", "prod", "prod", "prod")]
    [InlineData("AZURE_FUNCTIONS_ENVIRONMENT", "Production", "Production", "Production")]
    public void What_a_host_calls_its_environment_is_not_taken_for_ours(string variable, string value, string? set, string? counts)
    {
        // As the worker of Azure Functions does: first the variables with the prefix, cut off, then all of them as they are.
        var all = new Dictionary<string, string?> { [variable] = value };
        if (set is not null)
            all["ENVIRONMENT"] = set;
        var manager = new ConfigurationManager();
        manager.AddInMemoryCollection([KeyValuePair.Create("ENVIRONMENT", (string?)value)]);
        manager.AddInMemoryCollection(all);

        manager.AddInMemoryCollection(EnvironmentSwitch.Promote(manager));

        Assert.Equal(counts, manager["ENVIRONMENT"]);
    }

    private static IConfiguration Promoted(Dictionary<string, string?> given)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(given).Build();
        return new ConfigurationBuilder().AddConfiguration(settings).AddInMemoryCollection(EnvironmentSwitch.Promote(settings)).Build();
    }
}
