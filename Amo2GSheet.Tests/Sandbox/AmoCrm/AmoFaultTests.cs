using System.Net;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Tests.Sandbox.AmoCrm;

public sealed class AmoFaultTests : IAsyncLifetime
{
    private AmoBench _bench = null!;

    public async Task InitializeAsync() => _bench = await AmoBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task The_eighth_request_of_a_second_is_429_and_the_next_second_is_free()
    {
        _bench.World.Switches = new AmoSwitches();
        for (var request = 0; request < 7; request++)
            Assert.Equal(HttpStatusCode.OK, (await _bench.GetAsync("/api/v4/account")).Status);
        var refused = await _bench.GetAsync("/api/v4/account");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Equal("application/problem+json", refused.ContentType);
        Assert.Equal(300, (int)refused.Json["retry_after"]!);
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await _bench.GetAsync("/api/v4/account")).Status);
    }

    [Fact]
    public async Task Repeated_violations_block_every_call_with_an_html_page_until_unblocked()
    {
        _bench.World.Switches = new AmoSwitches { ViolationsBeforeBlock = 3, LimitAnswersHtml = true };
        for (var request = 0; request < 9; request++)
            await _bench.GetAsync("/api/v4/account");
        Assert.Equal("text/html", (await _bench.GetAsync("/api/v4/account")).ContentType);
        _bench.Clock.Advance(TimeSpan.FromHours(1));

        var blocked = await _bench.GetAsync("/api/v4/account");
        Assert.Equal(HttpStatusCode.Forbidden, blocked.Status);
        Assert.Equal("text/html", blocked.ContentType);
        Assert.Contains("nginx", blocked.Text, StringComparison.Ordinal);
        await _bench.PostAsync("/_control/unblock", "");
        Assert.Equal(HttpStatusCode.OK, (await _bench.GetAsync("/api/v4/account")).Status);
    }

    [Theory]
    [InlineData("401", 401)]
    [InlineData("402", 402)]
    [InlineData("403", 403)]
    [InlineData("429", 429)]
    [InlineData("500", 500)]
    [InlineData("504", 504)]
    public async Task A_status_fault_strikes_its_route_as_often_as_told(string kind, int status)
    {
        await FaultAsync($$"""{"kind":"{{kind}}","times":1,"route":"GET /api/v4/leads"}""");
        Assert.Equal(HttpStatusCode.OK, (await _bench.GetAsync("/api/v4/account")).Status);
        Assert.Equal(status, (int)(await _bench.GetAsync("/api/v4/leads")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _bench.GetAsync("/api/v4/leads")).Status);
    }

    [Fact]
    public async Task A_lost_answer_comes_after_the_effect()
    {
        var lead = _bench.LeadIn(DemoAccount.Sotuv1);
        await FaultAsync("""{"kind":"answer-lost","times":1}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => _bench.PatchAsync($"/api/v4/leads/{lead.Id}", """{"price":9}"""));
        Assert.Equal(9, _bench.World.Find(EntityKind.Lead, lead.Id)!.Price);
    }

    [Fact]
    public async Task A_held_request_is_dropped_without_effect()
    {
        var lead = _bench.LeadIn(DemoAccount.Sotuv1);
        await FaultAsync("""{"kind":"timeout","times":1,"seconds":0}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => _bench.PatchAsync($"/api/v4/leads/{lead.Id}", """{"price":9}"""));
        Assert.Equal(lead.Price, _bench.World.Find(EntityKind.Lead, lead.Id)!.Price);
    }

    [Fact]
    public async Task A_batch_may_be_half_applied_before_the_gateway_gives_up()
    {
        var leads = _bench.World.Leads().Take(2).ToArray();
        await FaultAsync("""{"kind":"partial-504","times":1}""");
        var answer = await _bench.PatchAsync("/api/v4/leads", $$"""[{"id":{{leads[0].Id}},"price":9},{"id":{{leads[1].Id}},"price":9}]""");
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.Status);
        Assert.Equal([9, leads[1].Price], leads.Select(lead => _bench.World.Find(EntityKind.Lead, lead.Id)!.Price));
    }

    [Fact]
    public async Task A_stale_read_shows_the_past()
    {
        var lead = _bench.LeadIn(DemoAccount.Sotuv1);
        _bench.World.MoveLead(lead.Id, AmoStage.Won);
        await FaultAsync("""{"kind":"stale-reads","times":1,"seconds":5}""");

        Assert.Equal(lead.StatusId, await StatusAsync(lead.Id));
        Assert.Equal(AmoStage.Won, await StatusAsync(lead.Id));
        await FaultAsync("""{"kind":"stale-reads","seconds":5}""");
        Assert.Equal(lead.StatusId, await StatusAsync(lead.Id));
        _bench.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(AmoStage.Won, await StatusAsync(lead.Id));
    }

    [Fact]
    public async Task Faults_are_listed_and_removed()
    {
        await FaultAsync("""{"kind":"500"}""");
        Assert.Single((await _bench.GetAsync("/_control/faults")).Json.AsArray());
        await _bench.SendAsync(HttpMethod.Delete, "/_control/faults?kind=500");
        Assert.Equal(HttpStatusCode.OK, (await _bench.GetAsync("/api/v4/account")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _bench.PostAsync("/_control/faults", """{"kind":"flood"}""")).Status);
    }

    [Fact]
    public async Task Counters_count_routes_and_never_control_calls()
    {
        await _bench.GetAsync("/api/v4/leads?limit=1");
        await _bench.GetAsync("/api/v4/leads/1");
        await _bench.GetAsync("/_control/state");
        await _bench.GetAsync("/_control/counters");

        Assert.Equal(
            [("GET /api/v4/leads", 1L), ("GET /api/v4/leads/{id}", 1L)],
            _bench.Simulator.Counters.Snapshot().Select(route => (route.Route, route.Count)));
        Assert.Equal(1, _bench.Simulator.Counters.Snapshot()[1].Statuses[204]);
        await _bench.PostAsync("/_control/counters/reset", "");
        Assert.Equal(0, _bench.Simulator.Counters.Total);
    }

    private async Task FaultAsync(string json) =>
        Assert.Equal(HttpStatusCode.OK, (await _bench.PostAsync("/_control/faults", json)).Status);

    private async Task<long> StatusAsync(long id) => (long)(await _bench.GetAsync($"/api/v4/leads?filter[id]={id}")).Items("leads")[0]!["status_id"]!;
}
