using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Import.Excel;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.State;
using Spectre.Console;

namespace Amo2GSheet.Cli.Import;

/// <summary>One run of the command, from the file to the table at its end.</summary>
internal sealed class ImportSession(CommandContext context, string file, string? sheet, ImportWishes wishes, string? ledgerPath, bool json)
{
    /// <summary>The full header of the orders' sheet has 21.</summary>
    private const int MostTitles = 40;

    private readonly List<ImportLine> _lines = [];

    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 0 when nothing was refused.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var workbook = Workbook.Open(file);
        await context.Service.EnsureReadyAsync(cancellationToken);
        var parts = ImportParts.From(context);
        var scan = ImportScan.Of(workbook, sheet, await parts.Inspect.ReadFieldsAsync(AmoEntity.Leads, cancellationToken));
        Introduce(workbook, scan);

        using var ledger = LedgerFile.Create(ledgerPath, file);
        ImportReport? report = null;
        var failure = "";
        try
        {
            await ImportProgress.ShowAsync(context.Terminal, scan.Rows, progress =>
            {
                report = new ImportReport(line => Take(line, ledger, progress), context.Terminal.Note);
                return new ImportRun(parts, wishes, report).RunAsync(workbook, scan, cancellationToken);
            });
        }
        catch (StateConflictException)
        {
            failure = "Another import of these rows runs at this moment: let it end, and run this one again.";
            throw new CommandException(failure);
        }
        catch (Exception exception)
        {
            failure = string.Join(' ', CommandFailure.Sentences(exception));
            throw;
        }
        finally
        {
            // A run that fails half-way has made leads: what it did is told before what stopped it.
            if (report is not null)
                Conclude(scan, report, failure);
        }

        return report!.IsClean ? CommandFrame.Fine : CommandFrame.Failed;
    }

    private void Take(ImportLine line, LedgerFile? ledger, ImportProgress progress)
    {
        ledger?.Write(line);
        if (json || line.Outcome is ImportOutcome.Refused or ImportOutcome.Unclear || (line.Outcome is ImportOutcome.Created && line.Reason.Length > 0))
            _lines.Add(line);
        progress.Step();
    }

    private void Introduce(Workbook workbook, ImportScan scan)
    {
        var others = workbook.Sheets.Count - 1;
        context.Terminal.Note(
            $"Sheet «{scan.Sheet.Name}»{(others > 0 ? $" ({others} more in the workbook: --sheet)" : "")}, header in row {scan.Columns.HeaderRow}, "
            + $"{scan.Rows} rows{(scan.EmptyRows > 0 ? $", {scan.EmptyRows} empty ones left out" : "")}.");
        if (scan.RowsAbove > 0)
            context.Terminal.Note($"{scan.RowsAbove} rows above the header are left out.");
        var titles = scan.Columns.All.Take(MostTitles).Select(column => $"«{column.Title}»");
        context.Terminal.Note($"Header: {string.Join(", ", titles)}{(scan.Columns.All.Count > MostTitles ? $" and {scan.Columns.All.Count - MostTitles} more" : "")}.");
        foreach (var column in scan.Columns.All.Where(column => column.NotImported is not null))
            context.Terminal.Note($"Column «{column.Title}» ({CellAddress.Letters(column.Index)}) is not imported: {column.NotImported}.");
        if (wishes.DryRun)
            context.Terminal.Note("Dry run: nothing is created.");
    }

    private void Conclude(ImportScan scan, ImportReport report, string failure)
    {
        _lines.Sort((left, right) => left.Row.CompareTo(right.Row));
        if (json)
        {
            context.Terminal.Output.WriteLine(CommandJson.Of(Document(scan, report, failure)));
            return;
        }

        if (_lines.Count > 0)
        {
            var table = new Table().Border(TableBorder.Ascii2).AddColumns("row", "outcome", "lead", "reason");
            foreach (var line in _lines)
                table.AddRow($"{line.Row}", ImportWords.Of(line.Outcome), $"{line.Lead}", Markup.Escape(line.Reason));
            context.Terminal.Data.Write(table);
        }

        var counts = Enum.GetValues<ImportOutcome>()
            .Where(outcome => report[outcome] > 0)
            .Select(outcome => $"{report[outcome]} {ImportWords.Of(outcome)}");
        context.Terminal.Data.WriteLine($"{scan.Rows} rows: {string.Join(", ", counts.DefaultIfEmpty("nothing done"))}.");
    }

    private object Document(ImportScan scan, ImportReport report, string failure) => new
    {
        File = file,
        Sheet = scan.Sheet.Name,
        scan.Columns.HeaderRow,
        wishes.DryRun,
        scan.Rows,
        scan.EmptyRows,
        Columns = scan.Columns.All.Select(column => new
        {
            Column = CellAddress.Letters(column.Index),
            column.Title,
            Field = column.Field?.Id,
            column.NotImported,
        }),
        Created = report[ImportOutcome.Created],
        Skipped = report[ImportOutcome.Skipped],
        Refused = report[ImportOutcome.Refused],
        WouldCreate = report[ImportOutcome.WouldCreate],
        Unclear = report[ImportOutcome.Unclear],
        Failure = failure.Length > 0 ? failure : null,
        Lines = _lines,
    };
}
