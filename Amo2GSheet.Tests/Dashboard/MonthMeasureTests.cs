using System.Globalization;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Simulation;
using Xunit.Abstractions;

namespace Amo2GSheet.Tests.Dashboard;

/// <summary>A month with 200 staff: what the page asks for first, over HTTP and tables. The numbers are printed for docs/dashboard.md.</summary>
public sealed class MonthMeasureTests(ITestOutputHelper output)
{
    private const int Staff = 200;

    /// <summary>
    /// How many credits the measured month has; docs/dashboard.md has the numbers for 9,000, and for 37,500. So many are in memory: the emulator
    /// of tables looks through all rows for each one, which Azure does not.
    /// </summary>
    private const string CreditsVariable = "DASHBOARD_MONTH_CREDITS";

    [Fact]
    public async Task A_month_with_two_hundred_staff_is_answered_in_one_small_piece()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable(CreditsVariable) ?? "2000", CultureInfo.InvariantCulture);
        using var tables = TableService.InMemory(TimeProvider.System);
        await using var bed = await DashboardBed.StartAsync(services: services => _ = count <= 10_000
            ? services
            : services.AddTables(tables));
        bed.World.Do(Enumerable.Repeat(new PersonEdit { Do = "insertRows", Tab = DemoSpreadsheet.StaffTab, Row = 20, Count = 60 }, 3));
        bed.World.Do(Enumerable.Range(0, Staff).SelectMany(person => (PersonEdit[])
        [
            Cell("B", person, $"{1_000 + person}"), Cell("C", person, $"Сотрудник Фамилия-Отчество {person}"), Cell("D", person, "ABCD"[person % 4].ToString()),
        ]));
        // A sale of three credits and a lead for each third of them.
        foreach (var part in Enumerable.Range(0, count / 3).Chunk(200))
        {
            await bed.CreditAsync([.. part.SelectMany(Sale)]);
            await bed.ReceiveAsync([.. part.Select(sale => StatsTests.Received(sale, Day(sale), $"Приёмщик {sale % 12}"))]);
        }

        using var browser = await bed.LogInAsync();
        foreach (var path in new[] { "/api/dashboard/stats?from=2026-03-01&to=2026-03-31", "/api/dashboard/monthly-report?month=2026-03" })
        {
            var times = new List<double>();
            long bytes = 0;
            for (var turn = 0; turn < 21; turn++)
            {
                var began = TimeProvider.System.GetTimestamp();
                using var answer = await browser.SendAsync(HttpMethod.Get, path, null, ("Accept-Encoding", "gzip"));
                bytes = (await answer.Content.ReadAsByteArrayAsync()).LongLength;
                times.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
                Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
            }

            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{count} credits, {Staff} staff: {path} cold {times[0]:F0} ms, warm p50 {times.Skip(1).Order().ElementAt(10):F0} ms, worst {times.Skip(1).Max():F0} ms, {bytes} bytes"));
            Assert.InRange(bytes, 1_000, 300_000);
        }

        var export = TimeProvider.System.GetTimestamp();
        using var book = await browser.GetAsync("/api/dashboard/export?from=2026-03-01&to=2026-03-31");
        var size = (await book.Content.ReadAsByteArrayAsync()).Length;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"export {size} bytes in {TimeProvider.System.GetElapsedTime(export).TotalMilliseconds:F0} ms"));
        Assert.True(book.IsSuccessStatusCode);
    }

    private static PersonEdit Cell(string column, int person, string text) =>
        new() { Do = "type", Tab = DemoSpreadsheet.StaffTab, Cell = $"{column}{person + 2}", Text = text, Pasted = true };

    private static string Day(int sale) => $"2026-03-{1 + (sale % 31):D2}";

    private static IEnumerable<KpiCredit> Sale(int sale) =>
    [
        StatsTests.Credit(sale, 1_000 + (sale % Staff), Day(sale), KpiKind.Consul), StatsTests.Credit(sale, 1_000 + (sale % Staff), Day(sale), KpiKind.Dumka),
        StatsTests.Credit(sale, 1_000 + (sale % Staff), Day(sale), KpiKind.Zakas, 100_000 + (sale * 37)),
    ];
}
