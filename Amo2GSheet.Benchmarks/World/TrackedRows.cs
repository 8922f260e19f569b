using System.Globalization;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Benchmarks.World;

/// <summary>Rows that the service has tracked for long: finished orders, in the sheet and in the bases alike, so that a pass finds no news.</summary>
internal static class TrackedRows
{
    private const long FirstLead = 40_000_001;
    private const long FirstOrder = 1_000_001;

    /// <summary>The rows' bases, never saved yet.</summary>
    /// <param name="tab">The order tab.</param>
    /// <param name="count">How many.</param>
    public static IReadOnlyList<Base> Bases(TabId tab, int count) => [.. Enumerable.Range(0, count).Select(number => Base(number, tab))];

    /// <summary>Writes the rows into the order tab, every column of them, below what stands there.</summary>
    public static TabId FillSheet(BenchWorld world, int count) => world.Sheets.World.Person(DemoSpreadsheet.Id, edit =>
    {
        var tab = edit.Book.TabByTitle(DemoSpreadsheet.OrderTab, ignoreCase: false)!;
        var header = DemoSpreadsheet.Header;
        var top = Math.Max(1, tab.UsedRows());
        tab.GrowTo(top + count, header.Count);
        for (var number = 0; number < count; number++)
        {
            for (var column = 0; column < header.Count; column++)
                tab.Put(top + number, column, Value(header[column], number));
        }

        return new TabId(tab.SheetId);
    });

    private static object Value(string column, int number) => column switch
    {
        OrderColumns.Id => (double)(FirstLead + number),
        OrderColumns.OrderNumber => OrderNumber(number),
        OrderColumns.Status => SheetStatus.Won,
        _ => column,
    };

    private static Base Base(int number, TabId tab) => new()
    {
        Lead = new LeadId(FirstLead + number),
        Stage = new StageKey(DemoAccount.Sotuv1, StageKey.WonStatusId),
        Status = SheetStatus.Won,
        OrderNumber = OrderNumber(number),
        Tab = tab,
        LeadUpdatedAt = DateTimeOffset.UnixEpoch.AddYears(50).AddMinutes(number),
        SeenAt = DateTimeOffset.UnixEpoch.AddYears(50).AddMinutes(number),
    };

    private static string OrderNumber(int number) => (FirstOrder + number).ToString(CultureInfo.InvariantCulture);
}
