using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Import.Excel;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Cli.Import;

/// <summary>What a person asked for.</summary>
/// <param name="Pipeline">The pipeline of rows that name none.</param>
/// <param name="Dates">How days with slashes are read.</param>
/// <param name="DryRun">Look only.</param>
/// <param name="SendUnclear">Send rows again of which it cannot be said whether they are leads.</param>
internal sealed record ImportWishes(string? Pipeline = null, DayOrder Dates = DayOrder.Unsaid, bool DryRun = false, bool SendUnclear = false);

/// <summary>What an import works with.</summary>
internal sealed record ImportParts(
    IAmoCrm Amo,
    IAmoInspect Inspect,
    IAmoImport Import,
    IImportLedger Ledger,
    PipelineOptions Pipelines,
    DisplayOptions Display,
    ImportOptions Options,
    TimeProvider Time)
{
    /// <summary>Takes them from the service.</summary>
    public static ImportParts From(CommandContext context) => new(
        context.Get<IAmoCrm>(),
        context.Get<IAmoInspect>(),
        context.Get<IAmoImport>(),
        context.Get<IImportLedger>(),
        context.Get<IOptions<PipelineOptions>>().Value,
        context.Get<IOptions<DisplayOptions>>().Value,
        context.Get<IOptions<ImportOptions>>().Value,
        context.Get<TimeProvider>());
}

/// <summary>Imports one sheet: from its rows to leads, in the order of the rows, some rows at a time.</summary>
internal sealed class ImportRun(ImportParts parts, ImportWishes wishes, ImportReport report)
{
    private bool _hasSent;

    /// <summary>Imports.</summary>
    /// <param name="workbook">The workbook.</param>
    /// <param name="scan">The first look at its sheet, with the columns bound to amoCRM's fields.</param>
    /// <param name="cancellationToken">Stops between two calls.</param>
    public async Task RunAsync(Workbook workbook, ImportScan scan, CancellationToken cancellationToken)
    {
        var account = await parts.Amo.ReadAccountAsync(fresh: true, cancellationToken);
        var zone = account.TimeZone ?? parts.Display.Zone(account.TimeZone);
        var stages = new StageFinder(account.Pipelines, new PipelineBook(account.Pipelines, parts.Pipelines), wishes.Pipeline);
        var mapper = new RowMapper(scan.Columns, stages, new FieldReading(zone, wishes.Dates), new PhoneReader(account.Country), scan.Merged);
        var tag = FormattableString.Invariant($"import {TimeZoneInfo.ConvertTime(parts.Time.GetUtcNow(), zone):yyyy-MM-dd HH:mm:ss}");

        var book = await ImportBook.ReadAsync(parts.Ledger, scan.Names, cancellationToken);
        var search = new LeadSearch(parts.Import, book, parts.Time);
        var known = book.Open.Count > 0 ? await FindOpenAsync(workbook, scan, mapper, book, search, cancellationToken) : [];
        var sender = new LeadSender(parts.Import, book, search, report, parts.Time);

        var batch = new List<ImportRow>();
        foreach (var (row, key) in scan.RowsOf(workbook))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (known.Remove(key, out var line))
                report.Add(row.Number, line.Outcome, line.Lead, line.Reason);
            else if (book.Find(key)?.Lead is { } lead)
                report.Add(row.Number, ImportOutcome.Skipped, lead, "imported before");
            else if (mapper.Map(row, tag, out var reason) is not { } mapped)
                report.Add(row.Number, ImportOutcome.Refused, null, reason);
            else if (wishes.DryRun)
                report.Add(row.Number, ImportOutcome.WouldCreate, null, "");
            else
                batch.Add(new ImportRow(row.Number, key, mapped));

            if (batch.Count == parts.Options.BatchSize)
                await SendAsync(sender, batch, cancellationToken);
        }

        if (batch.Count > 0)
            await SendAsync(sender, batch, cancellationToken);
    }

    private async Task SendAsync(LeadSender sender, List<ImportRow> batch, CancellationToken cancellationToken)
    {
        if (_hasSent && parts.Options.DelaySeconds > 0)
            await Task.Delay(TimeSpan.FromSeconds(parts.Options.DelaySeconds), parts.Time, cancellationToken);
        _hasSent = true;
        await sender.SendAsync(batch, cancellationToken);
        batch.Clear();
    }

    // An earlier run announced these rows, and died or got no answer. Before anything is sent amoCRM is asked what it has of them.
    private async Task<Dictionary<ImportRowKey, (ImportOutcome Outcome, Core.Leads.LeadId? Lead, string Reason)>> FindOpenAsync(
        Workbook workbook, ImportScan scan, RowMapper mapper, ImportBook book, LeadSearch search, CancellationToken cancellationToken)
    {
        var known = new Dictionary<ImportRowKey, (ImportOutcome, Core.Leads.LeadId?, string)>();
        var open = new List<ImportRow>();
        foreach (var (row, key) in scan.RowsOf(workbook))
        {
            if (book.Find(key) is not { Lead: null } entry)
                continue;
            if (mapper.Map(row, entry.Batch, out var reason) is { } lead)
                open.Add(new ImportRow(row.Number, key, lead));
            else
                known[key] = (ImportOutcome.Unclear, null, $"an earlier import sent the row and got no answer, and now it cannot be looked for: {reason}");
        }

        if (open.Count == 0)
            return known;

        report.Note($"{open.Count} rows were sent by an earlier import that got no answer. Looking in amoCRM for what it made.");
        var (from, to) = (book.Open.Min(entry => entry.AnnouncedAt), book.Open.Max(entry => entry.AnnouncedAt));
        var looked = wishes.DryRun
            ? await search.LookAsync(open, from, cancellationToken)
            : await search.SettleAsync(open, from, to, cancellationToken);
        if (!wishes.DryRun && looked.Found.Count > 0)
            await book.LandAsync(looked.Found.Select(one => (one.Row.Key, one.Lead)));
        foreach (var (row, lead) in looked.Found)
            known[row.Key] = (ImportOutcome.Skipped, lead, "made by an earlier import whose answer was lost");
        foreach (var (row, reason) in looked.Unclear.Where(_ => !wishes.SendUnclear))
            known[row.Key] = (ImportOutcome.Unclear, null, $"{reason}. If it is not, send the row with --send-unclear");
        return known;
    }
}
