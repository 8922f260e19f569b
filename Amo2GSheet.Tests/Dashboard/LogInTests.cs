using System.Net;
using System.Text.RegularExpressions;

namespace Amo2GSheet.Tests.Dashboard;

/// <summary>Who comes in at the dashboard's door, and who does not.</summary>
public sealed partial class LogInTests
{
    [Fact]
    public async Task The_right_password_opens_the_page_with_a_cookie_that_no_script_and_no_other_site_gets()
    {
        await using var bed = await DashboardBed.StartAsync();
        using var browser = bed.Open();

        using var away = await browser.GetAsync("/dashboard?from=2026-03-01&group=%D0%90");
        Assert.Equal((HttpStatusCode.SeeOther, "/login?next=%2Fdashboard%3Ffrom%3D2026-03-01%26group%3D%25D0%2590"), (away.StatusCode, Location(away)));

        using var entered = await browser.LogInAsync("Anna", DashboardBed.Password, "/dashboard?from=2026-03-01&group=%D0%90");
        Assert.Equal((HttpStatusCode.SeeOther, "/dashboard?from=2026-03-01&group=%D0%90"), (entered.StatusCode, Location(entered)));
        Assert.Matches(@"^a2g_session=[A-Za-z0-9_.-]+; Path=/; Max-Age=43200; HttpOnly; Secure; SameSite=Lax$", entered.Headers.GetValues("Set-Cookie").Single());

        using var page = await browser.GetAsync(Location(entered));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("<meta name=\"user\" content=\"anna\">", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anna", "wrong horse")]
    [InlineData("nobody", DashboardBed.Password)]
    [InlineData("", "")]
    public async Task A_wrong_name_and_a_wrong_password_are_answered_alike(string name, string password)
    {
        await using var bed = await DashboardBed.StartAsync();
        using var browser = bed.Open();

        using var answer = await browser.LogInAsync(name, password);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("<p role=\"alert\">Имя или пароль не подходят.</p>", Alert(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.DoesNotContain("a2g_session", browser.Cookies.Keys);
    }

    private static string Location(HttpResponseMessage answer) => answer.Headers.Location!.OriginalString;

    private static string Alert(string html) => AlertElement().Match(html).Value;

    [GeneratedRegex("<p role=\"alert\">[^<]*</p>")]
    private static partial Regex AlertElement();
}
