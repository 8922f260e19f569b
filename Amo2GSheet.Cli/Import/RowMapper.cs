using Amo2GSheet.Cli.Import.Excel;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Cli.Import;

/// <summary>Turns a row into a lead, or says everything that keeps it from being one. Nothing is guessed.</summary>
/// <remarks>The work for a row follows its cells and not the width of the sheet: what depends on columns alone is found once.</remarks>
internal sealed class RowMapper(ImportColumns columns, StageFinder stages, FieldReading fields, PhoneReader phoneReader, MergedCells merged)
{
    private static readonly string OrderNumber = NameFold.Of(OrderColumns.OrderNumber);

    private readonly Dictionary<int, ImportColumn> _imported = columns.All.Where(column => column.NotImported is null).ToDictionary(column => column.Index);
    private readonly ILookup<ColumnRole, ImportColumn> _byRole = columns.All.ToLookup(column => column.Role);
    private readonly ImportColumn? _orderNumber = columns.All.FirstOrDefault(column => column.Folded == OrderNumber);
    private readonly CoveredCells _covered = merged.Over(columns.All.Where(column => column.NotImported is null).Select(column => column.Index));

    /// <summary>Maps a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="tag">The tag that its lead gets.</param>
    /// <param name="reason">Why there is no lead; empty when there is.</param>
    public NewLead? Map(SheetRow row, string tag, out string reason)
    {
        var reasons = new List<string>();
        // A covered cell that holds a value counts too: Excel hides it, so no one has seen what would be imported.
        foreach (var (column, area) in _covered.Of(row.Number))
            reasons.Add($"{_imported[column].Title}: the cell is part of the merged cells {area}, whose value stands in the first of them: unmerge them and fill each row");
        var cells = row.Cells.Where(cell => _imported.ContainsKey(cell.Key)).OrderBy(cell => cell.Key).Select(cell => (Column: _imported[cell.Key], Value: cell.Value)).ToList();
        foreach (var (column, value) in cells)
        {
            if (value is UnusableValue unusable)
                reasons.Add($"{column.Title}: the cell {unusable.Reason}");
        }

        var stage = stages.Find(Text(row, ColumnRole.Pipeline), Text(row, ColumnRole.Stage), HasOrderNumber(row), out var why);
        if (stage is null)
            reasons.Add(why);
        var phones = Phones(row, reasons);
        var price = Price(row, reasons);
        var values = Fields(cells, reasons);
        var name = Text(row, ColumnRole.Contact);
        if (name.Length == 0 && phones.Count == 0 && reasons.Count == 0)
            reasons.Add("the row has neither a name nor a phone");

        reason = string.Join("; ", reasons);
        return reasons.Count > 0 ? null : new NewLead
        {
            RequestId = FormattableString.Invariant($"row-{row.Number}"),
            Name = name.Length > 0 ? name : phones[0].Typed,
            Price = price,
            Stage = (StageKey)stage!,
            Fields = values,
            ContactName = name.Length > 0 ? name : phones[0].Typed,
            Phones = [.. phones.Select(phone => phone.E164)],
            Company = Text(row, ColumnRole.Company) is { Length: > 0 } company ? company : null,
            Tag = tag,
        };
    }

    private string Text(SheetRow row, ColumnRole role) =>
        _byRole[role].FirstOrDefault() is { } column && row.Cells.TryGetValue(column.Index, out var cell) ? CellReading.Text(cell) : "";

    private bool HasOrderNumber(SheetRow row) => _orderNumber is { } column && row.Cells.ContainsKey(column.Index);

    private List<CellPhone> Phones(SheetRow row, List<string> reasons)
    {
        var phones = new List<CellPhone>();
        foreach (var column in _byRole[ColumnRole.Phone])
        {
            if (!row.Cells.TryGetValue(column.Index, out var cell) || cell is UnusableValue)
                continue;
            phones.AddRange(phoneReader.Read(cell, out var reason));
            if (reason.Length > 0)
                reasons.Add($"{column.Title}: the cell {reason}");
        }

        return [.. phones.DistinctBy(phone => phone.E164)];
    }

    private decimal? Price(SheetRow row, List<string> reasons)
    {
        if (_byRole[ColumnRole.Price].FirstOrDefault() is not { } column
            || !row.Cells.TryGetValue(column.Index, out var cell) || cell is UnusableValue)
            return null;
        var price = AmountReader.Read(cell, out var reason);
        if (price < 0)
            reason = "is below zero";
        if (reason.Length > 0)
            reasons.Add($"{column.Title}: the cell {reason}");
        return price;
    }

    private List<NewLeadField> Fields(List<(ImportColumn Column, SheetValue Value)> cells, List<string> reasons)
    {
        var values = new List<NewLeadField>();
        foreach (var (column, cell) in cells)
        {
            if (column.Field is not { } field || cell is UnusableValue)
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
}
