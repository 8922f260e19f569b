using Amo2GSheet.Tests.Dashboard;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Amo2GSheet.Tests.Browser;

/// <summary>The dashboard without a mouse, without good eyes, on a phone, on paper, and with names that mean harm.</summary>
[Collection(DashboardPageBed.Collection)]
public sealed class DashboardAccessTests(DashboardPageBed bed)
{
    [BrowserFact]
    public async Task Everything_can_be_done_by_keys_alone()
    {
        await using var visit = await bed.OpenAsync();
        var (page, keys) = (visit.Page, visit.Visit);

        await keys.TabToAsync(page.GetByLabel("Имя", new() { Exact = true }));
        await page.Keyboard.TypeAsync("anna");
        await keys.PressAsync("Tab");
        await page.Keyboard.TypeAsync(DashboardBed.Password);
        await keys.PressAsync("Enter");
        await Expect(visit.Shown).ToHaveTextAsync("1–26 ноября 2026");
        await visit.ReadyAsync();

        var preset = page.GetByRole(AriaRole.Button, new() { Name = "Прошлая неделя" });
        await keys.TabToAsync(preset);
        await visit.ShowAsync(() => keys.PressAsync("Enter"), "16–22 ноября 2026");
        await Expect(preset).ToBeFocusedAsync();
        await Expect(preset).ToHaveAttributeAsync("aria-pressed", "true");

        var sort = visit.Table("Группа B").GetByRole(AriaRole.Button, new() { Name = "Сотрудник" });
        await keys.TabToAsync(sort);
        await keys.PressAsync("Enter");
        await Expect(sort).ToBeFocusedAsync();
        await Expect(visit.Table("Группа B").GetByRole(AriaRole.Columnheader, new() { Name = "Сотрудник" })).ToHaveAttributeAsync("aria-sort", "ascending");
        Assert.StartsWith("87 | JASUR TOSHEV", (await visit.TableAsync("Группа B"))[0], StringComparison.Ordinal);
        await keys.PressAsync("Space");
        Assert.StartsWith("1450 | MALIKA YUSUPOVA", (await visit.TableAsync("Группа B"))[0], StringComparison.Ordinal);

        var number = visit.Number("Группа A", "DILNOZA KARIMOVA", "2 000 000");
        await keys.TabToAsync(number);
        await keys.PressAsync("Enter");
        await Expect(visit.Dialog).ToHaveAccessibleNameAsync("DILNOZA KARIMOVA: сумма");
        var link = visit.Dialog.GetByRole(AriaRole.Link);
        await Expect(link).ToHaveCountAsync(1);
        await keys.TabToAsync(link);
        await Expect(link).ToHaveAttributeAsync("target", "_blank");
        await Expect(link).ToHaveAttributeAsync("rel", "noopener");
        await keys.PressAsync("Escape");
        await Expect(visit.Dialog).ToHaveCountAsync(0);
        await Expect(number).ToBeFocusedAsync();

        await keys.TabToAsync(page.GetByRole(AriaRole.Link, new() { Name = "По дням месяца" }));
        await visit.ShowAsync(() => keys.PressAsync("Enter"), "Ноябрь 2026");
        await keys.TabToAsync(page.GetByLabel("Сумма", new() { Exact = true }));
        await keys.PressAsync("ArrowDown", 2);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Раздумья по дням", Exact = true })).ToBeVisibleAsync();

        await keys.TabToAsync(page.GetByRole(AriaRole.Button, new() { Name = "Выйти" }));
        await keys.PressAsync("Enter");
        await Expect(page.GetByLabel("Пароль")).ToBeVisibleAsync();
    }

