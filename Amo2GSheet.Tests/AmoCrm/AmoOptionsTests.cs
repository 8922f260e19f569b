using Amo2GSheet.Core.AmoCrm;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Tests.AmoCrm;

public sealed class AmoOptionsTests
{
    [Theory]
    [InlineData("acme", "", "https://acme.amocrm.ru/")]
    [InlineData("acme.amocrm.ru", null, "https://acme.amocrm.ru/")]
    [InlineData("my-shop.kommo.com", "", "https://my-shop.kommo.com/")]
    [InlineData("acme", "http://127.0.0.1:5080", "http://127.0.0.1:5080/")]
    [InlineData("acme", "http://localhost:5080/", "http://localhost:5080/")]
    [InlineData("acme", "http://[::1]:5080", "http://[::1]:5080/")]
    [InlineData("acme", "https://sandbox:5080/", "https://sandbox:5080/")]
    public void The_account_is_given_as_label_or_host_and_the_sandbox_overrides_it(string subdomain, string? baseUrl, string address)
    {
        using var world = new AmoWorld(("AMO_SUBDOMAIN", subdomain), ("AMO_BASE_URL", baseUrl));

        Assert.Equal(address, Options(world).BaseAddress.AbsoluteUri);
    }

    [Theory]
    [InlineData("AMO_SUBDOMAIN", "")]
    [InlineData("AMO_SUBDOMAIN", "https://acme.amocrm.ru")]
    [InlineData("AMO_SUBDOMAIN", "acme.evil.example")]
    [InlineData("AMO_SUBDOMAIN", "acme.amocrm.ru/leads")]
    [InlineData("AMO_CLIENT_ID", "")]
    [InlineData("AMO_CLIENT_SECRET", null)]
    [InlineData("AMO_REDIRECT_URI", "")]
    [InlineData("AMO_REDIRECT_URI", "example.test/oauth")]
    [InlineData("AMO_BASE_URL", "127.0.0.1:5080")]
    [InlineData("AMO_BASE_URL", "http://127.0.0.1:5080/amo")]
    [InlineData("AMO_BASE_URL", "http://sandbox:5080")]
    [InlineData("AMO_BASE_URL", "http://acme.amocrm.ru")]
    [InlineData("AMO_BASE_URL", "http://10.0.0.1:5080/")]
    [InlineData("AMO_BASE_URL", "http://127.0.0.1.example.com")]
    [InlineData("AMO_REQUEST_DELAY_SEC", "0.08")]
    [InlineData("AMO_REQUEST_DELAY_SEC", "61")]
    [InlineData("AMO_ORDER_FIELD_ID", "-1")]
    [InlineData("AMO_CLIENT_SECRET", "@Microsoft.KeyVault(VaultName=v;SecretName=s)")]
    [InlineData("AMO_LONG_LIVED_TOKEN", "@Microsoft.KeyVault(VaultName=v;SecretName=s)")]
    [InlineData("AMO_LONG_LIVED_TOKEN", "two words")]
    public void A_wrong_setting_stops_the_start_with_a_message_that_names_it(string name, string? value)
    {
        using var world = new AmoWorld((name, value));

        var wrong = Assert.Throws<OptionsValidationException>(() => Options(world));

        Assert.Contains(name, Assert.Single(wrong.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void A_delay_that_is_no_number_is_named_too()
    {
        using var world = new AmoWorld(("AMO_REQUEST_DELAY_SEC", "0,2"));

        var wrong = Assert.Throws<OptionsValidationException>(() => Options(world));

        Assert.Contains("AMO_REQUEST_DELAY_SEC", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 200)]
    [InlineData("0.143", 143)]
    [InlineData("0.5", 500)]
    public void The_delay_is_a_fifth_of_a_second_unless_set(string? seconds, int milliseconds)
    {
        using var world = seconds is null ? new AmoWorld() : new AmoWorld(("AMO_REQUEST_DELAY_SEC", seconds));

        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Options(world).RequestDelay);
    }

    private static AmoCrmOptions Options(AmoWorld world) => world.First.GetRequiredService<IOptions<AmoCrmOptions>>().Value;
}
