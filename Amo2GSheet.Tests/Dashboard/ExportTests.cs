using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Functions.Dashboard;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Dashboard;

/// <summary>The workbook says what the page says, cell by cell, and holds text as text.</summary>
public sealed class ExportTests
{
    private const string Formula = "=HYPERLINK(\"http://evil.example\",\"Анна\")";
    private static readonly string[] Tally = ["sum", "orders", "dumkas", "consultations", "conversion"];
    private static readonly string[] Reception = ["leads", "consultations", "orders", "sum", "conversion"];

    private const string Markup = "<img src=x onerror=alert(1)> & \u0001";

    [Theory]
    [InlineData(null)]
    [InlineData("A")]
    public async Task Every_cell_is_what_the_json_says(string? group)
    {
        await using var bed = await DashboardBed.StartAsync();
        await FillAsync(bed);
        using var browser = await bed.LogInAsync();
        var query = $"from=2026-03-01&to=2026-03-31{(group is null ? "" : $"&group={group}")}";
        var stats = await browser.ReadAsync($"/api/dashboard/stats?{query}");
        var leads = await browser.ReadAsync($"/api/dashboard/leads?{query}");
        using var answer = await browser.GetAsync($"/api/dashboard/export?{query}");
        Assert.Equal("attachment; filename=kpi-2026-03-01_2026-03-31.xlsx", answer.Content.Headers.ContentDisposition!.ToString());
        var book = Sheets(await answer.Content.ReadAsByteArrayAsync());

        Assert.Equal(["Сводка", "Сотрудники", "Приемщики", "Лиды"], book.Keys);
        Assert.Equal(["t:С", "n:46082"], book["Сводка"][0]);
        Assert.Equal(["t:По", "n:46112"], book["Сводка"][1]);
        Assert.Equal(["t:Группа", $"t:{group ?? "все"}"], book["Сводка"][2]);
        Assert.Equal(
            [
                .. Tables(stats).Select(table => (string[])[Named(table, "group", "без группы"), .. Numbers(table.GetProperty("total"))]),
                ["t:Итого", .. Numbers(stats.GetProperty("total"))],
            ],
            book["Сводка"].Skip(6));
        Assert.Equal(
            [
                .. Tables(stats).SelectMany(table => table.GetProperty("staff").EnumerateArray(), (table, one) =>
                    (string[])[Named(table, "group", "без группы"), $"n:{one.GetProperty("code")}", $"t:{one.GetProperty("name").GetString()}", .. Numbers(one)]),
                ["t:Итого", "t:", "t:", .. Numbers(stats.GetProperty("total"))],
            ],
            book["Сотрудники"].Skip(1));
        Assert.Equal(
            [
                .. stats.GetProperty("receptionists").EnumerateArray().Select(one => (string[])[Named(one, "name", "без приемщика"), .. Received(one)]),
                ["t:Итого", .. Received(stats.GetProperty("receptionistsTotal"))],
            ],
            book["Приемщики"].Skip(1));
        Assert.Equal(leads.GetProperty("leads").EnumerateArray().Select(Lead), book["Лиды"].Skip(1));
        Assert.Equal(["t:Дата", "t:ID сделки", "t:Событие", "t:Код", "t:Сотрудник", "t:Группа", "t:Бюджет", "t:Приемщик", "t:Ссылка"], book["Лиды"][0]);
    }

