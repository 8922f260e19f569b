using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.GoogleSheets;

/// <summary>Makes tabs and the staff list of the snapshot out of an answer.</summary>
internal static class OrderTabParser
{
    /// <summary>An order tab. What the answer does not hold makes it unreadable, never empty.</summary>
    public static Tab Parse(ListedTab tab, GridAnswer answer, CellMeanings meanings)
    {
        var id = tab.Id;
        var title = answer.TitleOf(tab.Id.Value) ?? tab.Title;
        if (answer.HeaderOf(tab.Id.Value) is not { } header)
            return new UnreadableTab(id, title, "Google's answer did not contain this tab.");

        var layout = new SheetLayout(header);
        if (layout.MissingRequired.Count > 0)
        {
            var missing = string.Join(", ", layout.MissingRequired.Select(column => $"«{column}»"));
            return new UnreadableTab(id, title, $"The header row lacks {missing}. Put the header back in row 1; any place in the row will do.");
        }

        if (layout.RepeatedRequired.Count > 0)
        {
            return new UnreadableTab(
                id, title, $"The header row has {SheetLines.Places(layout.RepeatedRequired)}. Rename or delete all but one, so that it is clear which one counts.");
        }

        if (ColumnOf(OrderColumns.Id) is not { } ids
            || ColumnOf(OrderColumns.OrderNumber) is not { } numbers
            || ColumnOf(OrderColumns.Status) is not { } statuses)
            return new UnreadableTab(id, title, "Columns were moved while the tab was read.");

        var rows = new List<Row>();
        var unreadable = new List<UnreadableLine>();
        for (var line = 1; line < ids.Count; line++)
        {
            var (cell, number, status) = (ids[line], numbers.ElementAtOrDefault(line), statuses.ElementAtOrDefault(line));
            if (cell.Kind is CellKind.Empty || IsUnticked(cell))
                continue;
            var (address, numberText, statusText) = (new RowAddress(id, line), IsUnticked(number) ? "" : number.Text ?? "", status.Text ?? "");
            if (cell.Kind is CellKind.Error or CellKind.Boolean || !LeadId.TryParseCell(cell.Text, out var lead))
            {
                // A line of totals or remarks has neither.
                if (numberText.Length > 0 || statusText.Length > 0)
                    unreadable.Add(new UnreadableLine(address, cell.Text));
                continue;
            }

            rows.Add(new Row(lead, address, numberText, statusText)
            {
                HasNumber = number.Kind is not CellKind.Error and not CellKind.Boolean || IsUnticked(number),
                IsClear = cell.Kind is not CellKind.Unclear && number.Kind is not CellKind.Unclear && status.Kind is not CellKind.Unclear,
            });
        }

        return new ReadTab(id, title, layout, rows) { UnreadableLines = unreadable };

        IReadOnlyList<CellContent>? ColumnOf(string column)
        {
            var part = new GridPart(tab.Id.Value, layout.IndexOf(column)!.Value);
            return answer.ValuesOf(part) is { } values ? [.. values.Select((raw, line) => meanings.Of(part, line, raw))] : null;
        }

        // A column of boxes is unticked until people tick one.
        static bool IsUnticked(CellContent cell) => cell is { Kind: CellKind.Boolean, Text: "FALSE" };
    }

    /// <summary>The staff list; null when the answer does not hold it or the tab lacks one of its two columns.</summary>
    public static StaffList? ParseStaff(ListedTab tab, GridAnswer answer, CellMeanings meanings)
    {
        if (answer.HeaderOf(tab.Id.Value) is not { } header)
            return null;

        var layout = new SheetLayout(header);
        if (layout.IndexOf(OrderColumns.StaffCode) is not { } codeColumn || layout.IndexOf(WatchedColumns.StaffName) is not { } nameColumn)
            return null;

        var departments = layout.IndexOf(WatchedColumns.StaffDepartment) is { } departmentColumn ? TextsOf(departmentColumn) : null;
        return TextsOf(codeColumn) is { } codes && TextsOf(nameColumn) is { } names
            ? new StaffList(codes.Zip(names).Select((line, index) => new StaffMember(line.First, line.Second, departments?.ElementAtOrDefault(index) ?? "")).Skip(1))
            : null;

        // An error is nobody's code and nobody's name.
        IReadOnlyList<string>? TextsOf(int column)
        {
            var part = new GridPart(tab.Id.Value, column);
            return answer.ValuesOf(part)?.Select((raw, line) => meanings.Of(part, line, raw) is { Kind: not CellKind.Error and not CellKind.Unclear } cell ? cell.Text : "").ToList();
        }
    }
}
