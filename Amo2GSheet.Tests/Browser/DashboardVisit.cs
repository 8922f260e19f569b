using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Amo2GSheet.Tests.Browser;

/// <summary>The dashboard as a person has it before them: where things are, and what stands there.</summary>
internal sealed class DashboardVisit(Visit visit) : IAsyncDisposable
{
    public Visit Visit => visit;

    public IPage Page => visit.Page;

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    public ILocator Groups => Page.GetByRole(AriaRole.Combobox, new() { Name = "Группа" });

    public ILocator Shown => Page.Locator("#shown");

    public async Task LogInAsync(string name, string password)
    {
        await Page.GetByLabel("Имя", new() { Exact = true }).FillAsync(name);
        await Page.GetByLabel("Пароль").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Войти" }).ClickAsync();
    }

    /// <summary>Waits for the answer to what was asked last.</summary>
    public Task ReadyAsync() => Expect(Page.Locator("#main")).ToHaveAttributeAsync("aria-busy", "false");

    /// <summary>Does something that shows other numbers, and waits for what their heading is to be.</summary>
    public async Task ShowAsync(Func<Task> ask, string heading)
    {
        await ask();
        await Expect(Shown).ToHaveTextAsync(heading);
        await ReadyAsync();
    }

    public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>The cards at the top, as «Сумма 1 250 000».</summary>
    public async Task<IReadOnlyList<string>> TotalsAsync() => [.. (await Page.Locator("#totals .card").AllInnerTextsAsync()).Select(Plain)];

    /// <summary>A table by its name, a line for each row of it, cells with a bar between.</summary>
    public async Task<IReadOnlyList<string>> TableAsync(string name)
    {
        var rows = await Table(name).Locator("tbody tr, tfoot tr").EvaluateAllAsync<string[]>("rows => rows.map(row => [...row.cells].map(cell => cell.innerText).join(' | '))");
        return [.. rows.Select(Plain)];
    }

    public ILocator Table(string name) => Page.GetByRole(AriaRole.Table, new() { Name = name, Exact = true });

    /// <summary>A number of a row, to be pressed.</summary>
    public ILocator Number(string table, string row, string text) =>
        Table(table).GetByRole(AriaRole.Row).Filter(new() { Has = Page.GetByRole(AriaRole.Rowheader, new() { Name = row, Exact = true }) })
            .GetByRole(AriaRole.Button, new() { Name = text.Replace(' ', '\u202f'), Exact = true });

    /// <summary>Presses a number and reads the leads behind it: id, event, moment, and where the link goes to.</summary>
    public async Task<IReadOnlyList<string>> LeadsBehindAsync(ILocator number)
    {
        await number.ClickAsync();
        await Expect(Page.Locator("#leads-said")).Not.ToHaveTextAsync("Загружаю…");
        var leads = await Dialog.Locator("tbody tr").EvaluateAllAsync<string[]>(
            "rows => rows.map(row => [row.querySelector('a').firstChild.data, row.cells[1].innerText, row.cells[2].innerText, row.querySelector('a').href].join(' | '))");
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Dialog).ToHaveCountAsync(0);
        return leads;
    }

    /// <summary>From now on the page gets other answers than the service gives.</summary>
    public static Task ChangeAsync(IPage page, Func<string, string> change) => page.RouteAsync("**/api/dashboard/**", async route =>
    {
        var answer = await route.FetchAsync();
        await route.FulfillAsync(new() { Response = answer, Body = change(await answer.TextAsync()) });
    });

    public ValueTask DisposeAsync() => visit.DisposeAsync();

    /// <summary>With plain spaces, and one where there are several.</summary>
    public static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