    [Fact]
    public async Task A_name_that_looks_like_a_formula_or_like_markup_is_text()
    {
        await using var bed = await DashboardBed.StartAsync();
        await FillAsync(bed);
        using var browser = await bed.LogInAsync();
        using var answer = await browser.GetAsync("/api/dashboard/export?from=2026-03-01&to=2026-03-31");
        var file = await answer.Content.ReadAsByteArrayAsync();

        var cells = Sheets(file).Values.SelectMany(rows => rows).SelectMany(row => row).ToList();
        Assert.Contains($"t:{Formula}", cells);
        Assert.Contains(cells, cell => cell.StartsWith("t:<img src=x onerror=alert(1)> & ", StringComparison.Ordinal));
        using var zip = new ZipArchive(new MemoryStream(file));
        Assert.All(zip.Entries.Where(entry => entry.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)), entry =>
            Assert.DoesNotContain(Xml(entry).Descendants(), element => element.Name.LocalName is "f" or "hyperlink"));
    }

    [Fact]
    public async Task A_text_that_no_cell_can_hold_is_cut_and_cleaned_and_the_book_still_opens()
    {
        await using var bed = await DashboardBed.StartAsync();
        await bed.ReceiveAsync(
            StatsTests.Received(1, "2026-03-02", new string('я', 40_000)), StatsTests.Received(2, "2026-03-02", $"{new string('я', 32_766)}😀"),
            StatsTests.Received(3, "2026-03-02", "_x0041_x0042_ _x00_ ab\uFFFE\uFFFF\u0001 😀"));
        using var browser = await bed.LogInAsync();
        using var answer = await browser.GetAsync("/api/dashboard/export?from=2026-03-01&to=2026-03-31");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        var names = Sheets(await answer.Content.ReadAsByteArrayAsync())["Приемщики"].Skip(1).Select(row => row[0]).ToList();

        Assert.Contains($"t:{new string('я', 32_767)}", names);
        Assert.Contains($"t:{new string('я', 32_766)}", names);
        Assert.Contains("t:_x005F_x0041_x005F_x0042_ _x00_ ab 😀", names);
        // Storage lets no half of a pair through; a cell does not rely on it.
        Assert.Equal(("ab😀", ""), (WorkbookText.Of("a\uD800b😀\uDC00"), WorkbookText.Of(null)));
    }

    [Fact]
    public async Task Headers_stay_in_sight_and_columns_are_wide_enough()
    {
        await using var bed = await DashboardBed.StartAsync();
        using var browser = await bed.LogInAsync();
        using var answer = await browser.GetAsync("/api/dashboard/export?from=2026-03-01&to=2026-03-31");
        using var zip = new ZipArchive(new MemoryStream(await answer.Content.ReadAsByteArrayAsync()));

        foreach (var sheet in new[] { 2, 3, 4 })
        {
            var xml = Xml(zip.GetEntry($"xl/worksheets/sheet{sheet}.xml")!);
            var pane = xml.Descendants().Single(element => element.Name.LocalName == "pane");
            Assert.Equal(("1", "frozen"), (pane.Attribute("ySplit")?.Value, pane.Attribute("state")?.Value));
            Assert.All(xml.Descendants().Where(element => element.Name.LocalName == "col"), column =>
                Assert.True(double.Parse(column.Attribute("width")!.Value, CultureInfo.InvariantCulture) >= 10));
        }
    }

    private static async Task FillAsync(DashboardBed bed)
    {
        bed.World.Do(new PersonEdit { Do = "type", Tab = DemoSpreadsheet.StaffTab, Cell = "C2", Text = $"'{Formula}" });
        await bed.CreditAsync(
            StatsTests.Credit(1, 134, "2026-03-02", KpiKind.Consul), StatsTests.Credit(1, 134, "2026-03-03", KpiKind.Zakas, 450_000.5m),
            StatsTests.Credit(2, 87, "2026-03-03", KpiKind.Dumka), StatsTests.Credit(3, 777, "2026-03-04", KpiKind.Consul), StatsTests.Credit(3, 777, "2026-03-31", KpiKind.Zakas, 7),
            StatsTests.Credit(4, 134, "2026-03-05", KpiKind.Consul), StatsTests.Credit(5, 134, "2026-03-05", KpiKind.Consul));
        await bed.ReceiveAsync(
            StatsTests.Received(1, "2026-03-02", Markup), StatsTests.Received(2, "2026-03-03", Formula), StatsTests.Received(9, "2026-03-03", ""));
    }

    private static IEnumerable<JsonElement> Tables(JsonElement stats) => stats.GetProperty("tables").EnumerateArray();

    private static string Named(JsonElement json, string name, string none) => json.GetProperty(name).GetString() is { Length: > 0 } text ? $"t:{Printable(text)}" : $"t:{none}";

    private static string[] Numbers(JsonElement json) => [.. Tally.Select(name => Number(json, name))];

    private static string[] Received(JsonElement json) => [.. Reception.Select(name => Number(json, name))];

    private static string Number(JsonElement json, string name) => json.GetProperty(name).ValueKind is JsonValueKind.Null ? "" : $"n:{json.GetProperty(name).GetDecimal().ToString(CultureInfo.InvariantCulture)}";

    private static string[] Lead(JsonElement lead)
    {
        // A workbook has no time zone: the moment as a clock on the wall shows it.
        var moment = lead.GetProperty("at").GetDateTimeOffset().DateTime.ToOADate();
        var kind = lead.GetProperty("kind").GetString();
        return
        [
            $"n:{moment.ToString("0.######", CultureInfo.InvariantCulture)}", $"n:{lead.GetProperty("id")}",
            kind switch { "zakas" => "t:Заказ", "dumka" => "t:Раздумье", _ => "t:Консультация" },
            $"n:{lead.GetProperty("staff")}", $"t:{lead.GetProperty("staffName").GetString()}", Named(lead, "group", "без группы"),
            kind == "zakas" ? Number(lead, "budget") : "t:", $"t:{Printable(lead.GetProperty("receptionist").GetString()!)}", $"t:{lead.GetProperty("url").GetString()}",
        ];
    }

    // XML has no place for most control characters.
    private static string Printable(string text) => text.Replace("\u0001", "", StringComparison.Ordinal);

    /// <summary>Rows of cells by sheet: <c>t:</c> a text, <c>n:</c> a number, empty for nothing.</summary>
    internal static Dictionary<string, List<string[]>> Sheets(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        var names = Xml(zip.GetEntry("xl/workbook.xml")!).Descendants().Where(element => element.Name.LocalName == "sheet").Select(sheet => sheet.Attribute("name")!.Value);
        return names.Select((name, index) => (name, index)).ToDictionary(
            sheet => sheet.name,
            sheet => Xml(zip.GetEntry($"xl/worksheets/sheet{sheet.index + 1}.xml")!).Descendants().Where(element => element.Name.LocalName == "row")
                .Select(row => row.Elements().Select(Cell).ToArray()).ToList());
    }

    private static string Cell(XElement cell) => cell.Attribute("t")?.Value switch
    {
        "inlineStr" => $"t:{Printable(cell.Value)}",
        null or "n" when cell.Value.Length == 0 => "",
        null or "n" => $"n:{decimal.Parse(cell.Value, NumberStyles.Float, CultureInfo.InvariantCulture).ToString("0.######", CultureInfo.InvariantCulture)}",
        var other => $"{other}:{cell.Value}",
    };

    private static XDocument Xml(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        return XDocument.Load(stream);
    }
}
