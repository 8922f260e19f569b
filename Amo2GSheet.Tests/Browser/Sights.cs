using System.Globalization;
using Microsoft.Playwright;

namespace Amo2GSheet.Tests.Browser;

/// <summary>Where things are on the sandbox's page.</summary>
internal static class Sights
{
    public static ILocator Stage(this IPage page, string name) => page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });

    public static ILocator Card(this ILocator within, long lead) => within.Locator(Card(lead));

    public static ILocator Card(this IPage page, long lead) => page.Locator(Card(lead));

    /// <summary>The row of the order tab that bears the lead's id.</summary>
    public static ILocator Row(this IPage page, long lead) =>
        page.Locator("#grid tbody tr").Filter(new() { Has = page.GetByRole(AriaRole.Gridcell, new() { Name = Id(lead), Exact = true }) });

    /// <summary>A cell of it, by its column's number.</summary>
    public static ILocator Cell(this IPage page, long lead, int column) => page.Row(lead).Locator($"td[data-column='{column.ToString(CultureInfo.InvariantCulture)}']");

    public static ILocator JournalOf(this IPage page, long lead) => page.Locator("#lines li").Filter(new() { HasText = Id(lead) });

    private static string Card(long lead) => $"[data-lead='{Id(lead)}']";

    private static string Id(long lead) => lead.ToString(CultureInfo.InvariantCulture);
}
