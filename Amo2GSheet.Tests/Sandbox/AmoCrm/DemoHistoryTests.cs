using Amo2GSheet.Sandbox.AmoCrm;
using Microsoft.Extensions.Time.Testing;

namespace Amo2GSheet.Tests.Sandbox.AmoCrm;

/// <summary>The month before the demo: in the history and in the API, and in nobody's way.</summary>
public sealed class DemoHistoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_lead_of_it_came_before_its_moves_and_is_closed_by_now()
    {
        var seed = DemoHistory.AddTo(DemoAccount.Make(Now), Now);
        var ways = seed.Past.ToLookup(move => move.LeadId);
        var leads = seed.Entities.Where(card => card.Kind is EntityKind.Lead && ways.Contains(card.Id)).ToList();

        Assert.InRange(leads.Count, 200, 500);
        Assert.All(leads, lead =>
        {
            var way = ways[lead.Id].ToList();
            Assert.Equal(way.OrderBy(move => move.At), way);
            Assert.InRange(way[0].At.ToUnixTimeSeconds(), lead.CreatedAt + 1, Now.ToUnixTimeSeconds());
            Assert.True(way[^1].At < Now);
            Assert.Contains(way[^1].StatusId, (long[])[AmoStage.Won, AmoStage.Lost]);
        });
        Assert.Equal(seed.Past, DemoHistory.AddTo(DemoAccount.Make(Now), Now).Past);
        Assert.Equal(seed.Entities.Count, seed.Entities.Select(card => (card.Kind, card.Id)).Distinct().Count());
    }

    [Fact]
    public void The_account_has_an_event_of_each_move_at_its_time_also_after_a_reset()
    {
        var world = World(out _);
        var seed = DemoHistory.AddTo(DemoAccount.Make(Now), Now);

        foreach (var _ in new[] { "at first", "after a reset" })
        {
            var moves = world.With(state => state.Events.Search(Query("filter[type]=lead_status_changed"), state.Switches)).Found;
            Assert.Equal(
                seed.Past.Select(move => (move.LeadId, move.At.ToUnixTimeSeconds(), move.StatusId)).Order(),
                moves.Select(move => (move.EntityId, move.CreatedAt, move.After[0]!["lead_status"]!["id"]!.GetValue<long>())).Order());
            Assert.All(seed.Past.GroupBy(move => move.LeadId), way => Assert.Equal(way.Last().StatusId, world.Find(EntityKind.Lead, way.Key)!.StatusId));
            world.Reset();
        }

        // New cards are numbered as if nothing had been.
        Assert.Equal(DemoAccount.Make(Now).Entities.Max(card => card.Kind is EntityKind.Lead ? card.Id : 0) + 2, world.AddOne(EntityKind.Lead, new() { ["name"] = "Новый" }).Id);
    }

    [Fact]
    public void Who_looks_at_what_goes_on_sees_what_was_closed_since_and_nothing_older()
    {
        var world = World(out var clock);
        clock.Advance(TimeSpan.FromMinutes(1));
        var lead = world.Leads().First(lead => lead.PipelineId == DemoAccount.Sotuv1 && lead.ClosedAt is null).Id;
        world.MoveLead(lead, AmoStage.Won);

        var seen = world.With(state => state.Table(EntityKind.Lead).Values.Where(card => !state.IsBygone(card)).Select(card => card.Id).ToList());

        Assert.Equal(DemoAccount.Make(Now).Entities.Where(card => card.Kind is EntityKind.Lead).Select(card => card.Id), seen);
        Assert.Contains(lead, seen);
    }

    private static AmoWorld World(out FakeTimeProvider clock)
    {
        clock = new FakeTimeProvider(Now);
        return AmoCrmSimulator.MakeWorld(new AmoCrmSimulatorOptions { TimeProvider = clock, Seed = now => DemoHistory.AddTo(DemoAccount.Make(now), now) });
    }

    private static AmoQuery Query(string text) => AmoQuery.Parse(text);
}
