using System.Net;

namespace Amo2GSheet.Tests.Service;

/// <summary>What anonymous callers cannot do to a log-in that is under way, and how little they cost.</summary>
public sealed class LogInFloodTests
{
    private const string TokenCall = "POST /oauth2/access_token";

    [Fact]
    public async Task No_number_of_anonymous_starts_pushes_a_pending_log_in_out()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var administrator = new Browser(world);
        var back = await administrator.ApproveAsync(await administrator.BeginAsync());

        for (var number = 0; number < 250; number++)
        {
            using var stranger = new Browser(world);
            using var _ = await stranger.OpenAsync("oauth/login");
        }

        Assert.Equal(HttpStatusCode.OK, (await administrator.ComeBackAsync(back)).Status);
    }

    [Fact]
    public async Task A_start_writes_nothing_down()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var stranger = new Browser(world);
        var before = world.StorageCalls;

        await stranger.BeginAsync();

        Assert.Equal(before, world.StorageCalls);
    }

    [Fact]
    public async Task A_code_that_comes_without_the_cookie_of_its_own_log_in_is_not_exchanged_and_spoils_nothing()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var administrator = new Browser(world);
        using var stranger = new Browser(world);
        using var other = new Browser(world);
        var back = await administrator.ApproveAsync(await administrator.BeginAsync());
        await other.BeginAsync();

        var without = await stranger.ComeBackAsync(back);
        var withAnother = await other.ComeBackAsync(back);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (without.Status, withAnother.Status));
        Assert.Contains("в другом браузере", without.Html, StringComparison.Ordinal);
        Assert.Equal(0, world.Amo.Counters.Count(TokenCall));
        Assert.Equal(HttpStatusCode.OK, (await administrator.ComeBackAsync(back)).Status);
    }

    [Fact]
    public async Task Made_up_codes_make_few_calls_to_amoCRM_and_keep_no_other_address_out()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var stranger = new Browser(world) { ForwardedFor = "203.0.113.9" };
        using var administrator = new Browser(world) { ForwardedFor = "198.51.100.7" };
        var statuses = new List<HttpStatusCode>();
        for (var number = 0; number < 30; number++)
        {
            var state = Browser.StateOf(await stranger.BeginAsync());
            using var answer = await stranger.OpenAsync($"oauth/callback?code=made-up-{number}&state={state}");
            statuses.Add(answer.StatusCode);
            if (answer.StatusCode is HttpStatusCode.TooManyRequests)
                Assert.Equal(60, answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        }

        Assert.InRange(world.Amo.Counters.Count(TokenCall), 1, 10);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.Equal(HttpStatusCode.OK, (await administrator.ComeBackAsync(await administrator.ApproveAsync(await administrator.BeginAsync()))).Status);
    }

    [Fact]
    public async Task A_callback_that_had_to_wait_can_be_repeated()
    {
        var clock = new StoppedTime(TimeProvider.System.GetUtcNow());
        await using var world = await ServiceWorld.StartAsync(loggedIn: false, time: clock);
        using var administrator = new Browser(world) { ForwardedFor = "198.51.100.7" };
        HttpStatusCode status;
        do
        {
            status = (await administrator.ComeBackAsync($"oauth/callback?code=made-up&state={Browser.StateOf(await administrator.BeginAsync())}")).Status;
        }
        while (status is not HttpStatusCode.TooManyRequests);
        var back = await administrator.ApproveAsync(await administrator.BeginAsync());
        Assert.Equal(HttpStatusCode.TooManyRequests, (await administrator.ComeBackAsync(back)).Status);

        clock.Forward(TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.OK, (await administrator.ComeBackAsync(back)).Status);
    }

    [Fact]
    public async Task Starts_from_one_address_have_a_limit_and_keep_no_other_address_out()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);
        using var stranger = new Browser(world) { ForwardedFor = "203.0.113.9" };
        using var administrator = new Browser(world) { ForwardedFor = "198.51.100.7" };
        var refused = false;
        for (var number = 0; number < 200 && !refused; number++)
        {
            using var answer = await stranger.OpenAsync("oauth/login");
            refused = answer.StatusCode is HttpStatusCode.TooManyRequests;
        }

        Assert.True(refused);
        await administrator.BeginAsync();
    }
}
