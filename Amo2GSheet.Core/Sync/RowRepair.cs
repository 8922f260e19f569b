using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// Finds cells that were written into another line than meant, because a person moved lines or columns between our read and our write
/// (failure 7 of the original), and says what to write so that every lead has its own values again.
/// </summary>
/// <param name="before">The sheet whose positions were written to.</param>
/// <param name="after">The sheet as read after the write.</param>
/// <param name="plan">The plan.</param>
internal sealed class RowRepair(SheetSnapshot before, SheetSnapshot after, Plan plan)
{
    private readonly Dictionary<RowAddress, Row> _rowsAfter = after.Tabs.OfType<ReadTab>()
        .SelectMany(tab => tab.Rows).ToDictionary(row => row.Address);

    /// <summary>Whether something went astray.</summary>
    public bool IsNeeded(IReadOnlyList<(RowTarget Target, CellEdit? Edit)> written) => written.Any(cell => cell.Edit is { } edit && IsAstray(cell.Target, edit, written));

    /// <summary>The leads whose columns of amoCRM's were missed by a write, and those whose were hit.</summary>
    public IReadOnlyCollection<LeadId> LeadsAstray(IReadOnlyList<(RowTarget Target, CellEdit? Edit)> written)
    {
        var astray = written.Where(cell => cell.Edit is { Value: not null } edit && !IsClerks(cell.Target.Column) && IsAstray(cell.Target, edit, written)).ToList();
        return astray.Select(cell => cell.Target.Lead)
            .Concat(astray.Select(cell => _rowsAfter.GetValueOrDefault(cell.Edit!.Row)?.Lead).OfType<LeadId>())
            .ToHashSet();
    }

    private static bool IsClerks(string column) => NameFold.Same(column, OrderColumns.Status) || NameFold.Same(column, OrderColumns.OrderNumber);