    [BrowserTheory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 1280, 800)]
    [InlineData(ColorScheme.Light, 360, 740)]
    [InlineData(ColorScheme.Dark, 360, 740)]
    public async Task Nothing_breaks_WCAG_2_2_AA_and_nothing_is_wider_than_the_window(ColorScheme colours, int width, int height)
    {
        await using var visit = await bed.OpenAsync("/dashboard", new()
        {
            ColorScheme = colours,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = width, Height = height },
        });
        visit.Visit.Expected = "401";

        await visit.LogInAsync("boss", "wrong horse");
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await LooksGoodAsync(visit);

        await visit.LogInAsync("boss", DashboardBed.Password);
        await Expect(visit.Shown).ToHaveTextAsync("1–26 ноября 2026");
        await visit.Page.GetByText("Для администратора").ClickAsync();
        await LooksGoodAsync(visit);

        await visit.Number("Группа A", "Итого", "3").First.ClickAsync();
        await Expect(visit.Dialog.GetByRole(AriaRole.Link)).ToHaveCountAsync(3);
        await LooksGoodAsync(visit);
        await visit.PressAsync("Закрыть");

        await visit.ShowAsync(() => visit.Page.GetByRole(AriaRole.Link, new() { Name = "По дням месяца" }).ClickAsync(), "Ноябрь 2026");
        await LooksGoodAsync(visit);
    }

    [BrowserTheory]
    [InlineData(1280, 800)]
    [InlineData(360, 740)]
    public async Task Nor_does_a_month_in_which_there_is_nothing_to_press(int width, int height)
    {
        await using var visit = await bed.EnterAsync("/dashboard?view=month&to=2026-09-30", new() { ViewportSize = new() { Width = width, Height = height } });

        await Expect(visit.Shown).ToHaveTextAsync("Сентябрь 2026");
        await Expect(visit.Table("Сумма по дням и сотрудникам").GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await visit.Visit.TabToAsync(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Таблица по дням", Exact = true }));
        await LooksGoodAsync(visit);
    }

    [BrowserFact]
    public async Task Markup_and_formulas_in_names_are_text()
    {
        await using var visit = await bed.EnterAsync();
        var page = visit.Page;

        foreach (var name in new[] { DashboardSales.Markup, DashboardSales.Formula })
        {
            await Expect(visit.Table("Группа D").GetByRole(AriaRole.Rowheader, new() { Name = name, Exact = true })).ToHaveTextAsync(name);
            await Expect(visit.Table("Приёмщики").GetByRole(AriaRole.Rowheader, new() { Name = name, Exact = true })).ToHaveTextAsync(name);
        }

        await visit.Number("Группа D", DashboardSales.Markup, "300 000").ClickAsync();
        await Expect(visit.Dialog).ToHaveAccessibleNameAsync($"{DashboardSales.Markup}: сумма");
        await Expect(visit.Dialog.GetByRole(AriaRole.Cell, new() { Name = DashboardSales.Markup, Exact = true })).ToBeVisibleAsync();
        await visit.PressAsync("Закрыть");
        await visit.Number("Группа A", "DILNOZA KARIMOVA", "2 000 000").ClickAsync();
        await Expect(visit.Dialog.GetByRole(AriaRole.Cell, new() { Name = DashboardSales.Markup, Exact = true })).ToBeVisibleAsync();
        await visit.PressAsync("Закрыть");

        await visit.ShowAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "По дням месяца" }).ClickAsync(), "Ноябрь 2026");
        await Expect(visit.Table("Сумма по дням и сотрудникам").GetByRole(AriaRole.Rowheader, new() { Name = $"{DashboardSales.Formula} 2105, D" })).ToBeVisibleAsync();

        // What is asked for by a link is text, too.
        await page.GotoAsync(new Uri(bed.World.Service.Address, $"/dashboard?group={Uri.EscapeDataString(DashboardSales.Markup)}").AbsoluteUri);
        await Expect(visit.Shown).ToHaveTextAsync($"1–26 ноября 2026, группа {DashboardSales.Markup}");

        await Expect(page.Locator("img")).ToHaveCountAsync(0);
        await Expect(page).ToHaveTitleAsync("Показатели отдела продаж");
    }

    [BrowserFact]
    public async Task On_paper_there_are_the_numbers_and_nothing_to_press()
    {
        await using var visit = await bed.EnterAsync(name: "boss");
        await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });

        foreach (var gone in new[] { "#range", "#log-out", "#export", "#admin", "nav" })
            await Expect(visit.Page.Locator(gone)).ToBeHiddenAsync();
        await Expect(visit.Shown).ToHaveTextAsync("1–26 ноября 2026");
        await Expect(visit.Number("Группа A", "DILNOZA KARIMOVA", "2 000 000")).ToBeVisibleAsync();
        await Expect(visit.Table("Приёмщики")).ToBeVisibleAsync();
        Assert.Equal("rgb(255, 255, 255)", await visit.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.Equal("avoid", await visit.Table("Группа A").GetByRole(AriaRole.Row).Last.EvaluateAsync<string>("row => getComputedStyle(row).breakInside"));
    }

    private static async Task LooksGoodAsync(DashboardVisit visit)
    {
        Assert.Empty(await visit.Visit.ViolationsAsync());
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }
}
