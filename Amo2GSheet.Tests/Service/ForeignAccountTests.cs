using System.Net;
using System.Text.Json.Nodes;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Sandbox.AmoCrm;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Service;

/// <summary>A log-in to another account than the one in <c>AMO_SUBDOMAIN</c> is refused before anything is saved.</summary>
public sealed class ForeignAccountTests
{
    [Fact]
    public async Task A_code_of_another_account_is_refused_and_nothing_is_saved()
    {
        await using var world = await ServiceWorld.StartAsync(all => all["AMO_SUBDOMAIN"] = "another-account", loggedIn: false);

        using var answer = await world.LogInAsync();

        var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal((HttpStatusCode.Forbidden, "ForeignAccount"), (answer.StatusCode, (string?)said["reason"]));
        Assert.Contains(world.Amo.World.Seed.Account.Subdomain, (string?)said["detail"], StringComparison.Ordinal);
        Assert.Contains("AMO_SUBDOMAIN", (string?)said["detail"], StringComparison.Ordinal);
        Assert.Null(await SavedAsync(world));
    }

    [Fact]
    public async Task The_tokens_of_the_right_account_stay_when_somebody_logs_in_to_another_one()
    {
        await using var world = await ServiceWorld.StartAsync();
        var before = await SavedAsync(world);
        await world.StopServiceAsync();
        world.Amo.World.With(state => state.Seed = state.Seed with { Account = state.Seed.Account with { Subdomain = "renamed" } });
        await world.StartServiceAsync();

        using var answer = await world.LogInAsync();

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(before!.Version, (await SavedAsync(world))!.Version);
    }

    [Fact]
    public async Task The_page_says_which_account_was_approved_when_amoCRM_sends_no_referer()
    {
        await using var world = await ServiceWorld.StartAsync(all => all["AMO_SUBDOMAIN"] = "another-account", loggedIn: false);
        using var browser = new Browser(world);
        var back = await browser.ApproveAsync(await browser.BeginAsync());

        var (status, html) = await browser.ComeBackAsync(back.Replace("referer=", "was=", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains($"другом аккаунте ({world.Amo.World.Seed.Account.Subdomain})", html, StringComparison.Ordinal);
        Assert.Null(await SavedAsync(world));
    }

    [Fact]
    public async Task An_account_that_cannot_be_asked_about_saves_nothing()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        world.Amo.World.With(state => state.Faults.Add(new AmoFault(AmoFaults.ServerError, 5, "GET /api/v4/account")));

        using var answer = await world.LogInAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("start the log-in again", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await SavedAsync(world));
    }

    private static Task<StoredTokens?> SavedAsync(ServiceWorld world) =>
        world.Service.Services.GetRequiredService<ITokenStore>().ReadAsync(CancellationToken.None);
}
