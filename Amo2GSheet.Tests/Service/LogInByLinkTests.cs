using System.Net;
using System.Text.Json;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Tests.Service;

/// <summary>A person logs in with a browser: by link, to amoCRM's consent page, and back.</summary>
public sealed class LogInByLinkTests
{
    private const string TokenCall = "POST /oauth2/access_token";

    [Fact]
    public async Task The_link_leads_to_the_consent_page_and_back_and_the_work_begins()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var browser = new Browser(world);
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead);

        var page = await browser.BeginAsync();
        Assert.Equal($"{world.Amo.BaseUri}oauth", page.GetLeftPart(UriPartial.Path));
        Assert.Contains("mode=post_message", page.Query, StringComparison.Ordinal);
        Assert.Matches(@"^b\.\d{10}\.[\w-]{22}\.[\w-]{22}\.[\w-]{43}$", Browser.StateOf(page));
        // As amoCRM sends it after an installation from a widget: more than we need.
        var (status, html) = await browser.ComeBackAsync($"{await browser.ApproveAsync(page)}&from_widget=1");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("amoCRM подключена", html, StringComparison.Ordinal);
        Assert.Contains("/webhook/amocrm", html, StringComparison.Ordinal);
        await world.PassDoneAsync();
        Assert.Single(world.RowsOf(world.FirstLead));
    }

    [Fact]
    public async Task After_a_log_in_the_pass_goes_on_by_itself()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false, nudges: true);
        using var browser = new Browser(world);
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead);

        await browser.ComeBackAsync(await browser.ApproveAsync(await browser.BeginAsync()));

        await Until.TrueAsync(() => world.RowsOf(world.FirstLead).Count == 1);
    }

    [Fact]
    public async Task Two_log_ins_in_one_browser_both_succeed_whichever_comes_back_first_and_over_a_restart()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var browser = new Browser(world);
        Uri[] pages = [await browser.BeginAsync(), await browser.BeginAsync()];
        Assert.NotEqual(Browser.StateOf(pages[0]), Browser.StateOf(pages[1]));

        Assert.Equal(HttpStatusCode.OK, (await browser.ComeBackAsync(await browser.ApproveAsync(pages[1]))).Status);
        await world.StopServiceAsync();
        await world.StartServiceAsync();
        Assert.Equal(HttpStatusCode.OK, (await browser.ComeBackAsync(await browser.ApproveAsync(pages[0]))).Status);
    }

    [Fact]
    public async Task A_revoked_token_shows_the_link_in_health_and_the_link_makes_all_well_again()
    {
        await using var world = await ServiceWorld.StartAsync();
        using var browser = new Browser(world);
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        Assert.Null((await HealthAsync(world)).LogIn);
        world.AllowErrors();
        world.Amo.World.With(state => state.Tokens.RevokeAll());
        world.Type(world.FirstLead, "Статус", SheetStatus.Rejected);

        Assert.Equal(PassResult.Blocked, (await world.PassAsync()).Result);
        var (blocked, link, body) = await HealthAsync(world);
        Assert.Equal(("blocked", "http://127.0.0.1:7071/oauth/login"), (blocked, link));
        Assert.Contains("open /oauth/login", body, StringComparison.Ordinal);

        await browser.ComeBackAsync(await browser.ApproveAsync(await browser.BeginAsync()));
        await world.PassDoneAsync();

        Assert.Equal("ОТКАЗ", world.StageOf(world.FirstLead));
        var healed = await HealthAsync(world);
        Assert.Equal(("ok", null), (healed.Status, healed.LogIn));
    }

    [Theory]
    [InlineData("500", "GET /api/v4/leads", false)]
    [InlineData("504", "GET /api/v4/leads", false)]
    [InlineData("402", "GET /api/v4/leads", false)]
    [InlineData("500", TokenCall, true)]
    [InlineData("504", TokenCall, true)]
    [InlineData("402", TokenCall, true)]
    [InlineData("429", TokenCall, true)]
    public async Task A_passing_failure_of_amoCRM_is_never_taken_for_a_revoked_token(string fault, string route, bool refreshing)
    {
        await using var world = await ServiceWorld.StartAsync();
        world.AllowErrors();
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        await world.BellAsync(world.FirstLead);
        world.Amo.World.With(state => state.Faults.Add(new AmoFault(fault, 20, route)));
        if (refreshing)
            world.Amo.World.With(state => state.Faults.Add(new AmoFault(AmoFaults.Unauthorized, 1, "GET /api/v4/leads$")));

        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        var (status, link, _) = await HealthAsync(world);
        Assert.Equal(("waiting", null), (status, link));

        world.Amo.World.With(state => state.Faults.Remove(null));
        if (fault != "429")
        {
            await world.PassDoneAsync();
            Assert.Single(world.RowsOf(world.FirstLead));
        }
    }

    private static async Task<(string Status, string? LogIn, string Body)> HealthAsync(ServiceWorld world)
    {
        var body = await world.HealthAsync();
        using var json = JsonDocument.Parse(body);
        return (json.RootElement.GetProperty("status").GetString()!, json.RootElement.GetProperty("logIn").GetString(), body);
    }
}
