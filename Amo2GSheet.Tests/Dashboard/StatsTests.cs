using System.Globalization;
using System.Net;
using System.Text.Json;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Kpi.Intake;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Tests.CatchUp;
using Amo2GSheet.Tests.Service;

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

    [Fact]
    public async Task A_month_is_told_day_by_day_and_adds_up_with_the_stats()
    {
        await using var bed = await DashboardBed.StartAsync();
        await bed.CreditAsync(
            Credit(1, 134, "2026-02-02", KpiKind.Consul), Credit(1, 134, "2026-02-28", KpiKind.Zakas, 450_000.5m), Credit(2, 87, "2026-02-28", KpiKind.Dumka));
        using var browser = await bed.LogInAsync();

        var report = await browser.ReadAsync("/api/dashboard/monthly-report?month=2026-02");

        Assert.Equal(("2026-02", 28, "2026-02-28"), (
            report.GetProperty("month").GetString(), report.GetProperty("days").GetArrayLength(), report.GetProperty("days")[27].GetString()));
        var first = report.GetProperty("staff")[0];
        Assert.Equal((134, "BAHODIR HUSANOV", "A"), (first.GetProperty("code").GetInt32(), first.GetProperty("name").GetString(), first.GetProperty("group").GetString()));
        Assert.Equal($"[null,[0,0,0,1],{string.Concat(Enumerable.Repeat("null,", 25))}[450000.5,1,0,0]]", first.GetProperty("days").GetRawText());
        Assert.Equal(8, report.GetProperty("staff").GetArrayLength());
        Assert.Equal("""{"sum":450000.5,"orders":1,"dumkas":1,"consultations":0,"conversion":null}""", report.GetProperty("byDay")[27].GetRawText());
        var stats = await browser.ReadAsync("/api/dashboard/stats?from=2026-02-01&to=2026-02-28");
        Assert.Equal(stats.GetProperty("total").GetRawText(), report.GetProperty("total").GetRawText());

        var group = await browser.ReadAsync("/api/dashboard/monthly-report?month=2026-02&group=B");
        Assert.Equal((2, 1, 0), (
            group.GetProperty("staff").GetArrayLength(), group.GetProperty("total").GetProperty("dumkas").GetInt32(), group.GetProperty("total").GetProperty("orders").GetInt32()));
    }

    [Fact]
    public async Task Without_days_it_is_the_month_so_far_in_the_zone_of_the_sheet()
    {
        await using var bed = await DashboardBed.StartAsync(clock: new ShiftedTime("2031-03-31 20:00"));
        using var browser = await bed.LogInAsync();

        var stats = await browser.ReadAsync("/api/dashboard/stats");
        var report = await browser.ReadAsync("/api/dashboard/monthly-report");

        Assert.Equal(("2031-04-01", "2031-04-01", "2031-04-01", "2031-04"), (
            Text(stats, "from"), Text(stats, "to"), Text(stats, "today"), Text(report, "month")));
        Assert.Equal("null", stats.GetProperty("updatedTo").GetRawText());
    }

    [Fact]
    public async Task Behind_each_number_stand_its_leads_with_their_links()
    {
        await using var bed = await DashboardBed.StartAsync();
        await bed.CreditAsync(
            Credit(1, 134, "2026-03-02", KpiKind.Consul), Credit(1, 134, "2026-03-03", KpiKind.Zakas, 450_000), Credit(2, 201, "2026-03-03", KpiKind.Zakas, 500_000),
            Credit(3, 87, "2026-03-01", KpiKind.Zakas, 7), Credit(4, 777, "2026-03-04", KpiKind.Zakas, 8), Credit(5, 134, "2026-04-01", KpiKind.Zakas, 9));
        await bed.ReceiveAsync(Received(1, "2026-03-02", "Дилноза"), Received(3, "2026-02-27", "Дилноза"));
        using var browser = await bed.LogInAsync();

        var one = await browser.ReadAsync("/api/dashboard/leads?from=2026-03-01&to=2026-03-31&staff=0134&kind=zakas");
        Assert.Equal(
            $$"""{"leads":[{"id":1,"url":"{{bed.World.Amo.BaseUri}}leads/detail/1","kind":"zakas","at":"2026-03-03T12:45:10+05:00","day":"2026-03-03","staff":134"""
            + ""","staffName":"BAHODIR HUSANOV","group":"A","budget":450000,"receptionist":"Дилноза"}],"total":1}""",
            one.GetRawText());
        Assert.Equal("3, 1, 2, 4", await LeadsAsync("kind=zakas"));
        Assert.Equal("1, 2", await LeadsAsync("kind=zakas&group=A"));
        Assert.Equal("4", await LeadsAsync("group="));
        Assert.Equal("1, 1", await LeadsAsync("staff=134"));

        async Task<string> LeadsAsync(string query) => string.Join(
            ", ", (await browser.ReadAsync($"/api/dashboard/leads?from=2026-03-01&to=2026-03-31&{query}")).GetProperty("leads").EnumerateArray().Select(lead => lead.GetProperty("id").GetInt64()));
    }

    [Fact]
    public async Task Receptionists_are_counted_by_the_leads_that_came_in_and_what_became_of_them()
    {
        await using var bed = await DashboardBed.StartAsync();
        await bed.ReceiveAsync(
            Received(1, "2026-03-02", "Дилноза"), Received(2, "2026-03-02", "Дилноза"), Received(3, "2026-03-05", "дилнозa"), Received(4, "2026-03-06", ""),
            Received(5, "2026-03-06", "Gulnora"), Received(6, "2026-03-06", "Gulnora") with { Counts = false }, Received(7, "2026-02-28", "Gulnora"));
        await bed.CreditAsync(
            Credit(1, 134, "2026-03-02", KpiKind.Consul), Credit(1, 134, "2026-03-03", KpiKind.Zakas, 450_000), Credit(3, 87, "2026-03-09", KpiKind.Consul),
            Credit(3, 87, "2026-04-01", KpiKind.Zakas, 99), Credit(7, 134, "2026-03-03", KpiKind.Zakas, 7));
        using var browser = await bed.LogInAsync();

        var stats = await browser.ReadAsync("/api/dashboard/stats?from=2026-03-01&to=2026-03-31&group=B");

        Assert.Equal(
            """[{"name":"Дилноза","leads":3,"consultations":2,"orders":1,"sum":450000,"conversion":0.5},"""
            + """{"name":"","leads":1,"consultations":0,"orders":0,"sum":0,"conversion":null},"""
            + """{"name":"Gulnora","leads":1,"consultations":0,"orders":0,"sum":0,"conversion":null}]""",
            stats.GetProperty("receptionists").GetRawText());
        Assert.Equal("""{"name":"","leads":5,"consultations":2,"orders":1,"sum":450000,"conversion":0.5}""", stats.GetProperty("receptionistsTotal").GetRawText());
        Assert.Equal("1 null, 2 null, 3 null", await LeadsAsync($"receptionist={Uri.EscapeDataString("ДИЛНОЗА")}"));
        Assert.Equal("4 null", await LeadsAsync("receptionist="));
        Assert.Equal("1 null, 2 null, 3 null, 4 null, 5 null", await LeadsAsync("receptionists=all"));
        Assert.Equal("1 \"consul\", 3 \"consul\"", await LeadsAsync("receptionists=all&kind=consul"));
        Assert.Equal("1 \"zakas\"", await LeadsAsync($"receptionist={Uri.EscapeDataString("Дилноза")}&kind=zakas"));

        async Task<string> LeadsAsync(string query) => string.Join(
            ", ", (await browser.ReadAsync($"/api/dashboard/leads?from=2026-03-01&to=2026-03-31&{query}")).GetProperty("leads").EnumerateArray()
                .Select(lead => $"{lead.GetProperty("id")} {lead.GetProperty("kind").GetRawText()}"));
    }

    [Fact]
    public async Task A_staff_tab_that_cannot_be_read_leaves_the_last_names_or_the_codes_alone_with_a_note()
    {
        var clock = new JumpingTime();
        await using var bed = await DashboardBed.StartAsync(clock: clock);
        await bed.CreditAsync(Credit(1, 134, "2026-03-03", KpiKind.Zakas, 450_000));
        using var browser = await bed.LogInAsync();
        const string Question = "/api/dashboard/stats?from=2026-03-01&to=2026-03-31";
        bed.World.Do(new PersonEdit { Do = "renameTab", Tab = DemoSpreadsheet.StaffTab, Title = "Away" });

        var cold = await browser.ReadAsync(Question);
        Assert.Equal("""[{"code":134,"name":"","sum":450000,"orders":1,"dumkas":0,"consultations":0,"conversion":null}]""", cold.GetProperty("tables")[0].GetProperty("staff").GetRawText());
        Assert.Contains("Лист сотрудников сейчас не читается", Text(cold, "staffNote"), StringComparison.Ordinal);

        bed.World.Do(new PersonEdit { Do = "renameTab", Tab = "Away", Title = DemoSpreadsheet.StaffTab });
        clock.Jump(TimeSpan.FromMinutes(40));
        var warm = await browser.ReadAsync(Question);
        Assert.Equal(("BAHODIR HUSANOV", "null"), (Text(warm.GetProperty("tables")[0].GetProperty("staff")[0], "name"), warm.GetProperty("staffNote").GetRawText()));

        bed.World.ResetCounters();
        await browser.ReadAsync(Question);
        Assert.Equal((0, 0), (bed.World.Sheets.Counters.Reads, bed.World.Amo.Counters.Total));
    }

    [Theory]
    [InlineData("the page", "a new title")]
    [InlineData("the page", "a broken header")]
    [InlineData("a pass", "a new title")]
    [InlineData("a pass", "a broken header")]
    public async Task A_staff_tab_that_was_read_and_is_not_readable_any_more_is_told_of_with_the_last_names(string reader, string what)
    {
        var clock = new JumpingTime();
        await using var bed = await DashboardBed.StartAsync(clock: clock);
        await bed.CreditAsync(Credit(1, 134, "2026-03-03", KpiKind.Zakas, 450_000));
        using var browser = await bed.LogInAsync();
        const string Question = "/api/dashboard/stats?from=2026-03-01&to=2026-03-31";
        Assert.Equal("null", (await browser.ReadAsync(Question)).GetProperty("staffNote").GetRawText());

        bed.World.Do(what == "a new title"
            ? new PersonEdit { Do = "renameTab", Tab = DemoSpreadsheet.StaffTab, Title = "Away" }
            : new PersonEdit { Do = "type", Tab = DemoSpreadsheet.StaffTab, Cell = "B1", Text = "Kod" });
        clock.Jump(TimeSpan.FromMinutes(40));
        if (reader == "a pass")
            await bed.World.PassAsync();
        var away = await browser.ReadAsync(Question);

        Assert.Contains("Лист сотрудников сейчас не читается", Text(away, "staffNote"), StringComparison.Ordinal);
        Assert.Equal("BAHODIR HUSANOV", Text(away.GetProperty("tables")[0].GetProperty("staff")[0], "name"));
    }

    [Fact]
    public async Task A_line_of_the_staff_tab_without_a_name_keeps_its_group()
    {
        await using var bed = await DashboardBed.StartAsync();
        await bed.CreditAsync(Credit(3, 134, "2026-03-01", KpiKind.Zakas, 7));
        bed.World.Do(new PersonEdit { Do = "type", Tab = DemoSpreadsheet.StaffTab, Cell = "C2", Text = "" });
        using var browser = await bed.LogInAsync();

        var stats = await browser.ReadAsync("/api/dashboard/stats?from=2026-03-01&to=2026-03-31&group=A");

        Assert.Equal(
            """{"code":134,"name":"","sum":7,"orders":1,"dumkas":0,"consultations":0,"conversion":null}""",
            stats.GetProperty("tables")[0].GetProperty("staff")[0].GetRawText());
    }

    [Theory]
    [InlineData("/api/dashboard/stats?from=2026-03-01&to=2026-03-31", 5)]
    [InlineData("/api/dashboard/monthly-report?month=2026-03", 3)]
    [InlineData("/dashboard", 0)]
    public async Task A_page_that_was_seen_before_costs_a_few_calls_to_storage_and_none_elsewhere(string path, int calls)
    {
        await using var bed = await DashboardBed.StartAsync();
        await bed.CreditAsync(Credit(1, 134, "2026-03-02", KpiKind.Consul));
        await bed.ReceiveAsync(Received(1, "2026-03-02", "Дилноза"));
        using var browser = await bed.LogInAsync();
        using var first = await browser.GetAsync(path);
        bed.World.ResetCounters();
        var before = bed.World.StorageCalls;

        using var second = await browser.GetAsync(path);

        Assert.Equal((calls, 0, 0), (bed.World.StorageCalls - before, bed.World.Sheets.Counters.Reads, bed.World.Amo.Counters.Total));
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    [Theory]
    [InlineData(null, 4)]
    [InlineData("203.0.113.7", 9)]
    public async Task A_log_in_costs_a_few_calls_to_storage(string? address, int calls)
    {
        await using var bed = await DashboardBed.StartAsync();
        using (await bed.LogInAsync())
        using (var browser = bed.Open())
        {
            browser.ForwardedFor = address;
            var before = bed.World.StorageCalls;
            using var answer = await browser.LogInAsync("anna", DashboardBed.Password);
            Assert.Equal((HttpStatusCode.SeeOther, calls), (answer.StatusCode, bed.World.StorageCalls - before));
        }
    }

    [Fact]
    public async Task The_raw_credits_are_the_ledger_s_own()
    {
        await using var bed = await DashboardBed.StartAsync();
        await bed.CreditAsync(Credit(1, 134, "2026-03-02", KpiKind.Consul), Credit(1, 134, "2026-03-03", KpiKind.Zakas, 450_000));
        using var browser = await bed.LogInAsync();

        var raw = await browser.ReadAsync("/api/kpi/raw?from=2026-03-01&to=2026-03-31&kind=zakas");

        Assert.Equal(
            """{"credits":[{"lead":1,"kind":"zakas","staff":134,"day":"2026-03-03","at":"2026-03-03T07:45:10+00:00","budget":450000,"event":"event/1"}],"total":1}""",
            raw.GetRawText());
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    internal static IntakeLead Received(long lead, string day, string receptionist) => new()
    {
        Lead = new LeadId(lead),
        CreatedAt = DateTimeOffset.Parse($"{day}T05:00:00Z", CultureInfo.InvariantCulture),
        Day = DateOnly.Parse(day, CultureInfo.InvariantCulture),
        Receptionist = receptionist,
        Budget = 1_000,
        Counts = true,
    };

    internal static KpiCredit Credit(long lead, long staff, string day, KpiKind kind, decimal budget = 0) => new()
    {
        Lead = new LeadId(lead),
        Kind = kind,
        Staff = new StaffCode(staff),
        Day = DateOnly.Parse(day, CultureInfo.InvariantCulture),
        At = DateTimeOffset.Parse($"{day}T07:44:10Z", CultureInfo.InvariantCulture).AddMinutes(lead),
        Budget = budget,
        Move = $"event/{lead}",
    };
}
