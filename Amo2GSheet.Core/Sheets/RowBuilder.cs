using System.Globalization;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Core.Sheets;

/// <summary>Everything in amoCRM that a row shows.</summary>
/// <param name="Lead">The lead.</param>
/// <param name="Contacts">Its contacts, the main contact first.</param>
/// <param name="Company">Its first company.</param>
/// <param name="ResponsibleUser">The name of amoCRM's responsible user, or null when unknown.</param>
public sealed record RowSource(Lead Lead, IReadOnlyList<Contact> Contacts, Company? Company, string? ResponsibleUser);

/// <summary>Builds the cells that amoCRM owns out of a lead (the column table of the original service).</summary>
/// <param name="book">Names of pipelines and stages.</param>
/// <param name="displayZone">The zone in which moments are shown.</param>
/// <param name="accountZone">The zone in which amoCRM keeps calendar days: a date is the day there, wherever it is shown.</param>
/// <param name="orderFieldId">The id of the lead field that holds the order number; null finds it by the column's name.</param>
public sealed class RowBuilder(PipelineBook book, TimeZoneInfo displayZone, TimeZoneInfo accountZone, long? orderFieldId = null)
{
    /// <summary>Google refuses a cell with more characters, and with it the whole write.</summary>
    private const int LongestCell = 50_000;

    /// <summary>A new row, cell by cell from column A; null where the column is not ours.</summary>
    /// <param name="source">What the row shows.</param>
    /// <param name="layout">The tab's columns.</param>
    /// <param name="staff">Names by staff code.</param>
    /// <param name="status">The status cell's text.</param>
    public IReadOnlyList<CellValue?> NewRow(RowSource source, SheetLayout layout, StaffList staff, string status)
    {
        var cells = new CellValue?[layout.Headers.Count];
        for (var index = 0; index < cells.Length; index++)
        {
            // Of two columns with one name the left one is ours.
            if (layout.Headers[index].Trim().Length > 0 && layout.IndexOf(layout.Headers[index]) == index)
                cells[index] = Cell(source, layout.Headers[index], staff, status);
        }

        return cells;
    }

    /// <summary>
    /// The cells to write when a lead comes back to the trigger stage: all that amoCRM owns, and the status. <c>Заказ №</c> belongs to the
    /// clerks and columns we do not know to whoever added them (failure 5 of the original).
    /// </summary>
    /// <returns>Column index and value.</returns>
    public IEnumerable<(int Column, CellValue Value)> RefreshedCells(RowSource source, SheetLayout layout, StaffList staff, string status)
    {
        foreach (var column in OrderColumns.All)
        {
            if (column is OrderColumns.Id or OrderColumns.OrderNumber || layout.IndexOf(column) is not { } index)
                continue;
            yield return (index, Cell(source, column, staff, status) ?? CellValue.Empty);
        }
    }

    /// <summary>The order number that the lead's own field holds; empty when none. It seeds a new row and never overwrites one.</summary>
    /// <param name="lead">The lead.</param>
    /// <param name="fieldId">The id of its field; null finds it by the column's name.</param>
    public static string OrderNumberOf(Lead lead, long? fieldId) =>
        OrderField(lead, fieldId) is { Values: [var number, ..] } ? CellText.Of(number) : "";

    private CellValue? Cell(RowSource source, string column, StaffList staff, string status)
    {
        var lead = source.Lead;
        return Known(column) switch
        {
            OrderColumns.Id => new NumberCell(lead.Id.Value),
            OrderColumns.Price => new NumberCell((double)lead.Price),
            OrderColumns.Status => Text(status),
            OrderColumns.Pipeline => Text(book.DisplayOfPipeline(lead.Stage.PipelineId)),
            OrderColumns.Company => Text(source.Company?.Name),
            OrderColumns.ClientName => Text(source.Contacts.FirstOrDefault(contact => contact.Name.Trim().Length > 0)?.Name ?? lead.Name),
            OrderColumns.Phone => Text(Phones(source.Contacts)),
            OrderColumns.Responsible => Text(staff.NameOf(FieldText(lead, OrderColumns.StaffCode)) ?? source.ResponsibleUser),
            OrderColumns.OrderDate => Text(OrderDate(lead)),
            var name => FieldCell(lead, name),
        };
    }

    private static string Known(string header) => OrderColumns.All.FirstOrDefault(column => NameFold.Same(column, header)) ?? header;

    private string OrderDate(Lead lead)
    {
        var date = FieldText(lead, OrderColumns.OrderDate);
        return date.Length > 0
            ? date
            : TimeZoneInfo.ConvertTime(lead.CreatedAt, displayZone).ToString("dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture);
    }

    private static string Phones(IEnumerable<Contact> contacts) => string.Join(", ", contacts
        .SelectMany(contact => contact.Phones)
        .Select(phone => phone.Trim())
        .Select(phone => phone.StartsWith('+') ? phone[1..] : phone)
        .Where(phone => phone.Length > 0)
        .Distinct());

    private CellValue? FieldCell(Lead lead, string column)
    {
        if ((column == OrderColumns.OrderNumber ? OrderField(lead, orderFieldId) : Field(lead, column)) is not { } field)
            return null;

        // Codes keep their zeros and order numbers their letters; only amounts are numbers.
        var isAmount = field.Type is "numeric" or "monetary" or "price" && column is not (OrderColumns.StaffCode or OrderColumns.OrderNumber);
        if (isAmount && field.Values is [var single]
            && double.TryParse(single, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return new NumberCell(number);

        // The columns of the full header show days. In a column that people added for a moment, its time is what they want to see.
        return Text(field.Type == "date_time" && !OrderColumns.All.Contains(column)
            ? string.Join(", ", field.Values.Select(value => Moment(value, displayZone, "dd.MM.yyyy HH:mm")))
            : TextOf(field));
    }

    private string FieldText(Lead lead, string column) => Field(lead, column) is { } field ? TextOf(field) : "";

    private string TextOf(LeadField field) => string.Join(", ", field.Values.Select(value => Shown(field.Type, value)));

    private string Shown(string type, string value) => type switch
    {
        "date" or "birthday" => Moment(value, accountZone, "dd.MM.yyyy"),
        "date_time" => Moment(value, displayZone, "dd.MM.yyyy"),
        "checkbox" => value is "true" or "1" ? "Да" : "Нет",
        _ => value.Trim(),
    };

    private static string Moment(string value, TimeZoneInfo zone, string format) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > -62_000_000_000 and < 253_000_000_000
            ? TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(seconds), zone).ToString(format, CultureInfo.InvariantCulture)
            : value.Trim();

    private static LeadField? OrderField(Lead lead, long? id) =>
        id is null ? Field(lead, OrderColumns.OrderNumber) : lead.Fields.FirstOrDefault(field => field.Id == id);

    private static LeadField? Field(Lead lead, string column)
    {
        var folded = NameFold.Of(column);
        return lead.Fields.FirstOrDefault(field => NameFold.Of(field.Name) == folded);
    }

    private static TextCell Text(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        return new TextCell(trimmed.Length > LongestCell ? $"{trimmed[..(LongestCell - 1)]}…" : trimmed);
    }
}