    /// <summary>The cells to write again, and those to restore; empty when everything stands right.</summary>
    /// <param name="written">What was meant, and where it was written.</param>
    /// <param name="amo">Asked for the leads whose cells were hit.</param>
    /// <param name="account">Names for their rows.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    public async Task<List<RowTarget>> TargetsAsync(
        IReadOnlyList<(RowTarget Target, CellEdit? Edit)> written, IAmoCrm amo, AmoAccount account, CancellationToken cancellationToken)
    {
        var astray = written.Where(cell => cell.Edit is { } edit && IsAstray(cell.Target, edit, written)).ToList();
        if (astray.Count == 0)
            return [];

        var again = astray.Select(cell => cell.Target).Where(target => target.Locate(after) is not null && !IsTypedOver(target, written)).ToList();
        var hit = astray.Select(cell => (Row: _rowsAfter.GetValueOrDefault(cell.Edit!.Row), Edit: cell.Edit!)).Where(cell => cell.Row is not null).ToList();
        var leads = await amo.ReadLeadsAsync([.. hit.Select(cell => cell.Row!.Lead).Distinct()], cancellationToken);
        var sources = await new LeadReader(amo).ReadSourcesAsync([.. leads.Values.Where(lead => !lead.IsDeleted)], account, cancellationToken);

        var restored = hit.Where(cell => !IsRightByChance(cell.Row!, cell.Edit, written)).SelectMany(cell => Restore(cell.Row!, cell.Edit, sources.GetValueOrDefault(cell.Row!.Lead)));
        // A line without an id was not there when we read: whatever stood in its cell, our value does not belong to it.
        var strays = astray.Where(cell => !_rowsAfter.ContainsKey(cell.Edit!.Row))
            .Select(cell => cell.Target with { Value = cell.Target.Value is null ? null : CellValue.Empty, Note = cell.Target.Note is null ? null : "", At = cell.Edit!.Row });
        // Where a line was hit and is itself to be written, its own value comes last.
        return [.. restored.DistinctBy(target => (target.Lead, target.Ordinal, target.Column, target.Note is null)), .. strays, .. again];
    }

    /// <summary>Whether an edit did not reach its own row. A row that moved after the write took its new status along.</summary>
    private bool IsAstray(RowTarget target, CellEdit edit, IReadOnlyList<(RowTarget Target, CellEdit? Edit)> all)
    {
        if (target.At is not null)
            return false;
        if (target.Locate(after) is not { } now)
            return true;
        if (now.Row == edit.Row && now.Column == edit.Column)
            return false;
        var wasRow = before.RowsOf(target.Lead);
        var isRow = after.RowsOf(target.Lead);
        var written = NameFold.Same(target.Column, OrderColumns.Status) && target.Value is TextCell text ? text.Text : null;
        return written is null || isRow[target.Ordinal].Status != written || wasRow[target.Ordinal].Status == written || IsHit(edit.Row, written, all);
    }

    /// <summary>
    /// Whether the line that stands now where we wrote says what we wrote, and should not. Then the row has its new status from another write
    /// of the same text, which missed its own row, too.
    /// </summary>
    private bool IsHit(RowAddress address, string written, IReadOnlyList<(RowTarget Target, CellEdit? Edit)> all) =>
        _rowsAfter.GetValueOrDefault(address) is { } other && other.Status == written
        && before.RowsOf(other.Lead) is [var was, ..] && was.Status != written
        && !IsMeantFor(other.Lead, OrderColumns.Status, written, all);

    /// <summary>Whether a row that was hit says now what was meant for itself, too.</summary>
    private bool IsRightByChance(Row hit, CellEdit edit, IReadOnlyList<(RowTarget Target, CellEdit? Edit)> all) =>
        edit.Value is TextCell text && after.RowsOf(hit.Lead)[0] == hit && IsMeantFor(hit.Lead, ColumnOf(edit), text.Text, all);

    private static bool IsMeantFor(LeadId lead, string? column, string text, IReadOnlyList<(RowTarget Target, CellEdit? Edit)> all) =>
        all.Any(cell => cell.Target.Lead == lead && cell.Target.Ordinal == 0 && column is not null && NameFold.Same(cell.Target.Column, column)
            && cell.Target.Value is TextCell own && own.Text == text);

    private string? ColumnOf(CellEdit edit) => after.Find(edit.Row.Tab) is ReadTab tab && edit.Column < tab.Layout.Headers.Count ? tab.Layout.Headers[edit.Column] : null;

    /// <summary>
    /// Whether a person typed into the cell since it was planned: then what we meant to write is out of date. What stands there because
    /// another of our writes went astray is not a person's.
    /// </summary>
    private bool IsTypedOver(RowTarget target, IReadOnlyList<(RowTarget Target, CellEdit? Edit)> written)
    {
        if (target.Value is not TextCell meant || target.At is not null || SaidBy(target) is not { } says)
            return false;
        var (was, now, cell) = says;
        return now != was && now != meant.Text
            && !written.Any(other => other.Edit is { Value: TextCell ours } edit && edit.Row == cell.Row && edit.Column == cell.Column && ours.Text == now);
    }

    /// <summary>What a cell that people type into said and says; null for other cells.</summary>
    private (string Was, string Now, CellEdit Cell)? SaidBy(RowTarget target)
    {
        if (before.RowsOf(target.Lead).ElementAtOrDefault(target.Ordinal) is not { } was
            || after.RowsOf(target.Lead).ElementAtOrDefault(target.Ordinal) is not { } now
            || target.Locate(after) is not { } cell)
            return null;
        if (NameFold.Same(target.Column, OrderColumns.Status))
            return (was.Status, now.Status, cell);
        return NameFold.Same(target.Column, OrderColumns.OrderNumber) ? (was.OrderNumber, now.OrderNumber, cell) : null;
    }

    /// <summary>What to put back into a line that was hit: what the clerks own from the reading before, what amoCRM owns from amoCRM.</summary>
    private IEnumerable<RowTarget> Restore(Row hit, CellEdit edit, RowSource? source)
    {
        if (after.Find(hit.Address.Tab) is not ReadTab tab || ColumnOf(edit) is not { } column)
            yield break;

        var ordinal = after.RowsOf(hit.Lead).Select(row => row.Address).ToList().IndexOf(hit.Address);
        if (edit.Note is not null)
            yield return new RowTarget(hit.Lead, ordinal, column, null, "");
        if (edit.Value is not TextCell written)
        {
            foreach (var cell in FromAmoCrm())
                yield return cell;
            yield break;
        }

        // A copy that was made meanwhile says what the row said.
        var was = before.RowsOf(hit.Lead) is [var first, ..] rows ? rows.ElementAtOrDefault(ordinal) ?? first : null;
        if (NameFold.Same(column, OrderColumns.Status))
        {
            if (was is not null && hit.Status == written.Text && was.Status != written.Text)
                yield return new RowTarget(hit.Lead, ordinal, column, new TextCell(was.Status));
        }
        else if (NameFold.Same(column, OrderColumns.OrderNumber))
        {
            if (was is not null && hit.OrderNumber != was.OrderNumber)
                yield return new RowTarget(hit.Lead, ordinal, column, new TextCell(was.OrderNumber));
        }
        else
        {
            foreach (var cell in FromAmoCrm())
                yield return cell;
        }

        IEnumerable<RowTarget> FromAmoCrm() => source is null
            ? []
            : plan.Rows.RefreshedCells(source, tab.Layout, after.Staff, hit.Status)
                .Where(cell => cell.Column == edit.Column && !NameFold.Same(column, OrderColumns.Status))
                .Select(cell => new RowTarget(hit.Lead, ordinal, column, cell.Value));
    }
}
