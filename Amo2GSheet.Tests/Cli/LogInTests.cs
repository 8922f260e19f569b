using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Cli;

public sealed class LogInTests
{
    [Fact]
    public async Task A_person_pastes_the_address_and_every_command_is_logged_in()
    {
        await using var world = await CliWorld.StartAsync(loggedIn: false);
        var redirect = await ApproveAsync(world);

        var run = await world.RunTypingAsync($"  {redirect}\n", "login");

        Assert.Equal(0, run.Code);
        Assert.Contains("Logged in. The access token ends at ", run.Out, StringComparison.Ordinal);
        Assert.Contains("amo2gsheet check", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await world.RunAsync("inspect", "--leads", "0")).Code);
        await using var service = world.Open();
        var saved = await service.Services.GetRequiredService<ITokenStore>().ReadAsync(CancellationToken.None);
        Assert.DoesNotContain(saved!.Tokens.AccessToken, run.Out + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(saved.Tokens.RefreshToken, run.Out + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_consent_page_goes_to_standard_output_alone_with_a_fresh_state_each_time()
    {
        await using var world = await CliWorld.StartAsync(loggedIn: false);

        var first = await world.RunAsync("login");
        var second = await world.RunAsync("login");

        Assert.Equal(1, first.Code);
        Assert.Contains("Nothing was pasted", first.Error, StringComparison.Ordinal);
        Assert.Contains("state=", new Uri(Assert.Single(first.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries))).Query, StringComparison.Ordinal);
        Assert.NotEqual(first.Out, second.Out);
    }

    [Fact]
    public async Task A_script_gives_the_address_and_a_state_works_once()
    {
        await using var world = await CliWorld.StartAsync(loggedIn: false);
        var redirect = await ApproveAsync(world);

        Assert.Equal(0, (await world.RunAsync("login", "--redirect-url", redirect)).Code);
        var again = await world.RunAsync("login", "--redirect-url", redirect);

        Assert.Equal(1, again.Code);
        Assert.Contains("or one that was used already", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_with_a_state_that_did_not_begin_here_is_refused_and_its_code_stays_unspent()
    {
        await using var world = await CliWorld.StartAsync(loggedIn: false);
        var code = world.Amo.World.MakeCode();

        var run = await world.RunAsync("login", "--redirect-url", $"http://127.0.0.1:7071/oauth/callback?code={code}&state=0123456789abcdef");

        Assert.Equal(1, run.Code);
        Assert.Contains("has no state of a log-in that began here", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(code, run.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await world.RunAsync("login", "--code", code)).Code);
    }

    [Fact]
    public async Task A_log_in_begun_in_a_browser_is_refused_with_the_way_out()
    {
        await using var world = await CliWorld.StartAsync(loggedIn: false);
        await using var service = world.Open();
        var state = service.Services.GetRequiredService<LogInStates>().Make(LogInKind.Browser, new string('a', 32));

        var run = await world.RunAsync("login", "--redirect-url", $"http://127.0.0.1:7071/oauth/callback?code={world.Amo.World.MakeCode()}&state={state}");

        Assert.Equal(1, run.Code);
        Assert.Contains("begun in a browser at /oauth/login", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_log_in_to_another_account_is_refused_and_saves_nothing(bool byCode)
    {
        await using var world = await CliWorld.StartAsync(loggedIn: false);
        var account = world.Settings["AMO_SUBDOMAIN"]!;
        world.Settings["AMO_SUBDOMAIN"] = "another-account";

        var run = byCode
            ? await world.RunAsync("login", "--code", world.Amo.World.MakeCode())
            : await world.RunAsync("login", "--redirect-url", (await ApproveAsync(world)).Replace("referer=", "was=", StringComparison.Ordinal));

        Assert.Equal(1, run.Code);
        Assert.Contains(account, run.Error, StringComparison.Ordinal);
        Assert.Contains("AMO_SUBDOMAIN", run.Error, StringComparison.Ordinal);
        await using var service = world.Open();
        Assert.Null(await service.Services.GetRequiredService<ITokenStore>().ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_plain_connection_to_another_machine_is_a_wrong_setting()
    {
        await using var world = await CliWorld.StartAsync(loggedIn: false);
        world.Settings["AMO_BASE_URL"] = "http://amo.example";

        var run = await world.RunAsync("login");

        Assert.Equal(1, run.Code);
        Assert.StartsWith("AMO_BASE_URL must begin with https://", Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_amoCRM_refuses_is_said_in_its_words()
    {
        await using var world = await CliWorld.StartAsync(loggedIn: false);

        var run = await world.RunTypingAsync("no-such-code\n", "login");

        Assert.Equal(1, run.Code);
        Assert.Contains("amoCRM refused the code: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_who_says_no_is_heard()
    {
        await using var world = await CliWorld.StartAsync(loggedIn: false);
        var redirect = await ApproveAsync(world, "&deny=1");

        var run = await world.RunTypingAsync(redirect, "login");

        Assert.Equal(1, run.Code);
        Assert.Contains("did not approve", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_a_sandbox_the_consent_page_is_followed_without_asking()
    {
        await using var world = await CliWorld.StartAsync(loggedIn: false);

        var run = await world.RunAsync("login", "--sandbox");

        Assert.Equal(0, run.Code);
        Assert.StartsWith("Logged in.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_of_amoCRM_are_named_when_they_are_missing_and_others_are_not_needed()
    {
        await using var world = await CliWorld.StartAsync(loggedIn: false);
        world.Settings.Remove("GOOGLE_SHEET_ID");
        world.Settings.Remove("AMO_CLIENT_SECRET");

        var run = await world.RunAsync("login");

        Assert.Equal(1, run.Code);
        Assert.StartsWith("AMO_CLIENT_SECRET is missing", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_code_and_an_address_together_are_a_wrong_usage()
    {
        var run = await CliRun.OfAsync("login", "--code", "a", "--redirect-url", "https://b.example");

        Assert.Equal(2, run.Code);
        Assert.Contains("not both", run.Error, StringComparison.Ordinal);
    }

    /// <summary>A person opens the address that the command printed and approves; the command itself is ended before the paste.</summary>
    private static async Task<string> ApproveAsync(CliWorld world, string more = "")
    {
        var page = (await world.RunAsync("login")).Out.Trim();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await http.GetAsync(new Uri(page + more));
        return answer.Headers.Location!.OriginalString;
    }
}
