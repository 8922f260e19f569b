using System.Net;
using Amo2GSheet.Core.State;
using Amo2GSheet.Functions.Dashboard;
using Amo2GSheet.Tests.CatchUp;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Dashboard;

/// <summary>Who comes in at the dashboard's door, and who does not.</summary>
public sealed class LogInTests
{
    [Fact]
    public async Task The_right_password_opens_the_page_with_a_cookie_that_no_script_and_no_other_site_gets()
    {
        await using var bed = await DashboardBed.StartAsync();
        using var browser = bed.Open();

        using var away = await browser.GetAsync("/dashboard?from=2026-03-01&group=%D0%90");
        Assert.Equal((HttpStatusCode.SeeOther, "/login?next=%2Fdashboard%3Ffrom%3D2026-03-01%26group%3D%25D0%2590"), (away.StatusCode, Location(away)));

        using var entered = await browser.LogInAsync(" Anna ", DashboardBed.Password, "/dashboard?from=2026-03-01&group=%D0%90");
        Assert.Equal((HttpStatusCode.SeeOther, "/dashboard?from=2026-03-01&group=%D0%90"), (entered.StatusCode, Location(entered)));
        Assert.Matches(@"^a2g_session=[A-Za-z0-9_.-]+; Path=/; Max-Age=43200; HttpOnly; Secure; SameSite=Lax$", entered.Headers.GetValues("Set-Cookie").Single());

        using var page = await browser.GetAsync(Location(entered));
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("<span class=\"soft\">anna</span>", html, StringComparison.Ordinal);
        Assert.Contains("<meta name=\"admin\" content=\"no\">", html, StringComparison.Ordinal);
        using var again = await browser.GetAsync("/login?next=/dashboard");
        Assert.Equal((HttpStatusCode.SeeOther, "/dashboard"), (again.StatusCode, Location(again)));
    }

