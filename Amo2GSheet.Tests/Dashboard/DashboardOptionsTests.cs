using Amo2GSheet.Functions.Dashboard;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Tests.Dashboard;

/// <summary>A wrong setting stops the start and says which one it is, and shows no hash.</summary>
public sealed class DashboardOptionsTests
{
    private static readonly string Hash = PasswordHash.Of("correct horse");

    [Theory]
    [InlineData("DASHBOARD_ACCOUNTS_JSON", "{")]
    [InlineData("DASHBOARD_ACCOUNTS_JSON", "[]")]
    [InlineData("DASHBOARD_ACCOUNTS_JSON", """{"anna":"plain text"}""")]
    [InlineData("DASHBOARD_ACCOUNTS_JSON", """{"anna":7}""")]
    [InlineData("DASHBOARD_ACCOUNTS_JSON", """{"an,na":"HASH"}""")]
    [InlineData("DASHBOARD_ACCOUNTS_JSON", """{"":"HASH"}""")]
    [InlineData("DASHBOARD_ACCOUNTS_JSON", """{"anna":"HASH","Anna":"HASH"}""")]
    [InlineData("DASHBOARD_ACCOUNTS_JSON", "@Microsoft.KeyVault(VaultName=some;SecretName=dashboard-accounts-json)")]
    [InlineData("DASHBOARD_ADMINS", "anna, boss")]
    [InlineData("DASHBOARD_SESSION_HOURS", "0")]
    [InlineData("DASHBOARD_SESSION_HOURS", "721")]
    public void A_wrong_setting_is_named(string setting, string value)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Validate(("DASHBOARD_ACCOUNTS_JSON", $$"""{"anna":"{{Hash}}"}"""), (setting, value.Replace("HASH", Hash, StringComparison.Ordinal))));

        var message = Assert.Single(failure.Failures);
        Assert.Contains(setting, message, StringComparison.Ordinal);
        Assert.DoesNotContain(Hash, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_at_all_and_a_full_set_are_fine()
    {
        Validate();
        Validate(("DASHBOARD_ACCOUNTS_JSON", $$"""{"anna":"{{Hash}}","Борис":"{{Hash}}"}"""), ("DASHBOARD_ADMINS", " ANNA ,"), ("DASHBOARD_SESSION_HOURS", "720"));
    }

    private static void Validate(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>();
        foreach (var (name, value) in settings)
            all[name] = value;
        using var services = new ServiceCollection().AddDashboard(new ConfigurationBuilder().AddInMemoryCollection(all).Build()).BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
    }
}
