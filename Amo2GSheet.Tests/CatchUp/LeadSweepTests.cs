using System.Text.Json.Nodes;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync.CatchUp;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Tests.Service;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.CatchUp;

/// <summary>The sweep of changed leads over HTTP: what no webhook told gets into the sheet, at a known price, whatever changes meanwhile.</summary>
public sealed class LeadSweepTests
{
    private const string LeadsRoute = "GET /api/v4/leads";
    private const string EventsRoute = "GET /api/v4/events";

    [Fact]
    public async Task Leads_whose_webhooks_never_came_become_rows_and_follow()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        var other = world.LeadsOf(DemoAccount.Sotuv1)[1];
        world.Move(world.FirstLead, "ОТКАЗ");
        world.Move(other, ServiceWorld.NewOrder);

        var outcome = await world.CatchUpAsync();
        await world.PassDoneAsync();

        Assert.Equal((RunResult.Done, 2), (outcome.Result, outcome.News));
        Assert.Equal((SheetStatus.Rejected, SheetStatus.InProgress), (world.Cell(world.FirstLead, "Статус"), world.Cell(other, "Статус")));
    }

    [Fact]
    public async Task A_worker_that_runs_no_passes_still_sees_that_a_lead_came_back_to_where_it_once_knew_it()
    {
        var clock = new JumpingTime();
        await using var world = await ServiceWorld.StartAsync(clock: clock);
        var lead = world.FirstLead;
        await world.MoveAndSyncAsync(lead, ServiceWorld.NewOrder);
        // Hosts may run the two timers in two workers: this one catches up, the other one passes.
        await using var other = await world.StartWorkerAsync();
        var catchUp = other.Services.GetRequiredService<CatchUpRunner>();
        await catchUp.RunAsync(CancellationToken.None);
        clock.Jump(TimeSpan.FromSeconds(2));
        await world.MoveAndSyncAsync(lead, "ЗАКАЗ ОТПРАВЛЕН");
        Assert.Equal(SheetStatus.WithCourier, world.Cell(lead, "Статус"));

        clock.Jump(TimeSpan.FromSeconds(2));
        world.Move(lead, ServiceWorld.NewOrder);
        await catchUp.RunAsync(CancellationToken.None);
        await world.PassDoneAsync();

        Assert.Equal(SheetStatus.InProgress, world.Cell(lead, "Статус"));
    }

    [Fact]
    public async Task An_idle_catch_up_is_one_call_for_leads_and_one_for_events_and_leaves_the_inbox_alone()
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.MoveAndSyncAsync(world.FirstLead, ServiceWorld.NewOrder);
        await world.CatchUpAsync();
        world.ResetCounters();
        var storage = world.StorageCalls;

        var outcome = await world.CatchUpAsync();

        Assert.Equal((RunResult.Done, 0), (outcome.Result, outcome.News));
        Assert.Equal((1, 1, 2), (world.Amo.Counters.Count(LeadsRoute), world.Amo.Counters.Count(EventsRoute), world.Amo.Counters.Total));
        Assert.Empty(await InboxAsync(world));
        // Lease taken and given back (three calls), two positions read, and at most two written (when a second has passed).
        Assert.InRange(world.StorageCalls - storage, 5, 7);
    }

    [Theory]
    [InlineData(250)]
    [InlineData(251)]
    [InlineData(1_000)]
    public async Task N_changed_leads_cost_one_page_for_every_two_hundred_and_fifty(int count)
    {
        await using var world = await ServiceWorld.StartAsync();
        await world.CatchUpAsync();
        world.AddLeads(count);
        world.ResetCounters();

        var outcome = await world.CatchUpAsync();

        Assert.Equal((RunResult.Done, count), (outcome.Result, outcome.News));
        Assert.Equal((count + 249) / 250, world.Amo.Counters.Count(LeadsRoute));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lead_that_slips_into_a_page_already_read_is_found_all_the_same(bool deletion)
    {
        var clock = new JumpingTime();
        await using var world = await ServiceWorld.StartAsync(clock: clock);
        await world.CatchUpAsync();
        var leads = AddSpread(world, clock, 600);
        OnFirstPage(world, () =>
        {
            // The first of the next page slips into the page that was read.
            if (deletion)
                world.Amo.World.Delete(EntityKind.Lead, leads[3]);
            else
                world.Amo.World.SetLeadField(leads[3], Field(world, "Адрес"), "ул. Новая, 1");
        });

        var outcome = await world.CatchUpAsync();

        Assert.Equal(RunResult.Done, outcome.Result);
        var found = (await InboxAsync(world)).Select(entry => entry.Lead.Value).ToHashSet();
        Assert.Empty(leads.Except(found));
    }

    [Fact]
    public async Task A_walk_that_is_disturbed_again_and_again_still_comes_to_its_end_page_by_page()
    {
        var clock = new JumpingTime();
        await using var world = await ServiceWorld.StartAsync(clock: clock);
        await world.CatchUpAsync();
        var leads = AddSpread(world, clock, 800);
        var turn = 0;
        world.Amo.World.Answering += request =>
        {
            if (request.StartsWith("GET /api/v4/leads?", StringComparison.Ordinal))
                world.Amo.World.SetLeadField(leads[turn++], Field(world, "Адрес"), $"ул. Новая, {turn}");
        };

        var outcome = await world.CatchUpAsync();

        Assert.Equal(RunResult.Done, outcome.Result);
        Assert.Empty(leads.Except((await InboxAsync(world)).Select(entry => entry.Lead.Value)));
    }

    [Fact]
    public async Task More_leads_of_one_second_than_a_page_holds_are_tried_thrice_and_then_left_to_the_next_run()
    {
        var clock = new JumpingTime();
        await using var world = await ServiceWorld.StartAsync(clock: clock);
        await world.CatchUpAsync();
        var at = clock.GetUtcNow().ToUnixTimeSeconds() - 30;
        var leads = world.AddLeads(600);
        Stamp(world, leads, _ => at);
        var turn = 0;
        var disturb = true;
        world.Amo.World.Answering += request =>
        {
            if (disturb && request.StartsWith("GET /api/v4/leads?", StringComparison.Ordinal))
                world.Amo.World.SetLeadField(leads[turn++], Field(world, "Адрес"), $"ул. Новая, {turn}");
        };

        var disturbed = await world.CatchUpAsync();
        disturb = false;
        var calm = await world.CatchUpAsync();

        Assert.Equal(RunResult.Partial, disturbed.Result);
        Assert.True(disturbed.Cursor < DateTimeOffset.FromUnixTimeSeconds(at), $"The position {disturbed.Cursor} went past leads that may be unseen.");
        Assert.Equal(RunResult.Done, calm.Result);
        Assert.Empty(leads.Except((await InboxAsync(world)).Select(entry => entry.Lead.Value)));
    }

    [Fact]
    public async Task A_page_that_comes_empty_although_it_was_promised_is_asked_for_once_more()
    {
        using var amo = new AmoCrm.AmoWorld();
        amo.Amo.On("GET /api/v4/leads?limit=250", body: """{"_links":{"next":{"href":"https://acme.amocrm.ru/api/v4/leads?page=2"}},"_embedded":{"leads":[{"id":501}]}}""")
            .On("GET /api/v4/leads?page=2", System.Net.HttpStatusCode.NoContent)
            .On("GET /api/v4/leads?page=2", body: """{"_embedded":{"leads":[{"id":502}]}}""");

        var ids = new List<long>();
        await foreach (var page in amo.First.GetRequiredService<Amo2GSheet.Core.AmoCrm.IAmoCatchUp>().ReadChangedAsync(DateTimeOffset.UnixEpoch, default))
            ids.AddRange(page.Leads.Select(lead => lead.Id.Value));

        amo.Amo.Played();
        Assert.Equal([501, 502], ids);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task A_catch_up_that_amoCRM_refuses_moves_no_position_and_is_made_up_for_by_the_next(int status)
    {
        var clock = new JumpingTime();
        await using var world = await ServiceWorld.StartAsync(clock: clock);
        world.AllowErrors();
        var before = (await world.CatchUpAsync()).Cursor;
        world.Move(world.FirstLead, ServiceWorld.NewOrder);
        clock.Jump(TimeSpan.FromMinutes(5));
        world.Amo.World.With(state => state.Faults.Add(new AmoFault($"{status}")));

        Assert.Equal(RunResult.Unavailable, (await world.CatchUpAsync()).Result);
        Assert.Equal($"{before?.ToUnixTimeSeconds()}", await CursorAsync(world, "catch-up/leads"));
        Assert.Contains("\"catchUp\":{\"result\":\"Unavailable\"", await world.HealthAsync(), StringComparison.Ordinal);

        world.Amo.World.With(state => state.Faults.Remove(null));
        clock.Jump(TimeSpan.FromHours(5));
        Assert.Equal(1, (await world.CatchUpAsync()).News);
        await world.PassDoneAsync();
        Assert.Single(world.RowsOf(world.FirstLead));
    }

    [Fact]
    public async Task Without_a_log_in_the_catch_up_is_quiet()
    {
        await using var world = await ServiceWorld.StartAsync(loggedIn: false);

        Assert.Equal(RunResult.Blocked, (await world.CatchUpAsync()).Result);

        Assert.DoesNotContain(world.Log, line => line.Contains("Catch-up", StringComparison.Ordinal));
        Assert.Equal(0, world.Amo.Counters.Total);
    }

    [Fact]
    public async Task A_long_outage_is_caught_up_in_steps_and_a_kill_on_the_way_loses_nothing()
    {
        var clock = new JumpingTime();
        await using var world = await ServiceWorld.StartAsync(clock: clock);
        await world.CatchUpAsync();
        await world.StopServiceAsync();
        var leads = world.AddLeads(10_600);
        clock.Jump(TimeSpan.FromDays(3));
        Stamp(world, leads, index => clock.GetUtcNow().AddDays(-2).ToUnixTimeSeconds() + index);
        await world.StartServiceAsync();
        using var kill = new CancellationTokenSource();
        var pages = 0;
        world.Amo.World.Answering += request =>
        {
            if (request.StartsWith("GET /api/v4/leads?", StringComparison.Ordinal) && ++pages == 42)
                kill.Cancel();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Service.Services.GetRequiredService<CatchUpRunner>().RunAsync(kill.Token));
        await world.StopServiceAsync();
        await world.StartServiceAsync();
        var outcome = await world.CatchUpAsync();

        // Forty pages were believed, and are not walked again: only ten minutes before them, and the rest.
        Assert.Equal(RunResult.Done, outcome.Result);
        Assert.InRange(outcome.Leads, 600, 1_300);
        Assert.Equal(10_600, (await InboxAsync(world)).Count);
    }

    private static List<long> AddSpread(ServiceWorld world, JumpingTime clock, int count)
    {
        var leads = world.AddLeads(count);
        clock.Jump(TimeSpan.FromHours(1));
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        Stamp(world, leads, index => now - 3_000 + (3 * index));
        return [.. leads];
    }

    private static void Stamp(ServiceWorld world, IReadOnlyList<long> leads, Func<int, long> at)
    {
        for (var index = 0; index < leads.Count; index++)
            world.Amo.World.EditOne(EntityKind.Lead, new JsonObject { ["id"] = leads[index], ["updated_at"] = at(index) });
    }

    private static void OnFirstPage(ServiceWorld world, Action change)
    {
        var done = false;
        world.Amo.World.Answering += request =>
        {
            if (done || !request.StartsWith("GET /api/v4/leads?", StringComparison.Ordinal))
                return;
            done = true;
            change();
        };
    }

    private static long Field(ServiceWorld world, string name) =>
        world.Amo.World.Seed.Fields.Single(field => field.Kind == EntityKind.Lead && field.Name == name).Id;

    internal static async Task<IReadOnlyList<InboxEntry>> InboxAsync(ServiceWorld world) =>
        await world.Service.Services.GetRequiredService<IInboxStore>().ReadAsync(100_000, default);

    private static async Task<string?> CursorAsync(ServiceWorld world, string name) =>
        (await world.Service.Services.GetRequiredService<ICursorStore>().ReadAsync(name, default))?.Value;
}