    [Fact]
    public async Task Both_pages_allow_nothing_but_what_comes_from_here_and_are_not_kept()
    {
        await using var bed = await DashboardBed.StartAsync();
        using var browser = await bed.LogInAsync();
        using var stranger = bed.Open();

        foreach (var page in new[] { await browser.GetAsync("/dashboard"), await stranger.GetAsync("/login") })
        {
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Equal(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
                page.Headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal(("no-store", "nosniff", "no-referrer"), (
                page.Headers.GetValues("Cache-Control").Single(), page.Headers.GetValues("X-Content-Type-Options").Single(), page.Headers.GetValues("Referrer-Policy").Single()));
            Assert.DoesNotContain("{{", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            page.Dispose();
        }
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
        Assert.Contains("Имя или пароль не подходят.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("a2g_session", browser.Cookies.Keys);
        await browser.ReadAsync("/api/dashboard/stats", HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("//evil.example/dashboard")]
    [InlineData("https://evil.example/dashboard")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/dashboard\r\nSet-Cookie: a=b")]
    [InlineData("/dashboard?x=\\\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/dashboard/..//evil.example/x")]
    [InlineData("/dashboard/%2e%2e//evil.example/x")]
    [InlineData("/dashboard/x/../..//evil.example/x")]
    [InlineData("/dashboard/../oauth/start")]
    [InlineData("/health")]
    [InlineData("")]
    public async Task A_link_cannot_send_anybody_elsewhere_after_the_log_in(string next)
    {
        await using var bed = await DashboardBed.StartAsync();
        using var browser = bed.Open();

        using var answer = await browser.LogInAsync("anna", DashboardBed.Password, next);

        using var again = await browser.GetAsync($"/login?next={Uri.EscapeDataString(next)}");
        Assert.Equal((HttpStatusCode.SeeOther, "/dashboard"), (answer.StatusCode, Location(answer)));
        Assert.Equal((HttpStatusCode.SeeOther, "/dashboard"), (again.StatusCode, Location(again)));
    }

    [Fact]
    public async Task What_somebody_typed_is_shown_as_text()
    {
        await using var bed = await DashboardBed.StartAsync();
        using var browser = bed.Open();

        using var answer = await browser.LogInAsync("\"><img src=x onerror=alert(1)>", "x", "/dashboard?\"><script>");

        var html = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\"><script>", html, StringComparison.Ordinal);
        Assert.Contains("&quot;&gt;&lt;img src=x onerror=alert(1)&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_in_needs_the_form_that_this_browser_has_open()
    {
        await using var bed = await DashboardBed.StartAsync();
        using var browser = bed.Open();
        using var other = bed.Open();
        using var form = await other.GetAsync("/login");
        var foreign = await form.Content.ReadAsStringAsync();

        using var withoutCookie = await browser.SendFormAsync(foreign, "anna", DashboardBed.Password);
        using var withForeignToken = await browser.SendFormAsync(foreign, "anna", DashboardBed.Password);
        using var withoutToken = await browser.SendFormAsync("", "anna", DashboardBed.Password);

        Assert.All([withoutCookie, withForeignToken, withoutToken], answer => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode));
        Assert.DoesNotContain("a2g_session", browser.Cookies.Keys);
        using var right = await browser.SendFormAsync(await withoutToken.Content.ReadAsStringAsync(), "anna", DashboardBed.Password);
        Assert.Equal(HttpStatusCode.SeeOther, right.StatusCode);
    }

    [Fact]
    public async Task A_session_lives_through_a_restart_and_on_every_instance_and_ends_with_its_hours()
    {
        var clock = new JumpingTime();
        await using var bed = await DashboardBed.StartAsync(clock: clock);
        using var browser = await bed.LogInAsync();
        var token = await browser.TokenAsync();
        await using var second = await bed.World.StartWorkerAsync();
        await bed.World.StopServiceAsync();
        await bed.World.StartServiceAsync();

        foreach (var service in new[] { bed.World.Service, second })
        {
            using var moved = bed.Open(service);
            moved.Cookies["a2g_session"] = browser.Cookies["a2g_session"];
            await moved.ReadAsync("/api/kpi/backfill");
            // A page of one instance can post to the other.
            using var post = await moved.SendAsync(HttpMethod.Post, "/logout", new FormUrlEncodedContent([new("csrf", token)]));
            Assert.Equal((HttpStatusCode.SeeOther, true), (post.StatusCode, post.Headers.Contains("Set-Cookie")));
        }

        using var late = bed.Open();
        late.Cookies["a2g_session"] = browser.Cookies["a2g_session"];
        clock.Jump(TimeSpan.FromHours(12) - TimeSpan.FromMinutes(1));
        await late.ReadAsync("/api/kpi/backfill");
        clock.Jump(TimeSpan.FromMinutes(1));
        await late.ReadAsync("/api/kpi/backfill", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_cookie_that_was_tampered_with_opens_nothing()
    {
        await using var bed = await DashboardBed.StartAsync();
        using var browser = await bed.LogInAsync();
        var cookie = browser.Cookies["a2g_session"];
        var parts = cookie.Split('.');

        var forged = Enumerable.Range(0, cookie.Length).Select(place => $"{cookie[..place]}{(cookie[place] == 'A' ? 'B' : 'A')}{cookie[(place + 1)..]}")
            .Append("").Append("a2g").Append("..").Append($"{parts[0]}.{parts[1]}").Append($"{parts[0]}.{parts[1]}.").Append(new string('A', 5_000))
            // A token of another use is no session.
            .Append(await browser.TokenAsync());
        var opened = new List<string>();
        foreach (var one in forged)
        {
            browser.Cookies["a2g_session"] = one;
            using var answer = await browser.GetAsync("/api/kpi/backfill");
            if (answer.StatusCode != HttpStatusCode.Unauthorized)
                opened.Add(one);
        }

        // The last letter of base64 has bits that mean nothing, so one of its neighbours is the same code.
        Assert.All(opened, one => Assert.Equal(cookie[..^1], one[..^1]));
    }

    [Fact]
    public async Task A_new_password_and_a_removed_account_end_their_sessions_and_nobody_elses()
    {
        await using var bed = await DashboardBed.StartAsync();
        using var anna = await bed.LogInAsync();
        using var boss = await bed.LogInAsync("boss");
        await bed.World.StopServiceAsync();
        bed.World.Settings["DASHBOARD_ACCOUNTS_JSON"] = $$"""{"anna":"{{PasswordHash.Of("another")}}","boss":{{DashboardBed.Accounts("boss").Split(':', 2)[1]}}""";
        await bed.World.StartServiceAsync();

        using var moved = bed.Open();
        moved.Cookies["a2g_session"] = anna.Cookies["a2g_session"];
        await moved.ReadAsync("/api/kpi/backfill", HttpStatusCode.Unauthorized);
        moved.Cookies["a2g_session"] = boss.Cookies["a2g_session"];
        await moved.ReadAsync("/api/kpi/backfill");
    }

    [Fact]
    public async Task Keys_change_by_themselves_and_the_one_before_stays_good()
    {
        var clock = new JumpingTime();
        await using var bed = await DashboardBed.StartAsync(all => all["DASHBOARD_SESSION_HOURS"] = "720", clock: clock);
        using (await bed.LogInAsync())
            clock.Jump(TimeSpan.FromDays(20));
        using var early = await bed.LogInAsync();
        clock.Jump(TimeSpan.FromDays(15));
        using var late = await bed.LogInAsync();

        Assert.NotEqual(early.Cookies["a2g_session"].Split('.')[0], late.Cookies["a2g_session"].Split('.')[0]);
        await early.ReadAsync("/api/kpi/backfill");
        var cursors = bed.World.Service.Services.GetRequiredService<ICursorStore>();
        Assert.Equal(2, (await cursors.ReadAsync(SessionKeys.CursorName, default))!.Value.Split(' ').Length);
    }

    [Fact]
    public async Task Logging_out_takes_the_cookie_away_and_needs_the_page_s_token()
    {
        await using var bed = await DashboardBed.StartAsync();
        using var browser = await bed.LogInAsync();
        var token = await browser.TokenAsync();

        using var foreign = await browser.SendAsync(HttpMethod.Post, "/logout", new FormUrlEncodedContent([new("csrf", token[..^6])]));
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        using var left = await browser.SendAsync(HttpMethod.Post, "/logout", new FormUrlEncodedContent([new("csrf", token)]));

        Assert.Equal((HttpStatusCode.SeeOther, "/login"), (left.StatusCode, Location(left)));
        Assert.DoesNotContain("a2g_session", browser.Cookies.Keys);
        using var page = await browser.GetAsync("/dashboard");
        Assert.Equal(HttpStatusCode.SeeOther, page.StatusCode);
    }

    [Fact]
    public async Task Without_accounts_the_dashboard_is_off_and_says_how_to_switch_it_on()
    {
        await using var bed = await DashboardBed.StartAsync(all => (all["DASHBOARD_ACCOUNTS_JSON"], all["DASHBOARD_ADMINS"]) = ("", ""));
        using var browser = bed.Open();

        using var answer = await browser.GetAsync("/login");
        Assert.Contains("amo2gsheet hash-password", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var page = await browser.GetAsync("/dashboard");
        Assert.Equal(HttpStatusCode.SeeOther, page.StatusCode);
        await browser.ReadAsync("/api/dashboard/stats", HttpStatusCode.Unauthorized);
    }

    internal static string Location(HttpResponseMessage answer) => answer.Headers.Location!.OriginalString;
}
