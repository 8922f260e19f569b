using System.Globalization;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Google.Apis.Sheets.v4.Data;

namespace Amo2GSheet.GoogleSheets;

/// <summary>The requests that make tabs and set them up. All values are typed: a header that looks like a formula stays text.</summary>
internal static class OrderTabRequests
{
    private const int Rows = 2_000;
    private const int StaffRows = 500;
    private const int LeastColumns = 26;

    /// <summary>The header of a new staff tab, in order.</summary>
    public static IReadOnlyList<string> StaffHeader { get; } = ["№", OrderColumns.StaffCode, WatchedColumns.StaffName, "Отдел"];

    /// <summary>A new order tab: header, freeze, dropdown, text format.</summary>
    /// <param name="tab">Its id, which no tab has.</param>
    /// <param name="title">Its title, which no tab has.</param>
    /// <param name="index">Zero-based place among the tabs.</param>
    /// <param name="header">Its header row, with the required columns.</param>
    public static IEnumerable<Request> NewOrderTab(TabId tab, string title, int index, IReadOnlyList<string> header)
    {
        var layout = new SheetLayout(header);
        return
        [
            Add(tab, title, index, Rows, Math.Max(header.Count, LeastColumns)),
            Header(tab, header),
            Dropdown(tab, layout.IndexOf(OrderColumns.Status)!.Value, firstLine: 1),
            .. Texts(tab, layout, OrderColumns.Texts),
        ];
    }

    /// <summary>A new staff tab.</summary>
    public static IEnumerable<Request> NewStaffTab(TabId tab, string title, int index) =>
    [
        Add(tab, title, index, StaffRows, LeastColumns),
        Header(tab, StaffHeader),
        .. Texts(tab, new SheetLayout(StaffHeader), [OrderColumns.StaffCode]),
    ];

    /// <summary>Gives a tab another title.</summary>
    public static Request Rename(TabId tab, string title) => new()
    {
        UpdateSheetProperties = new UpdateSheetPropertiesRequest
        {
            Properties = new SheetProperties { SheetId = tab.Value, Title = title },
            Fields = "title",
        },
    };

    /// <summary>Writes a header row, from column A on.</summary>
    public static Request Header(TabId tab, IReadOnlyList<string> header) => new()
    {
        UpdateCells = new UpdateCellsRequest
        {
            Start = new GridCoordinate { SheetId = tab.Value, RowIndex = 0, ColumnIndex = 0 },
            Rows = [new RowData { Values = [.. header.Select(name => new CellData { UserEnteredValue = Text(name) })] }],
            Fields = "userEnteredValue",
        },
    };

    /// <summary>Freezes the header row.</summary>
    public static Request Freeze(TabId tab) => new()
    {
        UpdateSheetProperties = new UpdateSheetPropertiesRequest
        {
            Properties = new SheetProperties { SheetId = tab.Value, GridProperties = new GridProperties { FrozenRowCount = 1 } },
            Fields = "gridProperties.frozenRowCount",
        },
    };

    /// <summary>The dropdown on a status column, from a line down to the end.</summary>
    public static Request Dropdown(TabId tab, int column, int firstLine) => new()
    {
        SetDataValidation = new SetDataValidationRequest
        {
            Range = Below(tab, column, firstLine),
            Rule = new DataValidationRule
            {
                Condition = new BooleanCondition
                {
                    Type = "ONE_OF_LIST",
                    Values = [.. SheetStatus.All.Select(status => new ConditionValue { UserEnteredValue = status })],
                },
                ShowCustomUi = true,
                Strict = true,
            },
        },
    };

    /// <summary>Formats columns as text, so that codes keep their leading zeros; values that are there stay as they are.</summary>
    public static IEnumerable<Request> Texts(TabId tab, SheetLayout layout, IEnumerable<string> columns) => columns
        .Select(layout.IndexOf).OfType<int>()
        .Select(column => new Request
        {
            RepeatCell = new RepeatCellRequest
            {
                Range = Below(tab, column, firstLine: 1),
                Cell = new CellData { UserEnteredFormat = new CellFormat { NumberFormat = new NumberFormat { Type = "TEXT" } } },
                Fields = "userEnteredFormat.numberFormat",
            },
        });

    /// <summary>Makes room in a grid that is too small; none when it is not.</summary>
    public static IEnumerable<Request> Room(TabId tab, GridProperties grid, int columns)
    {
        var (rows, wide) = (grid.RowCount ?? 0, grid.ColumnCount ?? 0);
        if (rows < 2)
            yield return Resize(new GridProperties { RowCount = Rows }, "rowCount");
        if (wide < columns)
            yield return Resize(new GridProperties { ColumnCount = columns }, "columnCount");

        Request Resize(GridProperties size, string field) => new()
        {
            UpdateSheetProperties = new UpdateSheetPropertiesRequest
            {
                Properties = new SheetProperties { SheetId = tab.Value, GridProperties = size },
                Fields = $"gridProperties.{field}",
            },
        };
    }

    /// <summary>Deletes whole lines, the lowest first, so that none of them moves before its turn.</summary>
    /// <param name="tab">The tab.</param>
    /// <param name="lines">Zero-based indexes, ascending.</param>
    public static IEnumerable<Request> DeleteLines(TabId tab, IReadOnlyList<int> lines)
    {
        for (var last = lines.Count - 1; last >= 0; last--)
        {
            var first = last;
            while (first > 0 && lines[first - 1] == lines[first] - 1)
                first--;
            yield return new Request
            {
                DeleteDimension = new DeleteDimensionRequest
                {
                    Range = new DimensionRange { SheetId = tab.Value, Dimension = "ROWS", StartIndex = lines[first], EndIndex = lines[last] + 1 },
                },
            };
            last = first;
        }
    }

    /// <summary>Writes lines below all data.</summary>
    public static Request Append(TabId tab, IEnumerable<IEnumerable<object?>> lines) => new()
    {
        AppendCells = new AppendCellsRequest
        {
            SheetId = tab.Value,
            Rows = [.. lines.Select(line => new RowData { Values = [.. line.Select(cell => new CellData { UserEnteredValue = Value(cell) })] })],
            Fields = "userEnteredValue",
        },
    };

    /// <summary>A value as it was read, typed; what looks like a formula is text.</summary>
    private static ExtendedValue? Value(object? cell) => cell switch
    {
        null => null,
        string text => Text(text),
        bool truth => new ExtendedValue { BoolValue = truth },
        IConvertible number => new ExtendedValue { NumberValue = Convert.ToDouble(number, CultureInfo.InvariantCulture) },
        _ => Text(CellText.Of(cell)),
    };

    /// <summary>Text that stays text; null for none, which clears a cell.</summary>
    public static ExtendedValue? Text(string text) => text.Length > 0 ? new ExtendedValue { StringValue = text } : null;

    private static Request Add(TabId tab, string title, int index, int rows, int columns) => new()
    {
        AddSheet = new AddSheetRequest
        {
            Properties = new SheetProperties
            {
                SheetId = tab.Value,
                Title = title,
                Index = index,
                GridProperties = new GridProperties { RowCount = rows, ColumnCount = columns, FrozenRowCount = 1 },
            },
        },
    };

    private static GridRange Below(TabId tab, int column, int firstLine) => new()
    {
        SheetId = tab.Value,
        StartRowIndex = firstLine,
        StartColumnIndex = column,
        EndColumnIndex = column + 1,
    };
}
