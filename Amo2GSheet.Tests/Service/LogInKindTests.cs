using System.Net;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Service;

/// <summary>A log-in ends where it was begun: in that very browser, or in a terminal.</summary>
public sealed class LogInKindTests
{
    private const string TokenCall = "POST /oauth2/access_token";

    [Fact]
    public async Task A_log_in_of_a_terminal_does_not_end_on_the_page_and_still_ends_in_the_terminal()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var browser = new Browser(world);
        var terminal = world.Service.Services.GetRequiredService<LogInByLink>();
        var back = await browser.ApproveAsync(terminal.BeginInTerminal());

        var (status, html) = await browser.ComeBackAsync(back);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("вставьте его в терминал", html, StringComparison.Ordinal);
        Assert.Equal(0, world.Amo.Counters.Count(TokenCall));
        Assert.Equal(LinkOutcomeKind.LoggedIn, (await EndInTerminalAsync(terminal, back)).Kind);
        Assert.Equal(LinkOutcomeKind.UnknownState, (await EndInTerminalAsync(terminal, back)).Kind);
    }

    [Fact]
    public async Task A_log_in_of_a_browser_does_not_end_in_a_terminal_and_still_ends_in_the_browser()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var browser = new Browser(world);
        var back = await browser.ApproveAsync(await browser.BeginAsync());

        Assert.Equal(LinkOutcomeKind.ForBrowser, (await EndInTerminalAsync(world.Service.Services.GetRequiredService<LogInByLink>(), back)).Kind);

        Assert.Equal(0, world.Amo.Counters.Count(TokenCall));
        Assert.Equal(HttpStatusCode.OK, (await browser.ComeBackAsync(back)).Status);
    }

    [Fact]
    public async Task Where_the_page_is_closed_nobody_begins_or_ends_a_log_in_there_and_health_names_the_command()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var browser = new Browser(world);
        var back = await browser.ApproveAsync(await browser.BeginAsync());
        world.Settings["AMO_LOGIN_PAGE"] = "off";
        await world.StopServiceAsync();
        await world.StartServiceAsync();

        var begun = await browser.ComeBackAsync("oauth/login");
        var ended = await browser.ComeBackAsync(back);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (begun.Status, ended.Status));
        Assert.Contains("AMO_LOGIN_PAGE", begun.Html, StringComparison.Ordinal);
        Assert.Equal(0, world.Amo.Counters.Count(TokenCall));
        world.AllowErrors();
        await world.BellAsync(world.FirstLead);
        await world.PassAsync();
        var health = await world.HealthAsync();
        Assert.Contains("run amo2gsheet login", health, StringComparison.Ordinal);
        Assert.Contains("\"logIn\":null", health, StringComparison.Ordinal);
    }

    private static Task<LinkOutcome> EndInTerminalAsync(LogInByLink terminal, string back) => terminal.EndAsync(
        ConsentAnswer.Read(System.Web.HttpUtility.ParseQueryString(back[back.IndexOf('?', StringComparison.Ordinal)..])),
        new LogInVisit(LogInKind.Terminal),
        CancellationToken.None);
}
