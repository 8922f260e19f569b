using System.Globalization;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Tests.Service;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace Amo2GSheet.Tests.Browser;

/// <summary>The dashboard with the demo's month on it, and with two hundred people.</summary>
public sealed class DashboardPictureTests(ITestOutputHelper output)
{
    /// <summary>What the first view may weigh, with everything that it needs, bytes.</summary>
    private const long Heaviest = 300 * 1024;

    [BrowserFact]
    [Trait(Screenshot.Trait, "true")]
    public async Task The_demo_has_a_month_behind_it_in_which_everybody_sold_and_its_board_shows_none_of_it()
    {
        await using var world = await DashboardPageBed.StartAsync(DemoHistory.AddTo, inMemory: true);
        await DashboardPageBed.FillAsync(world, new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 26));
        await using var visit = await EnterAsync(world, options: new() { Locale = "ru-RU", ViewportSize = new() { Width = 1280, Height = 800 } });

        await Expect(visit.Shown).ToHaveTextAsync("1–26 ноября 2026");
        foreach (var (code, name, group) in DemoSpreadsheet.Staff)
        {
            var line = (await visit.TableAsync($"Группа {group}")).Select(line => line.Split(" | ")).Single(cells => cells[0] == code.TrimStart('0'));
            Assert.Equal(name, line[1]);
            Assert.All([line[2], line[3], line[5]], number => Assert.NotEqual("0", number));
        }

        Assert.Equal("Нодира", (await visit.TableAsync("Приёмщики"))[0].Split(" | ")[0]);
        Assert.Equal(
            DemoAccount.Make(DateTimeOffset.UnixEpoch).Entities.Count(card => card.Kind is EntityKind.Lead),
            (await world.Http.GetStringAsync(new Uri(world.Amo.BaseUri, "_control/state?format=text"))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        await Screenshot.TakeAsync(visit.Page, "dashboard.webp");
    }

    [BrowserFact]
    public async Task Two_hundred_people_and_a_whole_month_of_theirs_come_in_no_more_than_three_hundred_kilobytes()
    {
        await using var world = await DashboardPageBed.StartAsync((seed, _) => seed, inMemory: true);
        await world.Service.Services.GetRequiredService<IKpiStore>().ChangeCreditsAsync([], [.. Credits()], default);
        foreach (var (path, heading) in new[] { ("/dashboard", "1–26 ноября 2026"), ("/dashboard?view=month", "Ноябрь 2026") })
        {
            await using var visit = await EnterAsync(world, path);
            await Expect(visit.Shown).ToHaveTextAsync(heading);

            var weight = await visit.Page.EvaluateAsync<long>(
                "['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind)).reduce((sum, one) => sum + one.transferSize, 0)");
            output.WriteLine($"{path}: {weight} bytes");
            Assert.InRange(weight, 1, Heaviest);
        }
    }

    private static async Task<DashboardVisit> EnterAsync(ServiceWorld world, string path = "/dashboard", BrowserNewContextOptions? options = null)
    {
        var visit = new DashboardVisit(await Visit.ToAsync(new Uri(world.Service.Address, path), options));
        await visit.LogInAsync("anna", Tests.Dashboard.DashboardBed.Password);
        await visit.ReadyAsync();
        return visit;
    }

    private static IEnumerable<KpiCredit> Credits() =>
        from day in Enumerable.Range(1, 26)
        from staff in Enumerable.Range(1_000, 200)
        let number = (day * 1_000) + staff
        select new KpiCredit
        {
            Lead = new LeadId(number),
            Kind = number % 3 == 0 ? KpiKind.Zakas : KpiKind.Consul,
            Staff = new StaffCode(staff),
            Day = new DateOnly(2026, 11, day),
            At = DateTimeOffset.Parse("2026-11-01T05:00:00Z", CultureInfo.InvariantCulture).AddDays(day - 1).AddSeconds(staff),
            Budget = number % 3 == 0 ? number * 137 : 0,
            Move = $"event/{number}",
        };
}
