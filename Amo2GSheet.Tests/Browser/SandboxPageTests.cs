using Amo2GSheet.Sandbox.Sheets;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Amo2GSheet.Tests.Browser;

/// <summary>The page that <c>./demo.sh</c> opens, as people use it, over the whole sandbox.</summary>
public sealed class SandboxPageTests(SandboxPageBed bed) : IClassFixture<SandboxPageBed>
{
    private const string Trigger = "ЗАКАЗ БЕЗ НУМЕРАЦИИ";
    private const string Sent = "ЗАКАЗ ОТПРАВЛЕН";
    private const string Won = "Успешно реализовано";
    private const string Markup = "<img src=x onerror=\"document.title='struck'\">";
    private const string Formula = "=HYPERLINK(\"http://x\",\"y\")";

    private static readonly int Number = Column("Заказ №");
    private static readonly int Status = Column("Статус");

    [BrowserFact]
    [Trait(Screenshot.Trait, "true")]
    public async Task A_lead_that_is_dragged_becomes_a_row_and_what_is_entered_there_moves_it()
    {
        const long Lead = 40_100_001;
        await using var visit = await bed.OpenAsync();
        var page = visit.Page;

        await page.Card(Lead).DragToAsync(page.Stage(Trigger));

        await Expect(page.Stage(Trigger).Card(Lead)).ToBeVisibleAsync();
        await Expect(page.Cell(Lead, Status)).ToHaveTextAsync("В процессе");
        await Expect(page.JournalOf(Lead).Filter(new() { HasText = "rule 1" })).ToHaveCountAsync(1);

        await page.Cell(Lead, Number).DblClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Заказ №, row" }).FillAsync("A-17");
        await visit.PressAsync("Enter");

        await Expect(page.Stage(Sent).Card(Lead)).ToBeVisibleAsync();
        await Expect(page.JournalOf(Lead).Filter(new() { HasText = "rule 6" }).First).ToBeVisibleAsync();

        await page.Cell(Lead, Status).ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Статус, row" }).SelectOptionAsync("У курера");

        await Expect(page.Stage(Won).Card(Lead)).ToBeVisibleAsync();
        await Expect(page.JournalOf(Lead).Filter(new() { HasText = "rule 5" }).First).ToBeVisibleAsync();
        await Screenshot.TakeAsync(page, "sandbox-page.webp");
    }

    [BrowserFact]
    public async Task Everything_can_be_done_by_keys_alone()
    {
        const long Lead = 40_100_003;
        await using var visit = await bed.OpenAsync();
        var page = visit.Page;

        // Думка, Заказ, and then the trigger; looking at them moves nothing.
        await visit.TabToAsync(page.Card(Lead).GetByRole(AriaRole.Combobox));
        await visit.PressAsync("ArrowDown", 3);
        await Expect(page.Stage("Консультация").Card(Lead)).ToBeVisibleAsync();
        await visit.PressAsync("Enter");
        await Expect(page.Stage(Trigger).Card(Lead).GetByRole(AriaRole.Combobox)).ToBeFocusedAsync();

        await Expect(page.Row(Lead)).ToHaveCountAsync(1);
        await visit.TabToAsync(page.Locator("#grid td[tabindex='0']"));
        await visit.PressAsync("Home");
        await visit.PressAsync("ArrowUp", 30);
        for (var row = 0; row < 30 && !await page.Cell(Lead, 0).EvaluateAsync<bool>("cell => cell === document.activeElement"); row++)
            await visit.PressAsync("ArrowDown");
        await visit.PressAsync("ArrowRight", Number);
        await page.Keyboard.TypeAsync("K-1");
        await visit.PressAsync("Enter");
        await Expect(page.Stage(Sent).Card(Lead)).ToBeVisibleAsync();

        await visit.PressAsync("End");
        await visit.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Статус, row" })).ToBeFocusedAsync();
        await visit.PressAsync("ArrowDown", DemoSpreadsheet.Statuses.Count - 1);
        await visit.PressAsync("Enter");
        await Expect(page.Stage("ОТКАЗ").Card(Lead)).ToBeVisibleAsync();

        await visit.TabToAsync(page.Card(Lead).GetByRole(AriaRole.Button));
        await visit.PressAsync("Enter");
        await visit.PressAsync("ControlOrMeta+a");
        await page.Keyboard.TypeAsync("By keys");
        await visit.PressAsync("Enter");
        await Expect(page.Card(Lead).GetByRole(AriaRole.Button)).ToHaveTextAsync("By keys");

        var broken = page.GetByRole(AriaRole.Switch, new() { Name = "Webhooks: each three times" });
        await visit.TabToAsync(broken);
        await visit.PressAsync("Space");
        await Expect(broken).ToBeCheckedAsync();
        await visit.PressAsync("Space");
        await Expect(broken).Not.ToBeCheckedAsync();
    }

