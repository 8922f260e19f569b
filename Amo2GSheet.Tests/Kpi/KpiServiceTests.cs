using System.Globalization;
using System.Text.Json.Nodes;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sync.CatchUp;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Simulation;
using Amo2GSheet.Tests.CatchUp;
using Amo2GSheet.Tests.Service;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Amo2GSheet.Tests.Kpi;

/// <summary>The ledger in the whole service, over HTTP and tables.</summary>
public sealed class KpiServiceTests(ITestOutputHelper output)
{
    /// <summary>
    /// How many events the month of the measurement has; docs/kpi.md has the numbers for 50,000. The ledger is in memory then: the emulator of
    /// tables looks through all rows for each one, which Azure does not.
    /// </summary>
    private const string EventsVariable = "KPI_MONTH_EVENTS";

    private static readonly string[] Way = ["Консультация", "Думка", "Заказ", "ЗАКАЗ БЕЗ НУМЕРАЦИИ", "ЗАКАЗ ОТПРАВЛЕН"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sale_of_which_no_webhook_told_is_in_the_ledger(bool oldestFirst)
    {
        var clock = new JumpingTime();
        await using var world = await ServiceWorld.StartAsync(clock: clock);
        world.Amo.World.Switches = world.Amo.World.Switches with { EventsOldestFirst = oldestFirst, FilterBoundsInclusive = oldestFirst };
        var lead = NewLead(world, "0134", 450_000);
        foreach (var stage in Way)
        {
            world.Move(lead, stage);
            clock.Jump(TimeSpan.FromSeconds(2));
        }

        var first = await RunAsync(world);
        SetCode(world, lead, "200");
        await world.StopServiceAsync();
        await world.StartServiceAsync();
        var again = await RunAsync(world);

        Assert.Equal((RunResult.Done, 3), (first.Result, first.Changes));
        Assert.Equal((RunResult.Done, 0), (again.Result, again.Changes));
        var today = DateOnly.FromDateTime(clock.GetUtcNow().DateTime);
        var credits = await Ledger(world).ReadCreditsAsync(new KpiQuery(new KpiRange(today.AddDays(-1), today.AddDays(1)), new StaffCode(134)), default);
        Assert.Equal([KpiKind.Consul, KpiKind.Dumka, KpiKind.Zakas], credits.Where(credit => credit.Lead == new LeadId(lead)).Select(credit => credit.Kind));
        Assert.Equal(450_000, credits.Single(credit => credit.Kind is KpiKind.Zakas).Budget);
    }

    [Fact]
    public async Task A_month_is_filled_within_a_call_per_hundred_events_stopped_and_gone_on_with_and_replayed_without_effect()
    {
        var measured = Environment.GetEnvironmentVariable(EventsVariable);
        var count = int.Parse(measured ?? "3000", CultureInfo.InvariantCulture);
        using var tables = TableService.InMemory(TimeProvider.System);
        await using var world = await ServiceWorld.StartAsync(
            services: services => _ = measured is null ? services : services.AddTables(tables));
        var month = KpiRange.Month(2026, 3);
        var leads = Enumerable.Range(0, count / 4).Select(number => NewLead(world, $"{100 + (number % 200)}", 1_000 + number)).ToList();
        AddHistory(world, leads, month);
        world.ResetCounters();
        var storage = world.StorageCalls;
        var began = TimeProvider.System.GetTimestamp();

        var desk = world.Service.Services.GetRequiredService<KpiDesk>();
        await desk.OrderBackfillAsync(month, default);
        using var kill = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (true)
                await desk.TryRunBackfillAsync(new Killer(kill, afterDays: 5), kill.Token);
        });
        Assert.Equal(5, (await desk.ReadBackfillAsync(default))!.DaysDone);
        await FillAsync(desk);

        var (events, reads) = (world.Amo.Counters.Count("GET /api/v4/events"), world.Amo.Counters.Count("GET /api/v4/leads"));
        output.WriteLine(
            $"{count} events of {leads.Count} leads: {events} calls for events, {reads} for leads, {world.Amo.Counters.Total} in all; "
            + $"{world.StorageCalls - storage} requests to storage; {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F0} s");
        Assert.InRange(events, count / 100, (count / 100) + (2 * month.Days));
        Assert.InRange(reads, 1, (count / 200) + (2 * month.Days));
        Assert.Equal(leads.Count * 4, (await desk.ReadBackfillAsync(default))!.Moves);

