using System.Net;
using System.Text.Json;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Tests.Kpi;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.Dashboard;

/// <summary>A back-fill ordered on the page is worked off by the service, is seen everywhere, and a reset empties what it brought.</summary>
public sealed class LedgerOrderTests
{
    [Fact]
    public async Task An_administrator_fills_a_month_watches_it_and_empties_it()
    {
        await using var bed = await DashboardBed.StartAsync();
        var lead = KpiServiceTests.NewLead(bed.World, "0134", 450_000);
        KpiServiceTests.AddHistory(bed.World, [lead], KpiRange.Month(2026, 3));
        using var boss = await bed.LogInAsync("boss");

        using var ordered = await boss.PostAsync("/api/kpi/backfill", new { from = "2026-03-01", to = "2026-03-02" });
        Assert.Equal(HttpStatusCode.Accepted, ordered.StatusCode);
        Assert.Equal(
            """{"backfill":{"from":"2026-03-01","to":"2026-03-02","doneTo":null,"days":2,"daysDone":0,"moves":0,"done":false}}""", await ordered.Content.ReadAsStringAsync());
        Assert.Equal("""{"from":"2026-03-01","to":"2026-03-02","doneTo":null}""", (await StatsAsync()).GetProperty("backfill").GetRawText());

        await bed.World.Service.Services.GetRequiredService<KpiRunner>().RunIfDueAsync(default);

        Assert.True((await boss.ReadAsync("/api/kpi/backfill")).GetProperty("backfill").GetProperty("done").GetBoolean());
        var stats = await StatsAsync();
        Assert.Equal(("null", 450_000), (stats.GetProperty("backfill").GetRawText(), stats.GetProperty("total").GetProperty("sum").GetInt64()));
        var kpi = JsonDocument.Parse(await bed.World.HealthAsync()).RootElement.GetProperty("kpi");
        Assert.Equal(("Done", "null"), (kpi.GetProperty("result").GetString(), kpi.GetProperty("backfill").GetRawText()));

        using var emptied = await boss.PostAsync("/api/kpi/reset", new { confirm = "reset" });
        Assert.Equal(HttpStatusCode.OK, emptied.StatusCode);
        Assert.Equal(0, (await StatsAsync()).GetProperty("total").GetProperty("sum").GetInt64());

        Task<JsonElement> StatsAsync() => boss.ReadAsync("/api/dashboard/stats?from=2026-03-01&to=2026-03-31");
    }

    [Fact]
    public async Task A_sweep_moves_what_the_page_says_of_its_age_and_health_says_the_same()
    {
        await using var bed = await DashboardBed.StartAsync(all => all["CATCH_UP_SECONDS"] = "300");
        using var browser = await bed.LogInAsync();
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(await bed.World.HealthAsync()).RootElement.GetProperty("kpi").ValueKind);

        await bed.World.Service.Services.GetRequiredService<KpiRunner>().RunAsync(default);

        var shown = (await browser.ReadAsync("/api/dashboard/stats")).GetProperty("updatedTo").GetDateTimeOffset();
        Assert.Equal(TimeSpan.FromHours(5), shown.Offset);
        Assert.Equal(shown, JsonDocument.Parse(await bed.World.HealthAsync()).RootElement.GetProperty("kpi").GetProperty("updatedTo").GetDateTimeOffset(), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task An_emptied_ledger_has_no_age_until_the_sweep_has_begun_anew()
    {
        await using var bed = await DashboardBed.StartAsync(all => all["CATCH_UP_SECONDS"] = "300");
        using var boss = await bed.LogInAsync("boss");
        var runner = bed.World.Service.Services.GetRequiredService<KpiRunner>();
        await runner.RunAsync(default);
        Assert.NotEqual("null", await UpdatedToAsync());

        using var emptied = await boss.PostAsync("/api/kpi/reset", new { confirm = "reset" });
        Assert.Equal(HttpStatusCode.OK, emptied.StatusCode);
        Assert.Equal("null", await UpdatedToAsync());

        await runner.RunAsync(default);
        Assert.NotEqual("null", await UpdatedToAsync());

        async Task<string> UpdatedToAsync() => (await boss.ReadAsync("/api/dashboard/stats")).GetProperty("updatedTo").GetRawText();
    }
}
