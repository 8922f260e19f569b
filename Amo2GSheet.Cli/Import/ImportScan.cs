using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Import.Excel;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Cli.Import;

/// <summary>The first look at a sheet: where its header is, which cells are merged, and what its rows are called in the ledger.</summary>
/// <param name="Sheet">The sheet.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Merged">Its merged cells.</param>
/// <param name="Rows">How many rows hold anything under the header.</param>
/// <param name="EmptyRows">How many rows between them hold nothing.</param>
/// <param name="Names">The rows as the ledger knows them.</param>
internal sealed record ImportScan(
    WorkbookSheet Sheet, ImportColumns Columns, MergedCells Merged, int Rows, int EmptyRows, RowNames Names)
{
    /// <summary>A header further down than this is none: titles and notes above it are few.</summary>
    private const int LastHeaderRow = 20;

    /// <summary>Looks through a workbook.</summary>
    /// <param name="workbook">The workbook.</param>
    /// <param name="sheetName">The sheet's name; null takes the first that a person sees.</param>
    /// <exception cref="CommandException">There is no such sheet, no header, or nothing can be read; one sentence.</exception>
    public static ImportScan Of(Workbook workbook, string? sheetName)
    {
        var sheet = Choose(workbook, sheetName);
        var merged = new MergedCells();
        ImportColumns? columns = null;
        var names = new RowNames();
        int rows = 0, last = 0;
        foreach (var row in workbook.Rows(sheet, merged))
        {
            if (columns is null)
            {
                columns = row.Number <= LastHeaderRow ? ImportColumns.Read(row) : throw NoHeader(sheet);
                last = row.Number;
                continue;
            }

            if (!names.Count(columns, row))
                continue;
            rows++;
            last = row.Number;
        }

        if (columns is null)
            throw NoHeader(sheet);
        return new ImportScan(sheet, columns, merged, rows, last - columns.HeaderRow - rows, names);
    }

    /// <summary>The rows again, each under its name, with the columns bound to amoCRM's fields or not.</summary>
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
        $"The sheet «{sheet.Name}» has no header among its first {LastHeaderRow} rows: it needs a column «Ф.И.О.» or «Контактный номер». Another sheet is chosen with --sheet.");
}
