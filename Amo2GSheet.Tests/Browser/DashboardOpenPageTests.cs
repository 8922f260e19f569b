using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Amo2GSheet.Tests.Browser;

/// <summary>The dashboard on a screen where it stays open: it keeps up, and disturbs nobody.</summary>
[Collection(DashboardPageBed.Collection)]
public sealed partial class DashboardOpenPageTests(DashboardPageBed bed)
{
    private const int Minute = 61_000;

    [BrowserFact]
    public async Task New_numbers_come_by_themselves_and_are_told_and_the_focus_stays_where_it_is()
    {
        await using var visit = await OpenAsync("/dashboard");
        await DashboardVisit.ChangeAsync(visit.Page, text => text.Replace("\"sum\":2000000,", "\"sum\":2500000,", StringComparison.Ordinal));

        await visit.Number("Группа A", "DILNOZA KARIMOVA", "2 000 000").FocusAsync();
        await visit.Page.Clock.FastForwardAsync(Minute);

        await Expect(visit.Number("Группа A", "DILNOZA KARIMOVA", "2 500 000")).ToBeFocusedAsync();
        await Expect(visit.Page.Locator("#news")).ToContainTextAsync("Числа обновились. Данные на 26.11.2026");
    }

    [BrowserTheory]
    [InlineData("/dashboard")]
    [InlineData("/dashboard?view=month")]
    public async Task When_no_number_changed_nothing_is_drawn_or_told_but_up_to_when_they_are(string path)
    {
        await using var visit = await OpenAsync(path);
        var (page, minute) = (visit.Page, 29);
        await DashboardVisit.ChangeAsync(page, text => UpdatedTo().Replace(text, _ => $"\"updatedTo\":\"2026-11-26T10:{++minute}:00+05:00\""));
        var told = await page.Locator("#news").TextContentAsync();
        await page.EvaluateAsync("document.querySelectorAll('table, .card').forEach(one => one.classList.add('the-same'))");

        await page.Clock.FastForwardAsync(Minute);
        await Expect(page.Locator("#state")).ToHaveTextAsync("Данные на 26.11.2026, 10:30");
        await page.Clock.FastForwardAsync(Minute);
        await Expect(page.Locator("#state")).ToHaveTextAsync("Данные на 26.11.2026, 10:31");

        await Expect(page.Locator("table:not(.the-same), .card:not(.the-same)")).ToHaveCountAsync(0);
        await Expect(page.Locator("#news")).ToHaveTextAsync(told!);
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "10:3" })).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task A_table_that_was_scrolled_stays_so_over_new_numbers_and_over_another_choice()
    {
        await using var visit = await OpenAsync("/dashboard?view=month", new() { ViewportSize = new() { Width = 360, Height = 740 } });
        await DashboardVisit.ChangeAsync(visit.Page, text => text.Replace("4150000", "4650000", StringComparison.Ordinal));
        var box = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Таблица по дням", Exact = true });
        await box.EvaluateAsync("box => box.scrollLeft = 300");

        await visit.Page.Clock.FastForwardAsync(Minute);
        await Expect(visit.Number("Сумма по дням и сотрудникам", "Все", "4 650 000")).ToHaveCountAsync(1);
        Assert.Equal(300, await box.EvaluateAsync<int>("box => box.scrollLeft"));

        await visit.Page.GetByLabel("Консультации", new() { Exact = true }).CheckAsync();
        await Expect(visit.Table("Консультации по дням и сотрудникам")).ToHaveCountAsync(1);
        Assert.Equal(300, await box.EvaluateAsync<int>("box => box.scrollLeft"));
    }

    [BrowserFact]
    public async Task A_day_that_was_typed_and_not_asked_for_yet_is_not_overwritten()
    {
        await using var visit = await OpenAsync("/dashboard");
        await DashboardVisit.ChangeAsync(visit.Page, text => text.Replace("\"sum\":2000000,", "\"sum\":2500000,", StringComparison.Ordinal));
        var from = visit.Page.GetByLabel("С", new() { Exact = true });
        await from.FillAsync("2026-11-20");

        await visit.Page.Clock.FastForwardAsync(Minute);
        await Expect(visit.Number("Группа A", "DILNOZA KARIMOVA", "2 500 000")).ToBeVisibleAsync();
        await Expect(from).ToHaveValueAsync("2026-11-20");

        await visit.ShowAsync(() => visit.PressAsync("Показать"), "20–26 ноября 2026");
        await visit.ShowAsync(() => visit.PressAsync("Сегодня"), "26 ноября 2026");
        await Expect(from).ToHaveValueAsync("2026-11-26");
    }

    [GeneratedRegex("\"updatedTo\":\"[^\"]*\"")]
    private static partial Regex UpdatedTo();

    /// <summary>A page whose minutes the test makes pass.</summary>
    private async Task<DashboardVisit> OpenAsync(string path, BrowserNewContextOptions? options = null)
    {
        var visit = await bed.EnterAsync(path, options);
        await visit.Page.Clock.InstallAsync();
        await visit.Page.ReloadAsync();
        await visit.ReadyAsync();
        return visit;
    }
}
