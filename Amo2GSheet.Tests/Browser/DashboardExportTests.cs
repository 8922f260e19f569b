using System.Globalization;
using Amo2GSheet.Tests.Dashboard;
using Microsoft.Playwright;

namespace Amo2GSheet.Tests.Browser;

/// <summary>What is pressed for on the page comes as a workbook that says the same.</summary>
[Collection(DashboardPageBed.Collection)]
public sealed class DashboardExportTests(DashboardPageBed bed)
{
    private static readonly NumberFormatInfo Russian = new() { NumberGroupSeparator = " ", NumberDecimalSeparator = ",", PercentDecimalSeparator = "," };

    [BrowserFact]
    public async Task The_workbook_says_what_the_page_says_cell_by_cell()
    {
        await using var visit = await bed.EnterAsync();

        var file = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Link, new() { Name = "Выгрузить в Excel" }).ClickAsync());
        Assert.Equal("kpi-2026-11-01_2026-11-26.xlsx", file.SuggestedFilename);
        var book = ExportTests.Sheets(await File.ReadAllBytesAsync((await file.PathAsync())!));

        string[] groups = ["Группа A", "Группа B", "Группа C", "Группа D", "Без группы"];
        var (staff, sums) = (new List<string>(), new List<string>());
        foreach (var group in groups)
        {
            var lines = await visit.TableAsync(group);
            staff.AddRange(lines.SkipLast(1).Select(line => $"{group} | {line}"));
            sums.Add($"{group} | {lines[^1]["Итого | ".Length..]}");
        }

        Assert.Equal(["Сводка", "Сотрудники", "Приемщики", "Лиды"], book.Keys);
        Assert.Equal(sums, book["Сводка"].Skip(6).SkipLast(1).Select(row => Line(Group(row[0]), row.Skip(1))));
        Assert.Equal(await visit.TotalsAsync(), book["Сводка"][5].Skip(1).Zip(Shown(book["Сводка"][^1].Skip(1)), (name, number) => $"{name[2..]} {number}"));
        Assert.Equal(staff, book["Сотрудники"].Skip(1).SkipLast(1).Select(row => Line(Group(row[0]), [row[1], Name(row), .. row.Skip(3)], codeFirst: true)));
        Assert.Equal(
            await visit.TableAsync("Приёмщики"),
            book["Приемщики"].Skip(1).Select(row => Line(row[0] == "t:без приемщика" ? "Без приёмщика" : row[0][2..], row.Skip(1))));

        // Orders, thoughts and consultations: all kinds of events of the range.
        var leads = new List<string>();
        foreach (var total in await visit.Page.Locator("#totals").GetByRole(AriaRole.Button).AllAsync())
            leads.AddRange(await visit.LeadsBehindAsync(total));
        Assert.Equal(12, leads.Distinct().Count());
        Assert.Equal(
            leads.Distinct().Order(StringComparer.Ordinal),
            book["Лиды"].Skip(1).Select(row => $"{row[1][2..]} | {row[2][2..]} | {Moment(row[0])} | {row[8][2..]}").Order(StringComparer.Ordinal));
        Assert.Contains($"t:{DashboardSales.Markup}", book["Сотрудники"].SelectMany(row => row));
        Assert.Contains($"t:{DashboardSales.Formula}", book["Сотрудники"].SelectMany(row => row));
        Assert.Contains($"t:{DashboardSales.Markup}", book["Лиды"].Select(row => row[7]));
        Assert.Contains($"t:{DashboardSales.Formula}", book["Лиды"].Select(row => row[7]));
    }

    [BrowserFact]
    public async Task The_workbook_is_of_the_range_and_the_group_that_are_shown()
    {
        await using var visit = await bed.EnterAsync("/dashboard?from=2026-10-01&to=2026-10-31&group=D");

        var file = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Link, new() { Name = "Выгрузить в Excel" }).ClickAsync());
        var book = ExportTests.Sheets(await File.ReadAllBytesAsync((await file.PathAsync())!));

        Assert.Equal("kpi-2026-10-01_2026-10-31.xlsx", file.SuggestedFilename);
        Assert.Equal(["t:D", "t:Итого"], book["Сводка"].Skip(6).Select(row => row[0]));
        Assert.Equal(await visit.TotalsAsync(), book["Сводка"][5].Skip(1).Zip(Shown(book["Сводка"][^1].Skip(1)), (name, number) => $"{name[2..]} {number}"));
    }

    private static string Group(string cell) => cell == "t:без группы" ? "Без группы" : $"Группа {cell[2..]}";

    /// <summary>The page names somebody whom the Staff tab does not know by the code.</summary>
    private static string Name(string[] row) => row[2] == "t:" ? $"t:Код {row[1][2..]}" : row[2];

    private static string Line(string first, IEnumerable<string> cells, bool codeFirst = false)
    {
        var shown = Shown(cells).ToList();
        if (codeFirst)
            shown[0] = cells.First()[2..];
        return string.Join(" | ", shown.Prepend(first));
    }

    /// <summary>Cells as the page writes them; the last one is a share.</summary>
    private static IEnumerable<string> Shown(IEnumerable<string> cells)
    {
        var list = cells.ToList();
        return list.Select((cell, place) => cell switch
        {
            "" => "—",
            ['t', ':', .. var text] => text,
            _ when place == list.Count - 1 => Number(cell).ToString("0.#%", Russian).Replace("%", " %", StringComparison.Ordinal),
            _ => Number(cell).ToString("#,##0.##", Russian),
        });
    }

    private static decimal Number(string cell) => decimal.Parse(cell[2..], CultureInfo.InvariantCulture);

    private static string Moment(string cell) => DateTime.FromOADate((double)Number(cell)).AddSeconds(1).ToString("dd.MM.yyyy, HH:mm", CultureInfo.InvariantCulture);
}
