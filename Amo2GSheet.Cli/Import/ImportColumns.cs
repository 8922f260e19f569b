using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Import.Excel;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Cli.Import;

/// <summary>What a column is for.</summary>
internal enum ColumnRole
{
    /// <summary>A lead custom field, or nothing when amoCRM has none of that name.</summary>
    Field,

    /// <summary>The contact's name, and the lead's.</summary>
    Contact,

    /// <summary>The contact's phones.</summary>
    Phone,

    /// <summary>The company's name.</summary>
    Company,

    /// <summary>The lead's budget.</summary>
    Price,

    /// <summary>The pipeline.</summary>
    Pipeline,

    /// <summary>The stage, or a status of the sheet.</summary>
    Stage,

    /// <summary>The id that amoCRM gives: never sent.</summary>
    Id,
}

/// <summary>A column that has a title.</summary>
/// <param name="Index">Its place, from 0.</param>
/// <param name="Title">Its title, as typed.</param>
/// <param name="Folded">Its title, as titles are compared.</param>
/// <param name="Role">What it is for.</param>
internal sealed record ImportColumn(int Index, string Title, string Folded, ColumnRole Role)
{
    /// <summary>The lead field that it fills; null for every other role, and where amoCRM has none.</summary>
    public AmoField? Field { get; init; }

    /// <summary>Why nothing of it is imported; null when it is.</summary>
    public string? NotImported { get; init; }
}

/// <summary>The columns of a workbook, found by their titles.</summary>
/// <param name="HeaderRow">The row of the titles, from 1.</param>
/// <param name="All">The columns that have a title, from the left.</param>
internal sealed record ImportColumns(int HeaderRow, IReadOnlyList<ImportColumn> All)
{
    private const int FewestKnown = 2;

    private static readonly Dictionary<string, ColumnRole> Roles = new (ColumnRole Role, string[] Titles)[]
    {
        (ColumnRole.Contact, [OrderColumns.ClientName, "ФИО", "Имя", "Name", "Contact"]),
        (ColumnRole.Phone, [OrderColumns.Phone, "Телефон", "Phone"]),
        (ColumnRole.Company, [OrderColumns.Company, "Company"]),
        (ColumnRole.Price, [OrderColumns.Price, "Бюджет", "Price"]),
        (ColumnRole.Pipeline, [OrderColumns.Pipeline, "Pipeline"]),
        (ColumnRole.Stage, [OrderColumns.Status, "Этап", "Status", "Stage"]),
        (ColumnRole.Id, [OrderColumns.Id]),
    }.SelectMany(role => role.Titles.Select(title => (Key: NameFold.Of(title), role.Role))).ToDictionary(role => role.Key, role => role.Role);

    // What amoCRM keeps as text, number, day, tick or choice. The other types are objects, which no cell can hold.
    private static readonly HashSet<string> Types =
    [
        "text", "textarea", "url", "streetaddress", "tracking_data", "numeric", "monetary", "price", "checkbox", "date", "birthday",
        "date_time", "select", "radiobutton", "multiselect",
    ];

    private readonly Dictionary<int, (int Rank, string Title)> _fingerprint = All
        .Where(column => column.Role != ColumnRole.Id)
        .Select(column => (column.Index, Title: FingerprintFold.Of(column.Title)))
        .OrderBy(column => column.Title, StringComparer.Ordinal)
        .Select((column, rank) => (column.Index, column.Title, Rank: rank))
        .ToDictionary(column => column.Index, column => (column.Rank, column.Title));

    /// <summary>The columns that a row fills and that its fingerprint counts, each with its folded title, in the fingerprint's order.</summary>
    public IEnumerable<(int Column, string Title)> InFingerprintOrder(SheetRow row) => row.Cells.Keys
        .Where(_fingerprint.ContainsKey)
        .OrderBy(column => _fingerprint[column].Rank)
        .Select(column => (column, _fingerprint[column].Title));

    /// <summary>
    /// Finds the header: the row with the most known titles, of equal ones the first. A letterhead may have one of them, so a header has two at least.
    /// Known are the titles of this import, of the orders' sheet and of amoCRM's lead fields.
    /// </summary>
    /// <param name="rows">The rows that may be the header.</param>
    /// <param name="fields">amoCRM's lead fields.</param>
    /// <returns>The columns, bound to the lead fields of their names; null when no row is a header.</returns>
    /// <exception cref="CommandException">Two columns are for the same, or amoCRM has two fields of one name.</exception>
    public static ImportColumns? Find(IReadOnlyList<SheetRow> rows, IReadOnlyList<AmoField> fields)
    {
        if (rows.Count == 0)
            return null;

        var known = Roles.Keys.Concat(OrderColumns.All.Select(NameFold.Of)).Concat(fields.Select(field => NameFold.Of(field.Name))).ToHashSet();
        var (number, columns) = rows.Select(row => (row.Number, Titled(row))).MaxBy(row => Known(row.Item2));
        if (Known(columns) < FewestKnown || !columns.Any(column => column.Role is ColumnRole.Contact or ColumnRole.Phone))
            return null;

        // Phones may stand in several columns; of everything else a second column would have to be guessed about.
        var twins = columns.GroupBy(column => column.Role is ColumnRole.Field or ColumnRole.Phone ? column.Folded : $"{column.Role}").FirstOrDefault(same => same.Count() > 1);
        if (twins is not null)
        {
            var names = string.Join(" and ", twins.Take(2).Select(column => $"«{column.Title}» ({CellAddress.Letters(column.Index)})"));
            throw new CommandException($"Two columns are for the same: {names}. Rename or remove one of them.");
        }

        var byName = fields.ToLookup(field => NameFold.Of(field.Name));
        return new ImportColumns(number, [.. columns.Select(column => Bound(column, [.. byName[column.Folded]]))]);

        int Known(List<ImportColumn> titled) => titled.Select(column => column.Folded).Where(known.Contains).Distinct().Count();
    }

    private static List<ImportColumn> Titled(SheetRow row) =>
    [
        .. row.Cells
            .Where(cell => cell.Value is TextValue or NumberValue or DateValue or BoolValue)
            .OrderBy(cell => cell.Key)
            .Select(cell => (cell.Key, Title: string.Join(' ', CellReading.Text(cell.Value).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))))
            .Select(cell => (cell.Key, cell.Title, Folded: NameFold.Of(cell.Title)))
            .Select(cell => new ImportColumn(cell.Key, cell.Title, cell.Folded, Roles.GetValueOrDefault(cell.Folded))),
    ];

    private static ImportColumn Bound(ImportColumn column, IReadOnlyList<AmoField> fields) => column.Role switch
    {
        ColumnRole.Id => column with { NotImported = "amoCRM gives ids itself" },
        not ColumnRole.Field => column,
        _ => fields switch
        {
            [] => column with { NotImported = "amoCRM has no lead field of this name" },
            [var field] when Types.Contains(field.Type) => column with { Field = field },
            [var field] => column with { NotImported = $"a field of the type {field.Type} cannot be filled from a cell" },
            _ => throw new CommandException($"amoCRM has {fields.Count} lead fields named «{column.Title}»: rename all but one of them, or the column."),
        },
    };
}