        var stats = await Ledger(world).ReadStatsAsync(month, default);
        Assert.Equal((leads.Count, leads.Count), (stats.Total().Consultations, stats.Total().Orders));
        Assert.Equal(Enumerable.Range(0, leads.Count).Sum(number => 1_000m + number), stats.Total().Sum);

        var warm = TimeProvider.System.GetTimestamp();
        await Ledger(world).ReadStatsAsync(month, default);
        output.WriteLine($"{stats.Lines.Count} lines, again in {TimeProvider.System.GetElapsedTime(warm).TotalMilliseconds:F0} ms");

        await desk.OrderBackfillAsync(new KpiRange(month.From.AddDays(3), month.From.AddDays(9)), default);
        await FillAsync(desk);
        Assert.Equal(stats.Lines, (await Ledger(world).ReadStatsAsync(month, default)).Lines);
    }

    internal static long NewLead(ServiceWorld world, string code, long price) => world.Amo.World.AddOne(EntityKind.Lead, new JsonObject
    {
        ["name"] = "Заказ",
        ["price"] = price,
        ["pipeline_id"] = DemoAccount.Sotuv1,
        ["status_id"] = Stage(world, "ОТКАЗ"),
        ["custom_fields_values"] = Code(code),
    }).Id;

    internal static void AddHistory(ServiceWorld world, IReadOnlyList<long> leads, KpiRange days)
    {
        // Each lead: consultation, order, sent, won, within a few hours of some day of the range.
        long[] way = [Stage(world, "ОТКАЗ"), Stage(world, "Консультация"), Stage(world, "Заказ"), Stage(world, "ЗАКАЗ ОТПРАВЛЕН"), AmoStage.Won];
        var from = new DateTimeOffset(days.From, TimeOnly.MinValue, TimeSpan.FromHours(5)).ToUnixTimeSeconds();
        var cards = leads.Select(world.Card).ToList();
        world.Amo.World.With(state =>
        {
            for (var number = 0; number < cards.Count; number++)
            {
                var at = from + (long)(number * (days.Days * 86_400.0 - 20_000) / cards.Count);
                for (var step = 1; step < way.Length; step++)
                    state.Events.Add("lead_status_changed", cards[number], 0, at + (step * 3_600), At(way[step]), At(way[step - 1]));
            }
        });
    }

    private static JsonArray At(long status) => [new JsonObject { ["lead_status"] = new JsonObject { ["id"] = status, ["pipeline_id"] = DemoAccount.Sotuv1 } }];

    private static void SetCode(ServiceWorld world, long lead, string code) =>
        world.Amo.World.EditOne(EntityKind.Lead, new JsonObject { ["id"] = lead, ["custom_fields_values"] = Code(code) });

    private static JsonArray Code(string code) =>
        [new JsonObject { ["field_id"] = DemoFields.StaffCode, ["values"] = new JsonArray(new JsonObject { ["value"] = code }) }];

    private static long Stage(ServiceWorld world, string name) =>
        world.Amo.World.Seed.Pipelines.Single(pipeline => pipeline.Id == DemoAccount.Sotuv1).Stages.Single(stage => stage.Name == name).Id;

    private static IKpiLedger Ledger(ServiceWorld world) => world.Service.Services.GetRequiredService<IKpiLedger>();

    /// <summary>A machine that is busy can let the lease run out; then the work goes on where it was.</summary>
    private static async Task FillAsync(KpiDesk desk)
    {
        while (!await desk.TryRunBackfillAsync(null, default))
            Assert.False((await desk.ReadBackfillAsync(default))!.Done);
    }

    private static Task<KpiOutcome> RunAsync(ServiceWorld world) => world.Service.Services.GetRequiredService<KpiRunner>().RunAsync(CancellationToken.None);

    private sealed class Killer(CancellationTokenSource kill, int afterDays) : IProgress<KpiBackfillProgress>
    {
        public void Report(KpiBackfillProgress value)
        {
            if (value.DaysDone == afterDays)
                kill.Cancel();
        }
    }
}
