using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Import.Excel;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Cli.Import;

/// <summary>The first look at a sheet: where its header is, which cells are merged, and what its rows are called in the ledger.</summary>
/// <param name="Sheet">The sheet.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Merged">Its merged cells.</param>
/// <param name="Rows">How many rows hold anything under the header.</param>
/// <param name="EmptyRows">How many rows between them hold nothing.</param>
/// <param name="RowsAbove">How many rows above the header hold anything; they are left out.</param>
/// <param name="Names">The rows as the ledger knows them.</param>
internal sealed record ImportScan(
    WorkbookSheet Sheet, ImportColumns Columns, MergedCells Merged, int Rows, int EmptyRows, int RowsAbove, RowNames Names)
{
    /// <summary>Letterheads and notes above a header are shorter than this.</summary>
    private const int LastHeaderRow = 20;

    /// <summary>Looks through a workbook.</summary>
    /// <param name="workbook">The workbook.</param>
    /// <param name="sheetName">The sheet's name; null takes the first that a person sees.</param>
    /// <param name="fields">amoCRM's lead fields, whose names are known titles.</param>
    /// <exception cref="CommandException">There is no such sheet, no header, or nothing can be read; one sentence.</exception>
    public static ImportScan Of(Workbook workbook, string? sheetName, IReadOnlyList<AmoField> fields)
    {
        var sheet = Choose(workbook, sheetName);
        var merged = new MergedCells();
        var top = new List<SheetRow>();
        ImportColumns? columns = null;
        var names = new RowNames();
        int rows = 0, last = 0;
        foreach (var row in workbook.Rows(sheet, merged))
        {
            if (columns is null && row.Number <= LastHeaderRow)
            {
                top.Add(row);
                continue;
            }

            columns ??= Begin();
            Count(row);
        }

        columns ??= Begin();
        return new ImportScan(sheet, columns, merged, rows, last - columns.HeaderRow - rows, top.Count(row => row.Number < columns.HeaderRow), names);

        ImportColumns Begin()
        {
            columns = ImportColumns.Find(top, fields) ?? throw NoHeader(sheet);
            last = columns.HeaderRow;
            foreach (var row in top.Where(row => row.Number > columns.HeaderRow))
                Count(row);
            return columns;
        }

        void Count(SheetRow row)
        {
            if (!names.Count(columns!, row))
                return;
            rows++;
            last = row.Number;
        }
    }

    /// <summary>The rows again, each under its name.</summary>
    public IEnumerable<(SheetRow Row, ImportRowKey Key)> RowsOf(Workbook workbook) =>
        Names.Name(Columns, workbook.Rows(Sheet, new MergedCells()).Where(row => row.Number > Columns.HeaderRow));

    private static WorkbookSheet Choose(Workbook workbook, string? name)
    {
        if (name is null)
            return workbook.Sheets.FirstOrDefault(sheet => !sheet.IsHidden) ?? workbook.Sheets[0];
        return workbook.Sheets.FirstOrDefault(sheet => sheet.Name == name)
            ?? workbook.Sheets.FirstOrDefault(sheet => sheet.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw new CommandException($"The workbook has no sheet «{name}»; it has {string.Join(", ", workbook.Sheets.Take(20).Select(sheet => $"«{sheet.Name}»"))}.");
    }

    private static CommandException NoHeader(WorkbookSheet sheet) => new(
        $"The sheet «{sheet.Name}» has no header among its first {LastHeaderRow} rows: a header has at least two known titles, such as «Ф.И.О.», «Контактный номер» "
        + "and «Статус», and one of them is for the name or for the phone. Another sheet is chosen with --sheet.");
}
