using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Tests.Dashboard;

/// <summary>The numbers that the page shows.</summary>
public sealed class StatsTests
{
    [Fact]
    public async Task Everybody_of_the_Staff_tab_stands_in_their_group_by_sum_with_zeros_for_who_did_nothing()
    {
        await using var bed = await DashboardBed.StartAsync();
        await bed.CreditAsync(
            Credit(1, 134, "2026-03-02", KpiKind.Consul), Credit(1, 134, "2026-03-03", KpiKind.Zakas, 450_000), Credit(2, 201, "2026-03-03", KpiKind.Zakas, 500_000),
            Credit(3, 134, "2026-03-04", KpiKind.Consul), Credit(3, 134, "2026-03-05", KpiKind.Dumka), Credit(4, 777, "2026-03-31", KpiKind.Consul),
            Credit(5, 134, "2026-04-01", KpiKind.Consul));
        using var browser = await bed.LogInAsync();

        var stats = await browser.ReadAsync("/api/dashboard/stats?from=2026-03-01&to=2026-03-31");

        Assert.Equal("""["A","B","C","D",""]""", stats.GetProperty("groups").GetRawText());
        var tables = stats.GetProperty("tables").EnumerateArray().ToList();
        Assert.Equal(["A", "B", "C", "D", ""], tables.Select(table => table.GetProperty("group").GetString()));
        Assert.Equal(
            """[{"code":201,"name":"DILNOZA KARIMOVA","sum":500000,"orders":1,"dumkas":0,"consultations":0,"conversion":null},"""
            + """{"code":134,"name":"BAHODIR HUSANOV","sum":450000,"orders":1,"dumkas":1,"consultations":2,"conversion":0.5}]""",
            tables[0].GetProperty("staff").GetRawText());
        Assert.Equal("""{"sum":950000,"orders":2,"dumkas":1,"consultations":2,"conversion":1}""", tables[0].GetProperty("total").GetRawText());
        Assert.Equal([0, 0], tables[1].GetProperty("staff").EnumerateArray().Select(one => one.GetProperty("orders").GetInt32()));
        Assert.Equal("""[{"code":777,"name":"","sum":0,"orders":0,"dumkas":0,"consultations":1,"conversion":0}]""", tables[4].GetProperty("staff").GetRawText());
        Assert.Equal("""{"sum":950000,"orders":2,"dumkas":1,"consultations":3,"conversion":0.6667}""", stats.GetProperty("total").GetRawText());

        var group = await browser.ReadAsync("/api/dashboard/stats?from=2026-03-01&to=2026-03-31&group=%D0%B0");
        Assert.Equal(("A", 1), (group.GetProperty("group").GetString(), group.GetProperty("tables").GetArrayLength()));
        Assert.Equal(950_000, group.GetProperty("total").GetProperty("sum").GetInt64());
    }

    internal static KpiCredit Credit(long lead, long staff, string day, KpiKind kind, decimal budget = 0) => new()
    {
        Lead = new LeadId(lead),
        Kind = kind,
        Staff = new StaffCode(staff),
        Day = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture),
        At = DateTimeOffset.Parse($"{day}T07:44:10Z", System.Globalization.CultureInfo.InvariantCulture).AddMinutes(lead),
        Budget = budget,
        Move = $"event/{lead}",
    };
}