    [BrowserFact]
    public async Task Markup_and_formulas_in_names_are_text()
    {
        await using var visit = await bed.OpenAsync();
        var page = visit.Page;

        foreach (var (name, contact) in new[] { (Markup, Formula), (Formula, Markup) })
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Add a lead" }).ClickAsync();
            await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
            await page.GetByLabel("Contact", new() { Exact = true }).FillAsync(contact);
            await page.GetByLabel("Stage", new() { Exact = true }).SelectOptionAsync(Trigger);
            await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        }

        foreach (var text in new[] { Markup, Formula })
        {
            await Expect(page.Stage(Trigger).GetByRole(AriaRole.Button, new() { Name = text, Exact = true })).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.Gridcell, new() { Name = text, Exact = true })).ToHaveTextAsync(text);
            await Expect(page.Locator("#lines li").Filter(new() { HasText = text })).Not.ToHaveCountAsync(0);
        }

        await Expect(page.Locator("img")).ToHaveCountAsync(0);
        await Expect(page).ToHaveTitleAsync("amo2gsheet sandbox");
    }

    [BrowserFact]
    public async Task What_happens_while_the_service_is_dead_is_made_good_when_it_is_back()
    {
        const long Lead = 40_100_007;
        await using var visit = await bed.OpenAsync();
        var page = visit.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "Kill the functions" }).ClickAsync();
        await Expect(page.Locator("#service-state")).ToHaveTextAsync("The service is gone");
        var sheet = bed.World.Sheets.World;
        var next = sheet.See(DemoSpreadsheet.Id, DemoSpreadsheet.OrderTab).Rows.Select(row => row.Row).DefaultIfEmpty(1).Max() + 1;
        sheet.Do(DemoSpreadsheet.Id, new PersonEdit { Do = "type", Row = next, Column = "ID", Text = "40100007" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the functions again" }).ClickAsync();

        await Expect(page.Locator("#service-state")).ToHaveTextAsync("The service runs");
        await Expect(page.JournalOf(Lead).Filter(new() { HasText = "rule 2" })).ToHaveCountAsync(1);
    }

    [BrowserFact]
    public async Task Rows_are_sorted_inserted_and_deleted_as_in_a_sheet()
    {
        await using var visit = await bed.OpenAsync();
        var page = visit.Page;
        await page.GetByRole(AriaRole.Tab, new() { Name = DemoSpreadsheet.StaffTab }).ClickAsync();
        var codes = page.Locator("#grid tbody td[data-column='1']");
        await codes.First.ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "largest first" }).ClickAsync();
        await Expect(codes.First).ToHaveTextAsync("2105");
        await page.GetByRole(AriaRole.Button, new() { Name = "Insert row" }).ClickAsync();
        await Expect(codes.First).ToHaveTextAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete row" }).ClickAsync();
        await Expect(codes.First).ToHaveTextAsync("2105");
    }

    [BrowserFact]
    public async Task The_page_leads_to_the_dashboard_and_says_how_to_log_in()
    {
        await using var visit = await bed.OpenAsync();

        await Expect(visit.Page.GetByText("name demo, password demo")).ToBeVisibleAsync();
        var dashboard = await visit.Page.Context.RunAndWaitForPageAsync(
            () => visit.Page.GetByRole(AriaRole.Link, new() { Name = "Dashboard of the sales floor" }).ClickAsync());
        await dashboard.GetByLabel("Имя", new() { Exact = true }).FillAsync("demo");
        await dashboard.GetByLabel("Пароль").FillAsync("demo");
        await dashboard.GetByRole(AriaRole.Button, new() { Name = "Войти" }).ClickAsync();

        await Expect(dashboard.GetByRole(AriaRole.Table, new() { Name = "Группа A" })).ToBeVisibleAsync();
    }

    [BrowserTheory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 1280, 800)]
    [InlineData(ColorScheme.Light, 390, 844)]
    public async Task Nothing_breaks_WCAG_2_2_AA_and_nothing_is_wider_than_the_window(ColorScheme colours, int width, int height)
    {
        await using var visit = await bed.OpenAsync(new()
        {
            ColorScheme = colours,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = width, Height = height },
        });

        Assert.Empty(await visit.ViolationsAsync());
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));

        await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Рекрутинг" }).ClickAsync();
        await visit.Page.Card(40_100_023).GetByRole(AriaRole.Button).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        Assert.Empty(await visit.ViolationsAsync());
    }

    private static int Column(string header) => DemoSpreadsheet.Header.ToList().IndexOf(header);
}
