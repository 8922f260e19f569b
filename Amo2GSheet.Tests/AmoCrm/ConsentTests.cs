using System.Web;
using Amo2GSheet.Core.AmoCrm;

namespace Amo2GSheet.Tests.AmoCrm;

public sealed class ConsentTests
{
    [Theory]
    [InlineData("acme", null, "https://www.amocrm.ru/oauth?client_id=an%20id&state=s&mode=post_message")]
    [InlineData("acme.amocrm.ru", "", "https://www.amocrm.ru/oauth?client_id=an%20id&state=s&mode=post_message")]
    [InlineData("acme.kommo.com", null, "https://www.kommo.com/oauth?client_id=an%20id&state=s&mode=post_message")]
    [InlineData("acme.amocrm.com", null, "https://www.kommo.com/oauth?client_id=an%20id&state=s&mode=post_message")]
    [InlineData("acme.kommo.com", "http://127.0.0.1:7072/", "http://127.0.0.1:7072/oauth?client_id=an%20id&state=s&mode=post_message")]
    public void The_consent_page_is_the_account_s_own(string subdomain, string? baseUrl, string expected) =>
        Assert.Equal(expected, Consent.Page(new AmoCrmOptions { Subdomain = subdomain, BaseUrl = baseUrl, ClientId = "an id" }, "s").AbsoluteUri);

    [Theory]
    [InlineData("https://sync.example.com/oauth/callback", "https://sync.example.com/oauth/login")]
    [InlineData("https://example.com:8443/amo/oauth/callback/?x=1", "https://example.com:8443/amo/oauth/login")]
    [InlineData("https://example.com/elsewhere", "/oauth/login")]
    [InlineData("https://example.com", "/oauth/login")]
    [InlineData("https://", "/oauth/login")]
    public void The_link_is_absolute_when_the_redirect_address_is_ours(string redirect, string expected) =>
        Assert.Equal(expected, Consent.LogInLink(new AmoCrmOptions { RedirectUri = redirect }));

    [Theory]
    [InlineData("acme", null, false)]
    [InlineData("acme", " ", false)]
    [InlineData("acme", "acme.amocrm.ru", false)]
    [InlineData("acme", "https://ACME.amocrm.ru/", false)]
    [InlineData("acme.kommo.com", "acme.kommo.com", false)]
    [InlineData("acme.amocrm.com", "acme.kommo.com", false)]
    [InlineData("acme", "acme.kommo.com", true)]
    [InlineData("acme.kommo.com", "acme.amocrm.ru", true)]
    [InlineData("acme", "other.amocrm.ru", true)]
    [InlineData("acme", "acme2.amocrm.ru", true)]
    [InlineData("acme", "://", true)]
    [InlineData("acme", "a b", true)]
    public void A_referer_of_another_account_is_foreign(string subdomain, string? referer, bool foreign) =>
        Assert.Equal(foreign, Consent.IsForeign(new AmoCrmOptions { Subdomain = subdomain }, referer));

    [Fact]
    public void An_answer_never_prints_its_code()
    {
        var answer = ConsentAnswer.Read(HttpUtility.ParseQueryString("?code=secret&state=hidden&referer=acme.amocrm.ru&client_id=&platform=1"));

        Assert.Equal(("secret", "hidden", null, null), (answer.Code, answer.State, answer.ClientId, answer.Error));
        Assert.DoesNotContain("secret", answer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", answer.ToString(), StringComparison.Ordinal);
    }
}
