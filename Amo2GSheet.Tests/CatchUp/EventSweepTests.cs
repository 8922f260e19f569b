using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Core.Sync.CatchUp;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Tests.Service;

namespace Amo2GSheet.Tests.CatchUp;

/// <summary>Deleted, merged and restored leads whose webhooks never came (rule 11).</summary>
public sealed class EventSweepTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 10, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_deleted_lead_s_row_gets_its_note_once_and_loses_it_when_the_lead_comes_back(bool oldestFirst, bool restoreBumps)
    {
        var clock = new JumpingTime();
        await using var world = await ServiceWorld.StartAsync(clock: clock);
        var lead = world.FirstLead;
        world.Amo.World.Switches = world.Amo.World.Switches with { EventsOldestFirst = oldestFirst, RestoreBumps = restoreBumps, FilterBoundsInclusive = oldestFirst };
        await world.NewOrdersAsync(lead);
        world.Amo.World.Delete(EntityKind.Lead, lead);

        Assert.Equal(1, (await world.CatchUpAsync()).News);
        await world.PassDoneAsync();
        Assert.Equal(0, (await world.CatchUpAsync()).News);
        await world.StopServiceAsync();
        await world.StartServiceAsync();
        Assert.Equal(0, (await world.CatchUpAsync()).News);
        await world.PassAsync();

        Assert.Single(await world.JournalAsync(lead), entry => entry.Rule == 11);
        Assert.Contains("удалена", Assert.Single(world.RowOf(lead).Notes).Value, StringComparison.Ordinal);

        clock.Jump(TimeSpan.FromSeconds(2));
        world.Amo.World.Restore(EntityKind.Lead, lead);
        Assert.InRange((await world.CatchUpAsync()).News, 1, 2);
        await world.PassDoneAsync();
        Assert.Empty(world.RowOf(lead).Notes);
        Assert.Equal(0, (await world.CatchUpAsync()).News);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lead_that_was_deleted_before_its_row_was_written_gets_it_when_it_comes_back(bool restoreBumps)
    {
        var clock = new JumpingTime();
        await using var world = await ServiceWorld.StartAsync(clock: clock);
        world.Amo.World.Switches = world.Amo.World.Switches with { RestoreBumps = restoreBumps };
        var lead = world.FirstLead;
        world.Move(lead, ServiceWorld.NewOrder);
        await world.CatchUpAsync();
        world.Sheets.Faults.Arm(new SheetFault { Kind = "503", Route = "}:batchUpdate" });
        Assert.Equal(PassResult.Unavailable, (await world.PassAsync()).Result);
        world.Amo.World.Delete(EntityKind.Lead, lead);
        await world.CatchUpAsync();
        await world.PassDoneAsync();
        Assert.Empty(world.RowsOf(lead));

        clock.Jump(TimeSpan.FromSeconds(2));
        world.Amo.World.Restore(EntityKind.Lead, lead);
        await world.CatchUpAsync();
        await world.PassDoneAsync();

        Assert.Single(world.RowsOf(lead));
        Assert.Equal(0, (await world.CatchUpAsync()).News);
    }

    [Fact]
    public async Task A_lead_that_comes_back_without_a_row_rings_once_and_not_with_every_sweep()
    {
        var clock = new JumpingTime();
        await using var world = await ServiceWorld.StartAsync(clock: clock);
        var lead = world.FirstLead;
        await world.NewOrdersAsync(lead);
        world.Do(new PersonEdit { Do = "deleteRows", Find = ServiceWorld.Id(lead) });
        world.Amo.World.Delete(EntityKind.Lead, lead);
        await world.CatchUpAsync();
        await world.PassDoneAsync();
        clock.Jump(TimeSpan.FromSeconds(2));
        world.Amo.World.Restore(EntityKind.Lead, lead);
        await world.CatchUpAsync();
        await world.PassDoneAsync();

        clock.Jump(TimeSpan.FromMinutes(1));

        Assert.Equal(0, (await world.CatchUpAsync()).News);
        Assert.Empty(world.RowsOf(lead));
        Assert.Contains(await world.JournalAsync(lead), entry => entry is { Rule: 11, What: nameof(Reason.LeadBack) });
    }

    [Theory]
    [InlineData(MergeEvents.Survivor, true)]
    [InlineData(MergeEvents.Survivor, false)]
    [InlineData(MergeEvents.Loser, true)]
    [InlineData(MergeEvents.Loser, false)]
    public async Task A_merged_lead_is_gone_and_the_other_stays_whatever_the_history_names(MergeEvents named, bool deletes)
    {
        var clock = new JumpingTime();
        await using var world = await ServiceWorld.StartAsync(clock: clock);
        world.Amo.World.Switches = world.Amo.World.Switches with { MergeEvents = named, MergeDeletes = deletes };
        var loser = world.LeadsOf(DemoAccount.Sotuv1)[1];
        await world.NewOrdersAsync(world.FirstLead, loser);
        world.Amo.World.MergeLeads(world.FirstLead, loser);

        await world.CatchUpAsync();
        await world.PassAsync();
        clock.Jump(TimeSpan.FromSeconds(70));
        await world.CatchUpAsync();
        await world.PassAsync();
        await world.CatchUpAsync();
        await world.PassAsync();

        Assert.Single(world.RowOf(loser).Notes);
        Assert.Empty(world.RowOf(world.FirstLead).Notes);
        Assert.Single(await world.JournalAsync(loser), entry => entry.Rule == 11);
        Assert.DoesNotContain(await world.JournalAsync(world.FirstLead), entry => entry.Rule == 11);
    }

    [Fact]
    public async Task A_history_that_is_refused_does_not_keep_changed_leads_out()
    {
        await using var world = await ServiceWorld.StartAsync();
        var leads = world.AddLeads(300);
        world.Amo.World.With(state => state.Faults.Add(new AmoFault(AmoFaults.Unpaid, Route: "GET /api/v4/events")));

        var outcome = await world.CatchUpAsync();

        Assert.Equal(RunResult.Unavailable, outcome.Result);
        Assert.Empty(leads.Except((await LeadSweepTests.InboxAsync(world)).Select(entry => entry.Lead.Value)));
    }

    [Fact]
    public void Only_leads_that_somebody_tracks_ring_and_their_last_event_counts()
    {
        var known = new Dictionary<LeadId, Base> { [new(1)] = Known(1, gone: false), [new(2)] = Known(2, gone: true), [new(3)] = Known(3, gone: false) };
        LeadEvent[] events =
        [
            Happened(LeadEventKind.Restored, 0, 1), Happened(LeadEventKind.Deleted, 5, 1),
            Happened(LeadEventKind.Deleted, 1, 2), Happened(LeadEventKind.Deleted, 9, 4),
            Happened(LeadEventKind.Merged, 2, 3, 5), Happened(LeadEventKind.Restored, 7, 6),
        ];

        var bells = EventSweep.Bells(events, known).OrderBy(bell => bell.Lead).ToList();

        Assert.Equal([new LeadBell(new(1), Deleted: true), new LeadBell(new(3)), new LeadBell(new(6))], bells);
    }

    private static LeadEvent Happened(LeadEventKind kind, int second, params long[] leads) =>
        new($"{kind}{second}", kind, At.AddSeconds(second), [.. leads.Select(lead => new LeadId(lead))]);

    private static Base Known(long lead, bool gone) =>
        new() { Lead = new(lead), Stage = new StageKey(1, 142), Status = "", OrderNumber = "", Tab = new TabId(0), LeadGone = gone };
}
