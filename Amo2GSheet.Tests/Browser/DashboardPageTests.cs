using Amo2GSheet.Tests.Dashboard;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Amo2GSheet.Tests.Browser;

/// <summary>The dashboard as the sales floor uses it.</summary>
[Collection(DashboardPageBed.Collection)]
public sealed class DashboardPageTests(DashboardPageBed bed)
{
    private const string ThisMonth = "1–26 ноября 2026";

    [BrowserFact]
    public async Task Who_logs_in_sees_what_was_asked_for_and_who_types_a_wrong_password_is_told_so()
    {
        await using var visit = await bed.OpenAsync("/dashboard?from=2026-11-25&to=2026-11-25");
        visit.Visit.Expected = "401";

        await visit.LogInAsync("anna", "wrong horse");
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Имя или пароль не подходят.");
        await Expect(visit.Page.GetByLabel("Имя", new() { Exact = true })).ToHaveValueAsync("anna");

        await visit.LogInAsync("anna", DashboardBed.Password);
        await Expect(visit.Shown).ToHaveTextAsync("25 ноября 2026");

        await visit.PressAsync("Выйти");
        await Expect(visit.Page.GetByLabel("Пароль")).ToBeVisibleAsync();
        await visit.Page.GotoAsync(new Uri(bed.World.Service.Address, "/dashboard").AbsoluteUri);
        await Expect(visit.Page.GetByLabel("Пароль")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task A_page_whose_session_has_ended_leads_to_the_log_in_and_back()
    {
        await using var visit = await bed.EnterAsync("/dashboard?from=2026-11-25&to=2026-11-25");
        visit.Visit.Expected = "401";
        await visit.Page.Context.ClearCookiesAsync();

        await visit.PressAsync("Вчера");
        await visit.LogInAsync("anna", DashboardBed.Password);

        await Expect(visit.Shown).ToHaveTextAsync("25 ноября 2026");
    }

    [BrowserFact]
    public async Task The_month_stands_there_group_by_group_to_the_last_number()
    {
        await using var visit = await bed.EnterAsync();

        await Expect(visit.Shown).ToHaveTextAsync(ThisMonth);
        await Expect(visit.Page.Locator("#state")).ToContainTextAsync("Данные на 26.11.2026");
        Assert.Equal(["Сумма 4 150 000", "Заказы 4", "Раздумья 2", "Консультации 6", "Конверсия 66,7 %"], await visit.TotalsAsync());
        Assert.Equal(
            [
                "201 | DILNOZA KARIMOVA | 2 000 000 | 1 | 0 | 1 | 100 %",
                "134 | BAHODIR HUSANOV | 1 850 000 | 2 | 1 | 2 | 100 %",
                "Итого | 3 850 000 | 3 | 1 | 3 | 100 %",
            ],
            await visit.TableAsync("Группа A"));
        Assert.Equal(["87 | JASUR TOSHEV | 0 | 0 | 0 | 1 | 0 %", "1450 | MALIKA YUSUPOVA | 0 | 0 | 0 | 0 | —", "Итого | 0 | 0 | 0 | 1 | 0 %"], await visit.TableAsync("Группа B"));
        Assert.Equal(["777 | Код 777 | 0 | 0 | 1 | 1 | 0 %", "Итого | 0 | 0 | 1 | 1 | 0 %"], await visit.TableAsync("Без группы"));
        Assert.Equal(
            ["Без приёмщика | 2 | 2 | 1 | 300 000 | 50 %", "Дилноза | 2 | 2 | 2 | 1 850 000 | 100 %"],
            (await visit.TableAsync("Приёмщики")).Where(line => !line.Contains('<') && !line.Contains('=') && !line.StartsWith("Итого", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal("Итого | 6 | 6 | 4 | 4 150 000 | 66,7 %", (await visit.TableAsync("Приёмщики"))[^1]);
    }

    [BrowserFact]
    public async Task Ranges_and_groups_change_the_numbers_and_the_address_brings_them_back()
    {
        await using var visit = await bed.EnterAsync();
        var page = visit.Page;

        await visit.ShowAsync(() => visit.PressAsync("Сегодня"), "26 ноября 2026");
        Assert.Equal(["Сумма 300 000", "Заказы 1", "Раздумья 0", "Консультации 1", "Конверсия 100 %"], await visit.TotalsAsync());
        await visit.ShowAsync(() => visit.PressAsync("Вчера"), "25 ноября 2026");
        await visit.ShowAsync(() => visit.PressAsync("Эта неделя"), "23–26 ноября 2026");
        await visit.ShowAsync(() => visit.PressAsync("Прошлая неделя"), "16–22 ноября 2026");
        Assert.Equal("Сумма 2 000 000", (await visit.TotalsAsync())[0]);
        await visit.ShowAsync(() => visit.PressAsync("Прошлый месяц"), "1–31 октября 2026");
        Assert.Equal(["Сумма 450 000", "Заказы 1", "Раздумья 0", "Консультации 1", "Конверсия 100 %"], await visit.TotalsAsync());

        await page.GetByLabel("С", new() { Exact = true }).FillAsync("2026-10-16");
        await page.GetByLabel("по", new() { Exact = true }).FillAsync("2026-11-03");
        await visit.ShowAsync(() => visit.PressAsync("Показать"), "16 октября – 3 ноября 2026");
        Assert.Equal(["Сумма 1 700 000", "Заказы 2", "Раздумья 0", "Консультации 1", "Конверсия 200 %"], await visit.TotalsAsync());

        await visit.ShowAsync(() => visit.Groups.SelectOptionAsync("Группа D"), "16 октября – 3 ноября 2026, группа D");
        Assert.Equal("Сумма 450 000", (await visit.TotalsAsync())[0]);
        await Expect(visit.Table("Группа A")).ToHaveCountAsync(0);
        await visit.ShowAsync(() => visit.Groups.SelectOptionAsync("Без группы"), "16 октября – 3 ноября 2026, без группы");
        Assert.Equal("Сумма 0", (await visit.TotalsAsync())[0]);

        await visit.ShowAsync(async () => await page.GoBackAsync(), "16 октября – 3 ноября 2026");
        Assert.Equal("Сумма 1 700 000", (await visit.TotalsAsync())[0]);
        await visit.ShowAsync(() => visit.Groups.SelectOptionAsync("Группа D"), "16 октября – 3 ноября 2026, группа D");
        await visit.ShowAsync(async () => await page.ReloadAsync(), "16 октября – 3 ноября 2026, группа D");
        await Expect(visit.Groups.Locator("option:checked")).ToHaveTextAsync("Группа D");
        await Expect(page.GetByLabel("С", new() { Exact = true })).ToHaveValueAsync("2026-10-16");
        Assert.Equal("Сумма 450 000", (await visit.TotalsAsync())[0]);
    }

    [BrowserFact]
    public async Task A_range_that_is_none_is_refused_in_a_sentence_and_can_be_mended()
    {
        await using var visit = await bed.EnterAsync();
        visit.Visit.Expected = "400";
        var page = visit.Page;

        await page.GetByLabel("С", new() { Exact = true }).FillAsync("2026-11-26");
        await page.GetByLabel("по", new() { Exact = true }).FillAsync("2026-11-01");
        await visit.PressAsync("Показать");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("from");
        await Expect(page.Locator("#totals .card")).ToHaveCountAsync(0);

        await page.GetByLabel("С", new() { Exact = true }).FillAsync("2026-11-01");
        await visit.ShowAsync(() => visit.PressAsync("Показать"), "1 ноября 2026");
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task Behind_every_number_are_its_leads_with_their_way_into_amoCRM()
    {
        await using var visit = await bed.EnterAsync();

        Assert.Equal(
            [Line(40_000_001, "Заказ", "03.11.2026, 12:44"), Line(40_000_003, "Заказ", "14.11.2026, 10:00")],
            await visit.LeadsBehindAsync(visit.Number("Группа A", "BAHODIR HUSANOV", "1 850 000")));
        Assert.Equal([Line(40_000_003, "Раздумье", "11.11.2026, 10:00")], await visit.LeadsBehindAsync(visit.Number("Группа A", "BAHODIR HUSANOV", "1")));
        Assert.Equal(
            [Line(40_000_001, "Заказ", "03.11.2026, 12:44"), Line(40_000_003, "Заказ", "14.11.2026, 10:00"), Line(40_000_005, "Заказ", "21.11.2026, 10:00")],
            await visit.LeadsBehindAsync(visit.Number("Группа A", "Итого", "3").First));
        Assert.Equal(
            [Line(40_000_013, "Раздумье", "06.11.2026, 10:00")], await visit.LeadsBehindAsync(visit.Number("Без группы", "Код 777", "1").First));
        Assert.Equal(
            [Line(40_000_001, "Создана", "02.11.2026, 09:00"), Line(40_000_003, "Создана", "10.11.2026, 09:00")],
            await visit.LeadsBehindAsync(visit.Number("Приёмщики", "Дилноза", "2").First));
        Assert.Equal(
            [Line(40_000_009, "Заказ", "26.11.2026, 09:40")], await visit.LeadsBehindAsync(visit.Number("Приёмщики", "Без приёмщика", "1")));
        Assert.Equal(6, (await visit.LeadsBehindAsync(visit.Number("Приёмщики", "Итого", "6").First)).Count);

        // A ratio is of its neighbours, which can be pressed.
        await Expect(visit.Page.Locator("td[data-column=orders]").GetByRole(AriaRole.Button)).Not.ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("td[data-column=conversion]").GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("#totals").GetByRole(AriaRole.Button)).ToHaveCountAsync(4);
    }

    [BrowserFact]
    public async Task A_list_of_leads_says_of_which_ones_it_knows_the_receptionist()
    {
        await using var visit = await bed.EnterAsync("/dashboard?from=2026-11-03&to=2026-11-03");
        var sentence = visit.Dialog.GetByText("Приёмщик известен только у лидов, созданных в выбранном периоде.");

        await visit.Number("Группа A", "Итого", "1").ClickAsync();
        await Expect(visit.Dialog.GetByRole(AriaRole.Cell).Last).ToHaveTextAsync("—");
        await Expect(sentence).ToBeVisibleAsync();
        await visit.PressAsync("Закрыть");

        await visit.Page.GetByLabel("С", new() { Exact = true }).FillAsync("2026-11-02");
        await visit.ShowAsync(() => visit.PressAsync("Показать"), "2–3 ноября 2026");
        await visit.Number("Группа A", "Итого", "1").First.ClickAsync();
        await Expect(visit.Dialog.GetByRole(AriaRole.Cell).Last).ToHaveTextAsync("Дилноза");
        await Expect(sentence).ToHaveCountAsync(0);
        await visit.PressAsync("Закрыть");

        await visit.ShowAsync(() => visit.PressAsync("Этот месяц"), ThisMonth);
        await visit.Number("Приёмщики", "Без приёмщика", "1").ClickAsync();
        await Expect(visit.Dialog.GetByRole(AriaRole.Cell).Last).ToHaveTextAsync("Без приёмщика");
        await Expect(sentence).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task Arrows_through_the_groups_are_one_step_to_go_back()
    {
        await using var visit = await bed.EnterAsync("/dashboard?from=2026-11-25&to=2026-11-25");
        await visit.ShowAsync(() => visit.PressAsync("Сегодня"), "26 ноября 2026");

        await visit.Groups.FocusAsync();
        foreach (var group in new[] { "A", "B", "C" })
            await visit.ShowAsync(() => visit.Visit.PressAsync("ArrowDown"), $"26 ноября 2026, группа {group}");

        await visit.ShowAsync(async () => await visit.Page.GoBackAsync(), "26 ноября 2026");
        await Expect(visit.Groups.Locator("option:checked")).ToHaveTextAsync("Все группы");
        await visit.ShowAsync(async () => await visit.Page.GoBackAsync(), "25 ноября 2026");
    }

    [BrowserFact]
    public async Task A_department_may_be_named_by_two_words_or_by_an_asterisk()
    {
        await using var visit = await bed.EnterAsync();
        var page = visit.Page;
        await DashboardVisit.ChangeAsync(page, text => text.Replace("\"A\"", "\"Отдел продаж\"", StringComparison.Ordinal).Replace("\"B\"", "\"*\"", StringComparison.Ordinal));
        await visit.ShowAsync(async () => await page.ReloadAsync(), ThisMonth);

        await Expect(visit.Table("Группа Отдел продаж")).ToBeVisibleAsync();
        await Expect(visit.Table("Группа *")).ToBeVisibleAsync();
        Assert.Empty(await visit.Visit.ViolationsAsync());

        await visit.ShowAsync(() => visit.Groups.SelectOptionAsync("Группа *"), $"{ThisMonth}, группа *");
        await Expect(visit.Groups.Locator("option:checked")).ToHaveTextAsync("Группа *");
        await visit.ShowAsync(() => visit.Groups.SelectOptionAsync("Все группы"), ThisMonth);
    }

    [BrowserFact]
    public async Task The_month_is_told_day_by_day_for_each_person_and_drawn()
    {
        await using var visit = await bed.EnterAsync();
        var page = visit.Page;

        await visit.ShowAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "По дням месяца" }).ClickAsync(), "Ноябрь 2026");
        await Expect(page.GetByRole(AriaRole.Img)).ToHaveAccessibleNameAsync("Сумма по дням, Ноябрь 2026");
        await Expect(page.GetByRole(AriaRole.Img)).ToHaveAccessibleDescriptionAsync(
            "Сумма за месяц: 4\u202f150\u202f000; больше всего 21 ноября 2026: 2\u202f000\u202f000. Все числа стоят в таблице ниже.");
        var rows = await visit.TableAsync("Сумма по дням и сотрудникам");
        Assert.StartsWith("DILNOZA KARIMOVA 201, A | 2 000 000 |", rows[0], StringComparison.Ordinal);
        Assert.StartsWith("Все | 4 150 000 |", rows[^1], StringComparison.Ordinal);

        await visit.ShowAsync(() => page.GetByLabel("Заказы", new() { Exact = true }).CheckAsync(), "Ноябрь 2026");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Заказы по дням", Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Заказы", new() { Exact = true })).ToBeFocusedAsync();
        var cells = (await visit.TableAsync("Заказы по дням и сотрудникам"))[0].Split('|', StringSplitOptions.TrimEntries);
        Assert.Equal(32, cells.Length);
        Assert.Equal(["BAHODIR HUSANOV 134, A", "2"], cells.Take(2));
        Assert.Equal([3, 14], Enumerable.Range(1, 30).Where(day => cells[day + 1] == "1"));
        Assert.Equal(
            [Line(40_000_003, "Заказ", "14.11.2026, 10:00")],
            await visit.LeadsBehindAsync(visit.Number("Заказы по дням и сотрудникам", "BAHODIR HUSANOV 134, A", "1").Last));

        await visit.ShowAsync(() => visit.PressAsync("← Октябрь 2026"), "Октябрь 2026");
        Assert.Equal("Заказы 1", (await visit.TotalsAsync())[1]);
        await visit.ShowAsync(async () => await page.ReloadAsync(), "Октябрь 2026");
        await Expect(page.GetByLabel("Заказы", new() { Exact = true })).ToBeCheckedAsync();
    }

    [BrowserFact]
    public async Task An_administrator_has_a_range_read_anew_and_sees_how_far_it_is_and_nobody_else_is_offered_that()
    {
        await using var visit = await bed.EnterAsync("/dashboard?from=2026-11-25&to=2026-11-26", name: "boss");
        var page = visit.Page;

        await page.GetByText("Для администратора").ClickAsync();
        await visit.PressAsync("Дочитать период из amoCRM");
        await Expect(page.Locator("#refill-said")).ToHaveTextAsync("Принято. Ход виден вверху страницы.");
        await Expect(page.Locator("#backfill")).ToHaveTextAsync("Идёт чтение истории за 25–26 ноября 2026: только начато. Числа ещё изменятся.");

        await DashboardPageBed.GoOnAsync(bed.World);
        await visit.ShowAsync(() => visit.PressAsync("Вчера"), "25 ноября 2026");
        await Expect(page.Locator("#backfill")).ToBeHiddenAsync();

        await using var other = await bed.EnterAsync();
        await Expect(other.Page.Locator("#admin")).ToBeHiddenAsync();
    }

    private string Line(long lead, string what, string when) => $"{lead} | {what} | {when} | {bed.World.Amo.BaseUri.GetLeftPart(UriPartial.Authority)}/leads/detail/{lead}";
}
