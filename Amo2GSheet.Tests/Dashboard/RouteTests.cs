using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Amo2GSheet.Functions.Dashboard;
using Microsoft.Azure.Functions.Worker;

namespace Amo2GSheet.Tests.Dashboard;

/// <summary>No page and no number without a log-in, no change without an administrator and the page's token.</summary>
public sealed class RouteTests
{
    /// <summary>What anybody may open: the door itself, and files without data.</summary>
    private static readonly string[] Open = ["dashboard-login-form", "dashboard-login", "dashboard-asset"];

    [Fact]
    public async Task Every_route_of_the_dashboard_asks_who_is_there()
    {
        await using var bed = await DashboardBed.StartAsync();
        using var stranger = bed.Open();
        var routes = Routes().Where(route => !Open.Contains(route.Name)).ToList();
        Assert.Equal(
            [
                "GET api/dashboard/export", "GET api/dashboard/health", "GET api/dashboard/leads", "GET api/dashboard/monthly-report", "GET api/dashboard/stats", "GET api/kpi/backfill",
                "GET api/kpi/raw", "GET dashboard", "POST api/kpi/backfill", "POST api/kpi/reset", "POST logout",
            ],
            routes.Select(route => $"{route.Method} {route.Path}").Order(StringComparer.Ordinal));

        foreach (var (_, method, path) in routes)
        {
            using var answer = await stranger.SendAsync(new HttpMethod(method), $"/{path}", method == "POST" ? JsonContent.Create(new { confirm = "reset" }) : null);
            if (path is "dashboard" or "logout")
                Assert.Equal((HttpStatusCode.SeeOther, true), (answer.StatusCode, LogInTests.Location(answer).StartsWith("/login", StringComparison.Ordinal)));
            else
                Assert.Equal((HttpStatusCode.Unauthorized, """{"error":"Вы не вошли: откройте /login."}"""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }
    }

    [Theory]
    [InlineData("api/kpi/backfill", """{"from":"2026-03-01","to":"2026-03-31"}""")]
    [InlineData("api/kpi/reset", """{"confirm":"reset"}""")]
    public async Task What_changes_the_ledger_needs_an_administrator_and_a_token_of_that_very_session(string path, string body)
    {
        await using var bed = await DashboardBed.StartAsync();
        using var anna = await bed.LogInAsync();
        using var boss = await bed.LogInAsync("boss");
        using var other = await bed.LogInAsync("boss");
        var order = JsonDocument.Parse(body).RootElement;

        using var byAnna = await anna.PostAsync($"/{path}", order);
        using var without = await boss.SendAsync(HttpMethod.Post, $"/{path}", JsonContent.Create(order));
        using var garbage = await boss.PostAsync($"/{path}", order, "a.b.c");
        using var foreign = await boss.PostAsync($"/{path}", order, await other.TokenAsync());
        using var ofAnna = await boss.PostAsync($"/{path}", order, await anna.TokenAsync());
        Assert.All([byAnna, without, garbage, foreign, ofAnna], answer => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode));

        using var right = await boss.PostAsync($"/{path}", order);
        Assert.Equal(path.EndsWith("reset", StringComparison.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.Accepted, right.StatusCode);
    }

    [Theory]
    [InlineData("stats?from=01.03.2026", "from")]
    [InlineData("stats?to=2026-02-30", "to")]
    [InlineData("stats?from=2026-03-02&to=2026-03-01", "from")]
    [InlineData("stats?from=2025-03-01&to=2026-03-31", "from")]
    [InlineData("stats?from=9999-12-31", "from")]
    [InlineData("monthly-report?month=2026-13", "month")]
    [InlineData("leads?kind=sale", "kind")]
    [InlineData("leads?staff=anna", "staff")]
    [InlineData("leads?receptionists=some", "receptionists")]
    [InlineData("export?to=tomorrow", "to")]
    [InlineData("export?from=0001-01-02&to=0001-01-03", "from")]
    [InlineData("stats?from=1999-12-31&to=2000-01-01", "from")]
    [InlineData("monthly-report?month=0001-01", "month")]
    public async Task A_question_that_cannot_be_read_is_refused_with_a_sentence_that_names_the_parameter(string question, string parameter)
    {
        await using var bed = await DashboardBed.StartAsync();
        using var browser = await bed.LogInAsync();

        var answer = await browser.ReadAsync($"/api/dashboard/{question}", HttpStatusCode.BadRequest);

        Assert.StartsWith($"Параметр {parameter}: ", answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backfill", """{"from":"2026-03-01"}""", "Параметр to")]
    [InlineData("backfill", """{"from":"2026-03-02","to":"2026-03-01"}""", "Параметр from")]
    [InlineData("backfill", """[]""", "Тело запроса")]
    [InlineData("reset", """{}""", "Параметр confirm")]
    [InlineData("reset", """{"confirm":true}""", "Параметр confirm")]
    public async Task An_order_that_cannot_be_read_is_refused(string route, string body, string sentence)
    {
        await using var bed = await DashboardBed.StartAsync();
        using var boss = await bed.LogInAsync("boss");

        using var answer = await boss.PostAsync($"/api/kpi/{route}", JsonDocument.Parse(body).RootElement);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(sentence, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"from\":\"\\ud800\",\"to\":\"2026-03-01\"}")]
    [InlineData("{\"from\":\"\u00ff\",\"to\":\"2026-03-01\"}")]
    [InlineData("{\"\\ud800\":1}")]
    public async Task An_order_that_is_no_text_is_refused(string body)
    {
        await using var bed = await DashboardBed.StartAsync();
        using var boss = await bed.LogInAsync("boss");

        // Latin-1 makes of ÿ the byte FF, which UTF-8 does not have.
        foreach (var route in new[] { "backfill", "reset" })
        {
            using var answer = await boss.SendAsync(
                HttpMethod.Post, $"/api/kpi/{route}", new ByteArrayContent(Encoding.Latin1.GetBytes(body)), ("X-CSRF-Token", await boss.TokenAsync()));

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("export?from=2000-01-01&to=2000-01-02")]
    [InlineData("export?from=9999-12-01&to=9999-12-30")]
    [InlineData("stats?from=9999-12-01&to=9999-12-30")]
    [InlineData("monthly-report?month=9999-12")]
    public async Task Days_far_away_are_days_without_anything(string question)
    {
        await using var bed = await DashboardBed.StartAsync();
        using var browser = await bed.LogInAsync();

        using var answer = await browser.GetAsync($"/api/dashboard/{question}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Data_is_never_kept_by_a_browser_and_compressed_when_it_takes_that()
    {
        await using var bed = await DashboardBed.StartAsync();
        using var browser = await bed.LogInAsync();

        using var plain = await browser.SendAsync(HttpMethod.Get, "/api/dashboard/stats", null, ("Accept-Encoding", "br, gzip;q=0"));
        using var packed = await browser.SendAsync(HttpMethod.Get, "/api/dashboard/stats", null, ("Accept-Encoding", "br, gzip"));

        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal("gzip", Assert.Single(packed.Content.Headers.ContentEncoding));
        await using var stream = new System.IO.Compression.GZipStream(await packed.Content.ReadAsStreamAsync(), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        Assert.Equal(await plain.Content.ReadAsStringAsync(), await reader.ReadToEndAsync());
        Assert.All([plain, packed], answer => Assert.Equal(("no-store", "application/json; charset=utf-8", "Accept-Encoding"), (
            answer.Headers.CacheControl!.ToString(), answer.Content.Headers.ContentType!.ToString(), string.Join(",", answer.Headers.Vary))));
    }

    [Fact]
    public async Task A_file_of_the_page_is_sent_once_and_templates_and_unknown_ones_never()
    {
        await using var bed = await DashboardBed.StartAsync();
        using var stranger = bed.Open();

        using var first = await stranger.GetAsync("/dashboard/assets/dashboard.css");
        Assert.Equal((HttpStatusCode.OK, "text/css; charset=utf-8", "nosniff"), (
            first.StatusCode, first.Content.Headers.ContentType!.ToString(), first.Headers.GetValues("X-Content-Type-Options").Single()));
        using var again = await stranger.SendAsync(HttpMethod.Get, "/dashboard/assets/dashboard.css", null, ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        foreach (var name in new[] { "dashboard.html", "login.html", "..%2fhost.json", "none.js" })
        {
            using var answer = await stranger.GetAsync($"/dashboard/assets/{name}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    private static IEnumerable<(string Name, string Method, string Path)> Routes() =>
        from type in typeof(DashboardDoor).Assembly.GetTypes()
        where type.Namespace == typeof(DashboardDoor).Namespace
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).OfType<HttpTriggerAttribute>().Single()
        from verb in trigger.Methods!
        select (function.Name, verb.ToUpperInvariant(), trigger.Route);
}
