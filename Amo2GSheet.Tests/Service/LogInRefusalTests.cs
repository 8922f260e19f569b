using System.Net;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.Sandbox.AmoCrm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Service;

/// <summary>What comes back to the log-in's page and must not log anybody in, and what the person reads then.</summary>
public sealed class LogInRefusalTests
{
    private const string TokenCall = "POST /oauth2/access_token";

    [Theory]
    [InlineData("oauth/callback")]
    [InlineData("oauth/callback?code={code}&from_widget=1&platform=1&referer={account}.amocrm.ru&client_id={client}")]
    [InlineData("oauth/callback?code={code}&state=")]
    [InlineData("oauth/callback?code={code}&state=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("oauth/callback?code={code}&state={state}&state={state}")]
    [InlineData("oauth/callback?code={code}&state={state}{state}{state}{state}{state}{state}{state}")]
    [InlineData("oauth/callback?code={code}&state=b.4102444800.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("oauth/callback?code={code}&state=....")]
    [InlineData("oauth/callback?code={code}&state=x{state}")]
    [InlineData("oauth/callback?code={code}&state={state}x")]
    [InlineData("oauth/callback?error=access_denied&state=unknown")]
    public async Task A_code_without_a_state_of_ours_is_not_exchanged(string path)
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var browser = new Browser(world);
        var state = Browser.StateOf(await browser.BeginAsync());

        var (status, html) = await browser.ComeBackAsync(path
            .Replace("{code}", world.Amo.World.MakeCode(), StringComparison.Ordinal)
            .Replace("{state}", state, StringComparison.Ordinal)
            .Replace("{account}", world.Amo.World.Seed.Account.Subdomain, StringComparison.Ordinal)
            .Replace("{client}", new AmoCrmSimulatorOptions().ClientId, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("начните со страницы /oauth/login", html, StringComparison.Ordinal);
        Assert.Equal(0, world.Amo.Counters.Count(TokenCall));
    }

    [Fact]
    public async Task A_state_works_once_and_a_reload_of_the_page_exchanges_nothing()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var browser = new Browser(world);
        var back = await browser.ApproveAsync(await browser.BeginAsync());

        Assert.Equal(HttpStatusCode.OK, (await browser.ComeBackAsync(back)).Status);
        var (status, html) = await browser.ComeBackAsync(back);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("уже использован", html, StringComparison.Ordinal);
        Assert.Equal(1, world.Amo.Counters.Count(TokenCall));
    }

    [Fact]
    public async Task One_answer_that_comes_back_many_times_at_once_is_exchanged_once()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var browser = new Browser(world);
        var back = await browser.ApproveAsync(await browser.BeginAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => browser.ComeBackAsync(back)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(1, world.Amo.Counters.Count(TokenCall));
    }

    [Fact]
    public async Task An_expired_state_is_refused_like_an_unknown_one()
    {
        var clock = new StoppedTime(TimeProvider.System.GetUtcNow());
        await using var world = await ServiceWorld.StartAsync(loggedIn: false, time: clock);
        using var browser = new Browser(world);
        var (early, late) = (await browser.ApproveAsync(await browser.BeginAsync()), await browser.ApproveAsync(await browser.BeginAsync()));

        clock.Forward(TimeSpan.FromMinutes(20) - TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.OK, (await browser.ComeBackAsync(early)).Status);
        clock.Forward(TimeSpan.FromSeconds(2));
        var (status, html) = await browser.ComeBackAsync(late);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("длился больше 20 минут", html, StringComparison.Ordinal);
        Assert.Equal(1, world.Amo.Counters.Count(TokenCall));
    }

    [Theory]
    [InlineData(0, "t")]
    [InlineData(1, "4102444800")]
    [InlineData(2, "AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData(3, "")]
    public async Task No_part_of_a_state_can_be_changed(int part, string value)
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var browser = new Browser(world);
        var parts = Browser.StateOf(await browser.BeginAsync()).Split('.');
        parts[part] = value;

        var (status, _) = await browser.ComeBackAsync($"oauth/callback?code={world.Amo.World.MakeCode()}&state={string.Join('.', parts)}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(0, world.Amo.Counters.Count(TokenCall));
    }

    [Fact]
    public async Task The_cookie_of_a_log_in_is_kept_from_scripts_and_plain_connections()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var browser = new Browser(world);

        using var answer = await browser.OpenAsync("oauth/login");

        Assert.Matches("^a2g_login=[0-9a-f]{32}; Path=/; Max-Age=1200; HttpOnly; Secure; SameSite=Lax$", Assert.Single(answer.Headers.GetValues("Set-Cookie")));
    }

    [Fact]
    public async Task A_refusal_of_the_administrator_says_so_and_uses_the_state_up()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var browser = new Browser(world);
        var page = await browser.BeginAsync();

        var (status, html) = await browser.ComeBackAsync(await browser.ApproveAsync(new Uri($"{page}&deny=1")));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("нажмите «Разрешить»", html, StringComparison.Ordinal);
        Assert.Contains("href=\"login\"", html, StringComparison.Ordinal);
        Assert.Contains("уже использован", (await browser.ComeBackAsync(await browser.ApproveAsync(page))).Html, StringComparison.Ordinal);
        Assert.Equal(0, world.Amo.Counters.Count(TokenCall));
    }

    [Theory]
    [InlineData("referer=foreign.amocrm.ru", HttpStatusCode.Forbidden, "другом аккаунте (foreign.amocrm.ru)")]
    [InlineData("referer={account}.kommo.com", HttpStatusCode.Forbidden, "AMO_SUBDOMAIN")]
    [InlineData("referer=%3Cscript%3Ealert(1)%3C/script%3E", HttpStatusCode.Forbidden, "(неизвестном)")]
    [InlineData("client_id=another", HttpStatusCode.Forbidden, "AMO_CLIENT_ID")]
    [InlineData("code=", HttpStatusCode.BadRequest, "не прислала код")]
    public async Task A_wrong_answer_is_not_exchanged_and_says_what_is_wrong(string wrong, HttpStatusCode expected, string words)
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var browser = new Browser(world);
        var state = Browser.StateOf(await browser.BeginAsync());
        var code = wrong.StartsWith("code", StringComparison.Ordinal) ? "" : $"&code={world.Amo.World.MakeCode()}";

        var (status, html) = await browser.ComeBackAsync(
            $"oauth/callback?state={state}{code}&{wrong.Replace("{account}", world.Amo.World.Seed.Account.Subdomain, StringComparison.Ordinal)}");

        Assert.Equal(expected, status);
        Assert.Contains(words, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Equal(0, world.Amo.Counters.Count(TokenCall));
    }

    [Fact]
    public async Task An_expired_code_shows_amoCRM_s_hint()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var browser = new Browser(world);
        world.Amo.World.Switches = world.Amo.World.Switches with { CodeSeconds = 0 };

        var (status, html) = await browser.ComeBackAsync(await browser.ApproveAsync(await browser.BeginAsync()));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("Authorization code has expired", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Amo_that_is_down_is_a_503_page_that_says_to_begin_again()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var browser = new Browser(world);
        var back = await browser.ApproveAsync(await browser.BeginAsync());
        world.Amo.World.With(state => state.Faults.Add(new AmoFault(AmoFaults.ServerError, 1, TokenCall)));

        var (status, html) = await browser.ComeBackAsync(back);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("начните вход заново", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.ComeBackAsync(await browser.ApproveAsync(await browser.BeginAsync()))).Status);
    }

    [Fact]
    public async Task What_amoCRM_says_is_shown_encoded_and_the_page_allows_no_script_and_no_cache()
    {
        await using var amo = await RudeAmoAsync("<script>alert(\"x\")</script>&'");
        await using var world = await ServiceWorld.StartAsync(settings => settings["AMO_BASE_URL"] = amo.Urls.Single(), loggedIn: false);
        using var browser = new Browser(world);

        using var answer = await browser.OpenAsync($"oauth/callback?code=x&state={Browser.StateOf(await browser.BeginAsync())}");
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#x27;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("lang=\"ru\"", html, StringComparison.Ordinal);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal(("nosniff", "no-store", "no-referrer"), (Header("X-Content-Type-Options"), Header("Cache-Control"), Header("Referrer-Policy")));

        string Header(string name) => Assert.Single(answer.Headers.GetValues(name));
    }

    [Fact]
    public async Task Neither_state_nor_cookie_nor_code_reaches_the_log_the_page_or_the_storage_in_clear()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var browser = new Browser(world);
        var page = await browser.BeginAsync();
        var back = await browser.ApproveAsync(page);

        var (_, html) = await browser.ComeBackAsync(back);

        var stored = new System.Text.StringBuilder();
        await foreach (var row in world.Service.Services.GetRequiredService<AzureTables>().Cursors.QueryAsync<Azure.Data.Tables.TableEntity>())
            stored.AppendLine(row.GetString("Value"));
        var state = Browser.StateOf(page);
        string[] secrets =
        [
            state, state.Split('.')[2], browser.Cookies["a2g_login"],
            System.Web.HttpUtility.ParseQueryString(back[back.IndexOf('?', StringComparison.Ordinal)..])["code"]!,
        ];
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(secret, html, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, stored.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(world.Log, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    private static async Task<WebApplication> RudeAmoAsync(string hint)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(http =>
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return http.Response.WriteAsJsonAsync(new { hint, status = 400 });
        });
        await app.StartAsync();
        return app;
    }
}
