using System.Text.Json;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync.Verify;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.SelfHost;
using Amo2GSheet.Tests.Service;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Verify;

/// <summary>The comparison by itself, once a night.</summary>
public sealed class VerifyNightTests
{
    private readonly ShiftedTime _time = new("2031-03-10 20:00");

    [Fact]
    public async Task Once_a_night_one_of_two_workers_compares_and_both_show_it_on_health()
    {
        await using var world = await StartAsync();
        await using var second = await world.StartWorkerAsync();
        await world.NewOrdersAsync(world.FirstLead);
        await TickAsync(world.Service, second);
        Assert.Empty(Verified(world));

        for (var night = 11; night <= 12; night++)
        {
            _time.Set($"2031-03-{night} 22:05");
            await Task.WhenAll(TickAsync(world.Service), TickAsync(second));
            await TickAsync(second, world.Service);
            await CalmAsync(world, second);
            Assert.Equal(night - 10, Verified(world).Count);
        }

        _time.Set("2031-03-12 22:20");
        await TickAsync(world.Service, second);
        foreach (var worker in new[] { world.Service, second })
        {
            var verify = await HealthAsync(world, worker);
            Assert.StartsWith("amoCRM ", verify.GetProperty("headline").GetString(), StringComparison.Ordinal);
            Assert.Equal(JsonValueKind.Null, verify.GetProperty("trouble").ValueKind);
        }
    }

    [Fact]
    public async Task A_night_that_was_missed_is_made_up_for_at_the_next_start()
    {
        await using var world = await StartAsync();
        await TickAsync(world.Service);
        await world.StopServiceAsync();
        _time.Set("2031-03-13 09:00");
        await world.StartServiceAsync();
        await world.PassAsync();

        await TickAsync(world.Service);
        await CalmAsync(world);

        Assert.Single(Verified(world));
    }

    [Fact]
    public async Task Differences_are_attention_on_health_with_cause_and_fix_and_without_what_cells_say()
    {
        await using var world = await StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        await TickAsync(world.Service);
        world.Type(world.FirstLead, "Статус", "секрет");
        // The passes have been dead for hours.
        _time.Set("2031-03-11 01:00");

        await TickAsync(world.Service);
        await CalmAsync(world);

        using var health = JsonDocument.Parse(await world.HealthAsync());
        Assert.Equal("attention", health.RootElement.GetProperty("status").GetString());
        var verify = health.RootElement.GetProperty("verify");
        Assert.True(verify.GetProperty("differences").GetInt32() > 0);
        var shown = verify.GetProperty("first").EnumerateArray().Single(one => one.GetProperty("lead").GetInt64() == world.FirstLead);
        Assert.Equal("StatusUnknown", shown.GetProperty("kind").GetString());
        Assert.Contains("dropdown", shown.GetProperty("fix").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("секрет", health.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(Verified(world), line => line.Contains("секрет", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_outage_is_told_and_the_comparison_is_made_afterwards()
    {
        await using var world = await StartAsync();
        await world.NewOrdersAsync(world.FirstLead);
        await TickAsync(world.Service);
        _time.Set("2031-03-11 01:00");
        world.Amo.World.With(state => state.Faults.Add(new AmoFault(AmoFaults.Unpaid, Route: "GET /api/v4/leads"), _time.GetUtcNow()));

        await TickAsync(world.Service);
        Assert.NotEqual(JsonValueKind.Null, (await HealthAsync(world, world.Service)).GetProperty("trouble").ValueKind);
        world.Amo.World.With(state => state.Faults.Remove(null));
        _time.Set("2031-03-11 01:30");
        await TickAsync(world.Service);
        await CalmAsync(world);

        Assert.Single(Verified(world));
        Assert.Equal(JsonValueKind.Null, (await HealthAsync(world, world.Service)).GetProperty("trouble").ValueKind);
    }

    [Fact]
    public async Task The_cursor_keeps_the_result_and_nothing_else_is_kept()
    {
        await using var bed = await VerifyBed.StartAsync(30);
        foreach (var lead in bed.Orders)
            bed.World.Move(lead, "ОТКАЗ");
        bed.LetPassesDie();
        var record = bed.World.Service.Services.GetRequiredService<VerifyRecord>();

        await record.KeepAsync(await bed.VerifyAsync(), CancellationToken.None);

        var kept = await bed.World.Service.Services.GetRequiredService<ICursorStore>().ReadAsync(VerifyRecord.CursorName, CancellationToken.None);
        Assert.InRange(kept!.Value.Length, 1_000, 32_000);
        using var json = JsonDocument.Parse(kept.Value);
        Assert.Equal((30, 20), (json.RootElement.GetProperty("result").GetProperty("count").GetInt32(), json.RootElement.GetProperty("result").GetProperty("differences").GetArrayLength()));
    }

    [Fact]
    public async Task Without_a_time_nothing_is_compared_by_itself()
    {
        await using var world = await ServiceWorld.StartAsync(clock: _time);
        _time.Set("2031-03-13 09:00");
        await TickAsync(world.Service);

        Assert.Empty(Verified(world));
        Assert.Null(await world.Service.Services.GetRequiredService<ICursorStore>().ReadAsync(VerifyRecord.CursorName, CancellationToken.None));
    }

    private async Task<ServiceWorld> StartAsync()
    {
        var world = await ServiceWorld.StartAsync(
            settings => (settings["VERIFY_AT"], settings["DISPLAY_TZ_OFFSET"]) = ("03:00", "5"), clock: _time);
        await world.BellAsync(world.Amo.World.Leads().Select(lead => lead.Id));
        await world.PassAsync();
        return world;
    }

    // The host's own timer ticks as well; whichever tick comes first, a night is compared once.
    private static async Task TickAsync(params RunningSelfHost[] workers)
    {
        foreach (var worker in workers)
            await worker.Services.GetRequiredService<VerifyRunner>().RunIfDueAsync(CancellationToken.None);
    }

    /// <summary>Ticks on until what was on its way has settled.</summary>
    private async Task CalmAsync(ServiceWorld world, params RunningSelfHost[] others)
    {
        var before = _time.GetUtcNow();
        for (var tick = 1; tick <= 10; tick++)
        {
            _time.Set((before + (tick * Verifier.LookAgain)).ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
            await TickAsync([world.Service, .. others]);
        }
    }

    private static List<string> Verified(ServiceWorld world) => [.. world.Log.Where(line => line.Contains("Verify: amoCRM", StringComparison.Ordinal))];

    private static async Task<JsonElement> HealthAsync(ServiceWorld world, RunningSelfHost worker)
    {
        using var health = JsonDocument.Parse(await world.HealthAsync(worker));
        return health.RootElement.GetProperty("verify").Clone();
    }
}
