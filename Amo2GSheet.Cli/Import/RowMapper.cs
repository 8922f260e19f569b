using System.Text.RegularExpressions;
using Amo2GSheet.Cli.Import.Excel;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Cli.Import;

/// <summary>Turns a row into a lead, or says everything that keeps it from being one. Nothing is guessed.</summary>
internal sealed partial class RowMapper(ImportColumns columns, StageFinder stages, FieldReading fields, MergedCells merged)
{
    private static readonly char[] BetweenPhones = [',', ';', '\n'];
    private static readonly string OrderNumber = NameFold.Of(OrderColumns.OrderNumber);

    /// <summary>Maps a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="tag">The tag that its lead gets.</param>
    /// <param name="reason">Why there is no lead; empty when there is.</param>
    public NewLead? Map(SheetRow row, string tag, out string reason)
    {
        var reasons = new List<string>();
        var imported = columns.All.Where(column => column.NotImported is null).ToList();
        foreach (var column in imported)
        {
            var cell = row.Cells.GetValueOrDefault(column.Index);
            // Also one that holds a value all the same: Excel hides it, so nobody has seen what would be imported.
            if (merged.Covering(row.Number, column.Index) is { } area)
                reasons.Add($"{column.Title}: the cell is part of the merged cells {area}, whose value stands in the first of them: unmerge them and fill each row");
            else if (cell is UnusableValue unusable)
                reasons.Add($"{column.Title}: the cell {unusable.Reason}");
        }

        var stage = stages.Find(Text(row, ColumnRole.Pipeline), Text(row, ColumnRole.Stage), HasOrderNumber(row), out var why);
        if (stage is null)
            reasons.Add(why);
        var phones = Phones(row, reasons);
        var price = Price(row, reasons);
        var values = Fields(row, imported, reasons);
        var name = Text(row, ColumnRole.Contact);
        if (name.Length == 0 && phones.Count == 0 && reasons.Count == 0)
            reasons.Add("the row has neither a name nor a phone");

        reason = string.Join("; ", reasons);
        return reasons.Count > 0 ? null : new NewLead
        {
            RequestId = FormattableString.Invariant($"row-{row.Number}"),
            Name = name.Length > 0 ? name : phones[0],
            Price = price,
            Stage = (StageKey)stage!,
            Fields = values,
            ContactName = name.Length > 0 ? name : phones[0],
            Phones = phones,
            Company = Text(row, ColumnRole.Company) is { Length: > 0 } company ? company : null,
            Tag = tag,
        };
    }

    private string Text(SheetRow row, ColumnRole role) =>
        columns.All.FirstOrDefault(column => column.Role == role) is { } column && row.Cells.TryGetValue(column.Index, out var cell)
            ? CellReading.Text(cell)
            : "";

    private bool HasOrderNumber(SheetRow row) => columns.All.Any(column => column.Folded == OrderNumber && row.Cells.ContainsKey(column.Index));

    private List<string> Phones(SheetRow row, List<string> reasons)
    {
        var phones = new List<string>();
        foreach (var column in columns.All.Where(column => column.Role == ColumnRole.Phone))
        {
            if (!row.Cells.TryGetValue(column.Index, out var cell) || cell is UnusableValue)
                continue;
            foreach (var phone in CellReading.Text(cell).Split(BetweenPhones, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                // Not quoted: a message is no place for somebody's phone.
                if (Rounded().IsMatch(phone) || !phone.Any(char.IsAsciiDigit))
                    reasons.Add($"{column.Title}: the cell holds something that is no phone");
                else if (!phones.Contains(phone))
                    phones.Add(phone);
            }
        }

        return phones;
    }

    private decimal? Price(SheetRow row, List<string> reasons)
    {
        if (columns.All.FirstOrDefault(column => column.Role == ColumnRole.Price) is not { } column
            || !row.Cells.TryGetValue(column.Index, out var cell) || cell is UnusableValue)
            return null;
        var price = CellReading.Number(cell, out var reason);
        if (price < 0)
            reason = "is below zero";
        if (reason.Length > 0)
            reasons.Add($"{column.Title}: the cell {reason}");
        return price;
    }

    private List<NewLeadField> Fields(SheetRow row, List<ImportColumn> imported, List<string> reasons)
    {
        var values = new List<NewLeadField>();
        foreach (var column in imported)
        {
            if (column.Field is not { } field || !row.Cells.TryGetValue(column.Index, out var cell) || cell is UnusableValue)
                continue;
            var read = fields.Read(field, cell, out var reason);
            if (reason.Length > 0)
                reasons.Add($"{column.Title}: the cell {reason}");
            else if (read.Count > 0)
                values.Add(new NewLeadField(field.Id, column.Title, field.Type, read));
        }

        if (values.Count > NewLead.MostFields)
            reasons.Add($"the row fills {values.Count} fields, and amoCRM takes {NewLead.MostFields} at most");
        return values;
    }

    // 9.98901E+11: a spreadsheet program has rounded the phone away.
    [GeneratedRegex("^[0-9]([.,][0-9]+)?E[+]?[0-9]+$", RegexOptions.IgnoreCase)]
    private static partial Regex Rounded();
}
