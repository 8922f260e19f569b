using System.Globalization;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Simulation.Days;

/// <summary>One line of an order tab that bears an id, as it stands.</summary>
/// <param name="Tab">The tab's id.</param>
/// <param name="Index">Zero-based index of the line.</param>
/// <param name="Lead">The id in it.</param>
/// <param name="Number">What <c>Заказ №</c> shows; empty for a box that is not ticked, marked for what is no number (<see cref="StageOracle.IsNumber"/>).</param>
/// <param name="Status">What <c>Статус</c> shows.</param>
/// <param name="Budget">What <c>Бюджет сделки</c> shows.</param>
/// <param name="Address">What <c>Адрес</c> shows.</param>
internal sealed record Line(int Tab, int Index, long Lead, string Number, string Status, string Budget, string Address)
{
    /// <summary>People spoilt its id, and nobody has put it right yet.</summary>
    public bool HasSpoiltId { get; init; }
}

/// <summary>Reads the spreadsheet as it stands, past the API and whatever reads through it.</summary>
internal static class SheetEyes
{
    /// <summary>What people put behind a header that they spoil. These eyes see through it, as a person does.</summary>
    public const string Renamed = " (?)";

    /// <summary>What people put before an id that they spoil. These eyes see through that, too.</summary>
    public const string SpoiltId = "№";

    private static readonly SheetLocale Plain = SheetLocale.Of("en_US");

    /// <summary>The titles of the order tabs, the one that takes new rows first.</summary>
    public static IReadOnlyList<string> OrderTabs(SheetWorld world) =>
        [.. world.Peek(DemoSpreadsheet.Id).Tabs.Where(tab => tab.Title != DemoSpreadsheet.StaffTab).Select(tab => tab.Title)];

    /// <summary>The id that a person makes out of what an <c>ID</c> cell shows.</summary>
    public static string IdOf(string shown)
    {
        var id = shown.Replace(SpoiltId, "", StringComparison.Ordinal);
        return id.EndsWith(".0", StringComparison.Ordinal) ? id[..^2] : id;
    }

    /// <summary>All lines with an id, tab by tab, from top to bottom.</summary>
    public static IReadOnlyList<Line> Lines(SheetWorld world)
    {
        var lines = new List<Line>();
        foreach (var tab in world.Peek(DemoSpreadsheet.Id).Tabs.Where(tab => tab.Title != DemoSpreadsheet.StaffTab))
        {
            var columns = new Dictionary<string, int>();
            for (var column = 0; column < tab.ColumnCount; column++)
                columns.TryAdd(Text(0, column).Replace(Renamed, "", StringComparison.Ordinal), column);
            if (!columns.TryGetValue("ID", out var ids))
                continue;
            for (var row = 1; row < tab.RowCount; row++)
            {
                if (tab.ValueAt(row, ids) is null || !long.TryParse(IdOf(Text(row, ids)), CultureInfo.InvariantCulture, out var lead))
                    continue;
                lines.Add(new Line(tab.SheetId, row, lead, NumberAt(row), At(row, "Статус"), At(row, "Бюджет сделки"), At(row, "Адрес"))
                {
                    HasSpoiltId = Text(row, ids).Contains(SpoiltId, StringComparison.Ordinal),
                });
            }

            // What is typed decides, not what is shown: where the column keeps texts, «FALSE» is one.
            string NumberAt(int row) => columns.TryGetValue("Заказ №", out var column) ? tab.ValueAt(row, column) switch
            {
                false => "",
                true or CellError => StageOracle.NoNumber + Text(row, column),
                _ => Text(row, column).Trim(),
            } : "";

            string At(int row, string header) => columns.TryGetValue(header, out var column) ? Text(row, column).Trim() : "";

            string Text(int row, int column) => Shown.Text(tab.Stored(row, column), Plain);
        }

        return lines;
    }
}
