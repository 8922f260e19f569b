using System.Text.Json.Nodes;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync.CatchUp;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Tests.Service;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.CatchUp;

/// <summary>The first sync of a range of days: all of it, once, whatever happens on the way.</summary>
public sealed class FirstSyncTests
{
    [Fact]
    public async Task Three_hundred_leads_killed_in_the_middle_are_three_hundred_rows_each_once()
    {
        var clock = new JumpingTime();
        var (from, to) = Days(clock, 10, 4);
        await using var world = await ServiceWorld.StartAsync(settings => Range(settings, from, to), clock: clock);
        var leads = AddOld(world, clock, 300, index => 10 - (index % 7));
        var outside = AddOld(world, clock, 2, index => index == 0 ? 12 : 2);
        using var kill = new CancellationTokenSource();
        var days = 0;
        world.Amo.World.Answering += request =>
        {
            if (request.StartsWith("GET /api/v4/leads?", StringComparison.Ordinal) && request.Contains("created_at", StringComparison.Ordinal) && ++days == 4)
                kill.Cancel();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Service.Services.GetRequiredService<CatchUpRunner>().RunAsync(kill.Token));
        await world.PassDoneAsync();
        Assert.InRange(world.Tab().Rows.Count, 1, 299);
        await world.StopServiceAsync();
        await world.StartServiceAsync();
        await world.CatchUpAsync();
        await world.PassDoneAsync();

        Assert.All(leads, lead => Assert.Single(world.RowsOf(lead)));
        Assert.All(outside, lead => Assert.Empty(world.RowsOf(lead)));
        Assert.Equal(new FirstSyncProgress($"{from}..{to}", 7, 7, 300, true), Progress(world));
        Assert.Equal(8, days);
        Assert.Contains("\"firstSync\":{\"range\"", await world.HealthAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_that_is_done_is_never_run_again_and_another_range_is()
    {
        var clock = new JumpingTime();
        var (from, to) = Days(clock, 6, 5);
        string last = to;
        await using var world = await ServiceWorld.StartAsync(settings => Range(settings, from, to), clock: clock);
        await world.CatchUpAsync();
        Assert.True(Progress(world)!.Done);
        await world.StopServiceAsync();
        await world.StartServiceAsync();
        world.ResetCounters();

        await world.CatchUpAsync();
        Assert.Equal(1, world.Amo.Counters.Count("GET /api/v4/leads"));

        await world.StopServiceAsync();
        last = Days(clock, 6, 4).To;
        world.Settings["INITIAL_SYNC_DATE_TO"] = last;
        await world.StartServiceAsync();
        world.ResetCounters();
        await world.CatchUpAsync();
        Assert.Equal((1 + 3, $"{from}..{last}"), (world.Amo.Counters.Count("GET /api/v4/leads"), Progress(world)!.Range));
    }

    [Fact]
    public async Task Leads_of_the_range_that_could_become_nothing_stay_out_and_so_do_those_before_the_cut_off()
    {
        var clock = new JumpingTime();
        var (from, to) = Days(clock, 6, 4);
        await using var world = await ServiceWorld.StartAsync(
            settings =>
            {
                Range(settings, from, to);
                settings["LEADS_CREATED_AFTER"] = $"{clock.GetUtcNow().AddDays(-2).ToUnixTimeSeconds()}";
            },
            clock: clock);
        var leads = AddOld(world, clock, 3, _ => 5);
        world.Move(leads[1], "Консультация");
        world.Amo.World.EditOne(EntityKind.Lead, new JsonObject { ["id"] = leads[2], ["updated_at"] = clock.GetUtcNow().AddDays(-3).ToUnixTimeSeconds() });
        world.Amo.World.EditOne(EntityKind.Lead, new JsonObject { ["id"] = leads[0], ["updated_at"] = clock.GetUtcNow().AddDays(-1).ToUnixTimeSeconds() });

        await world.CatchUpAsync();
        await world.PassDoneAsync();

        Assert.Equal(leads[0].ToString(System.Globalization.CultureInfo.InvariantCulture), Assert.Single(world.Tab().Rows).Values["ID"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_days_are_the_sheet_s_whether_or_not_amoCRM_takes_bounds_in(bool inclusive)
    {
        var clock = new JumpingTime();
        var day = DateOnly.FromDateTime(clock.GetUtcNow().AddHours(5).DateTime).AddDays(-5);
        await using var world = await ServiceWorld.StartAsync(
            settings =>
            {
                Range(settings, $"{day:yyyy-MM-dd}", $"{day:yyyy-MM-dd}");
                settings["DISPLAY_TZ_OFFSET"] = "5";
            },
            clock: clock);
        world.Amo.World.Switches = world.Amo.World.Switches with { FilterBoundsInclusive = inclusive };
        var midnight = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(5)).ToUnixTimeSeconds();
        long[] made = [midnight - 1, midnight, midnight + 86_399, midnight + 86_400];
        var leads = AddOld(world, clock, 4, _ => 5);
        for (var index = 0; index < 4; index++)
            world.Amo.World.EditOne(EntityKind.Lead, new JsonObject { ["id"] = leads[index], ["created_at"] = made[index], ["updated_at"] = midnight });

        await world.CatchUpAsync();

        var entries = await world.Service.Services.GetRequiredService<IInboxStore>().ReadAsync(10, default);
        Assert.Equal([leads[1], leads[2]], entries.Select(entry => entry.Lead.Value).Order());
    }

    [Theory]
    [InlineData("2026-01-01", "")]
    [InlineData("", "2026-01-01")]
    [InlineData("01.01.2026", "2026-01-01")]
    [InlineData("2026-01-01", "2026-02-30")]
    [InlineData("2026-01-02", "2026-01-01")]
    public void A_wrong_range_stops_the_start_with_a_sentence(string from, string to)
    {
        var answer = new CatchUpOptionsValidator().Validate(null, new CatchUpOptions { FirstSyncFrom = from, FirstSyncTo = to });

        Assert.True(answer.Failed);
        Assert.Contains("INITIAL_SYNC_DATE_", answer.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_position_whose_write_lost_its_answer_counts_as_written_and_another_worker_s_is_a_conflict()
    {
        var store = new ForgetfulCursors();
        var position = new Position(store, "first-sync/x");
        Assert.Null(await position.ReadAsync(default));

        await position.WriteAsync("1;10", default);
        Assert.Equal("1;10", store.Stored!.Value);
        store.Stored = new Cursor("first-sync/x", "5;90", "v9");

        await Assert.ThrowsAsync<StateConflictException>(() => position.WriteAsync("2;20", default));
        Assert.Equal("5;90", store.Stored.Value);
    }

    private static (string From, string To) Days(TimeProvider clock, int from, int to)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().AddHours(5).DateTime);
        return ($"{today.AddDays(-from):yyyy-MM-dd}", $"{today.AddDays(-to):yyyy-MM-dd}");
    }

    private static void Range(Dictionary<string, string?> settings, string from, string to) =>
        (settings["INITIAL_SYNC_DATE_FROM"], settings["INITIAL_SYNC_DATE_TO"], settings["DISPLAY_TZ_OFFSET"]) = (from, to, "5");

    /// <summary>Leads at the trigger stage, made and last changed some days ago.</summary>
    private static IReadOnlyList<long> AddOld(ServiceWorld world, TimeProvider clock, int count, Func<int, int> daysAgo)
    {
        var leads = world.AddLeads(count);
        for (var index = 0; index < count; index++)
        {
            var at = clock.GetUtcNow().AddDays(-daysAgo(index)).ToUnixTimeSeconds();
            world.Amo.World.EditOne(EntityKind.Lead, new JsonObject { ["id"] = leads[index], ["created_at"] = at, ["updated_at"] = at });
        }

        return leads;
    }

    private static FirstSyncProgress? Progress(ServiceWorld world) => world.Service.Services.GetRequiredService<CatchUpStatus>().FirstSync;

    /// <summary>Writes, and says that somebody else did, as a client that repeats a write does when the answer is lost.</summary>
    private sealed class ForgetfulCursors : ICursorStore
    {
        public Cursor? Stored { get; set; }

        public Task<Cursor?> ReadAsync(string name, CancellationToken cancellationToken) => Task.FromResult(Stored);

        public Task<Cursor?> WriteAsync(string name, string value, string? version, CancellationToken cancellationToken)
        {
            if (Stored?.Version == version)
                Stored = new Cursor(name, value, "v1");
            return Task.FromResult<Cursor?>(null);
        }
    }
}
