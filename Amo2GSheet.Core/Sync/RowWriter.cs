using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// Writes a plan's cells: one atomic write at positions that are at most a second old, then one read to see that every value stands in its
/// own lead's row. Where people moved rows in between, what went astray is remembered first; it is put right in the same pass when the rows rest
/// for a second, and else by a later pass.
/// </summary>
/// <param name="sheet">The sheet.</param>
/// <param name="amo">amoCRM, asked only to restore cells that were hit by mistake.</param>
/// <param name="time">Our clock.</param>
/// <param name="logger">Takes the rare repair.</param>
internal sealed partial class RowWriter(IOrderSheet sheet, IAmoCrm amo, TimeProvider time, ILogger<RowWriter> logger)
{
    /// <summary>Google knows no preconditions: the younger the positions, the smaller the window in which people can move rows.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FreshnessOfNotes = TimeSpan.FromSeconds(0.3);

    private const int MostRepairs = 3;

    /// <summary>How long rows must rest before another write is dared. A write into moving rows hits more of them each time.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    /// <summary>Writes all rows and notes of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="leads">The leads of it that are still to be written.</param>
    /// <param name="remember">
    /// Stores, before anything else is written, which rows show a text that was meant for another one, and which may hold other values of another lead.
    /// </param>
    /// <param name="cancellationToken">Stops before the next call.</param>
    /// <returns>The leads whose row does not say yet what it should, and why; the announced write stays open for them.</returns>
    /// <exception cref="SheetUnavailableException">The write may or may not have taken place.</exception>
    public async Task<IReadOnlyDictionary<LeadId, UnfinishedRow>> WriteAsync(
        Plan plan, IReadOnlyList<PlannedLead> leads, Func<IReadOnlyDictionary<LeadId, StrayText>, IReadOnlyCollection<LeadId>, Task> remember,
        CancellationToken cancellationToken)
    {
        var unfinished = new Dictionary<LeadId, UnfinishedRow>();
        if (leads.Count == 0)
            return unfinished;

        var snapshot = plan.Snapshot;
        // Notes are read between the positions and the write, so that these have to be younger.
        var freshness = leads.Any(lead => lead.Decision.Notes.Count > 0) ? FreshnessOfNotes : Freshness;
        if (time.GetUtcNow() - snapshot.TakenAt > freshness)
        {
            snapshot = await sheet.ReadAsync(cancellationToken);
            leads = [.. leads.Where(lead => Unchanged(lead, snapshot, unfinished))];
        }

        var targets = leads.SelectMany(lead => Targets(lead, plan, snapshot)).ToList();
        var appends = leads.Where(lead => lead.Decision.RowAction is AppendRow)
            .Select(lead => Append(lead, plan, snapshot, unfinished)).OfType<RowAppend>().ToList();

        var none = new Dictionary<LeadId, StrayText>();
        var strays = new StrayTexts(snapshot);
        var after = snapshot;
        var landed = new Dictionary<LeadId, CellEdit>();
        for (var round = 0; targets.Count + appends.Count > 0; round++)
        {
            var located = targets.Select(target => (Target: target, Edit: target.Locate(snapshot))).Where(cell => cell.Edit is not null).ToList();
            SheetEdit[] edits = [.. located.Select(cell => cell.Edit!), .. appends];
            if (edits.Length > 0)
            {
                strays.Add(located.Select(cell => cell.Target));
                foreach (var refused in await sheet.WriteAsync(new SheetWrite(edits), cancellationToken))
                    unfinished[refused.Edit.Lead] = Unfinished(refused, snapshot, unfinished.GetValueOrDefault(refused.Edit.Lead));
                foreach (var (target, edit) in located.Where(cell => cell.Target is { Ordinal: 0, Column: OrderColumns.Status, Value: not null }))
                    landed[target.Lead] = edit!;
            }

            after = await sheet.ReadAsync(cancellationToken);
            appends = [];
            if (strays.Find(after) is { Count: > 0 } found)
                await remember(found, []);
            var repair = new RowRepair(snapshot, after, plan);
            if (!repair.IsNeeded(located))
                break;
            var astray = repair.LeadsAstray(located);
            if (round == MostRepairs)
            {
                await remember(none, astray);
                break;
            }

            // What has to be put right is known before the rest, so that the write follows the reading at once.
            var planned = after;
            targets = await repair.TargetsAsync(located, amo, plan.Account, cancellationToken);
            await Task.Delay(Rest, time, cancellationToken);
            var rested = await sheet.ReadAsync(cancellationToken);
            after = rested;
            if (!IsSame(planned, rested))
            {
                Log.Restless(logger, plan.Pass);
                await remember(none, astray);
                break;
            }

            Log.Repairing(logger, plan.Pass, targets.Count);
            snapshot = after;
        }

        var misled = strays.Find(after);
        foreach (var lead in leads)
        {
            if (lead.Decision.RowAction is { } action && !unfinished.ContainsKey(lead.Id)
                && !(after.RowsOf(lead.Id) is [var row, ..] && (row.Status == action.Status || IsTypedOver(row, action))))
                unfinished[lead.Id] = new UnfinishedRow(Reason.RowGone, "The row is not there after the write, or says something else.");
        }

        return unfinished;

        // The row stands where it was written and says something else: a person typed there since.
        bool IsTypedOver(Row row, RowAction action) =>
            landed.TryGetValue(row.Lead, out var edit) && edit.Row == row.Address && edit.Value is TextCell text && text.Text == action.Status
            // Unless rows were moved there and back, and the write hit another one, which has the text now.
            && !misled.ContainsKey(row.Lead) && !misled.Values.Any(stray => stray.Text == action.Status);
    }

    /// <summary>Whether every row stands where it stood and says what it said.</summary>
    private static bool IsSame(SheetSnapshot one, SheetSnapshot other) =>
        one.Leads.Count() == other.Leads.Count() && one.Leads.All(lead => one.RowsOf(lead).SequenceEqual(other.RowsOf(lead)));

    /// <summary>What a refused edit means for its row: a neighbour's refusal leaves the status written, and it must not look otherwise.</summary>
    private static UnfinishedRow Unfinished(RefusedEdit refused, SheetSnapshot snapshot, UnfinishedRow? earlier)
    {
        if (!refused.IsFinal)
            return new UnfinishedRow(Reason.StaleRead, refused.Reason);
        return new UnfinishedRow(
            Reason.RefusedByGoogle,
            refused.Reason,
            refused.Edit is RowAppend || Is(OrderColumns.Status) || earlier is { StatusUnwritten: true },
            Is(OrderColumns.OrderNumber) || earlier is { OrderNumberUnwritten: true });

        bool Is(string column) =>
            refused.Edit is CellEdit { Value: not null } cell && LayoutOf(cell.Row.Tab, snapshot)?.IndexOf(column) == cell.Column;
    }

    /// <summary>A row that a person edited since it was planned is not written: the next pass plans it anew.</summary>
    private static bool Unchanged(PlannedLead lead, SheetSnapshot fresh, Dictionary<LeadId, UnfinishedRow> unfinished)
    {
        var planned = lead.Case.Rows;
        var now = fresh.RowsOf(lead.Id);
        var same = planned.Count == now.Count
            && planned.Zip(now).All(pair => pair.First.Shown == pair.Second.Status && pair.First.OrderNumber == pair.Second.OrderNumber);
        if (!same)
            unfinished[lead.Id] = new UnfinishedRow(Reason.StaleRead, "The row changed while the pass was on its way.");
        return same;
    }

    private static IEnumerable<RowTarget> Targets(PlannedLead lead, Plan plan, SheetSnapshot snapshot)
    {
        switch (lead.Decision.RowAction)
        {
            case ShowStage show:
                yield return new RowTarget(lead.Id, 0, OrderColumns.Status, new TextCell(show.Status));
                if (show.Pipeline is not null)
                    yield return new RowTarget(lead.Id, 0, OrderColumns.Pipeline, new TextCell(show.Pipeline));
                break;
            case RefreshRow refresh when LayoutOf(refresh.Row.Address.Tab, snapshot) is { } layout && lead.Source is { } source:
                foreach (var (column, value) in plan.Rows.RefreshedCells(source, layout, snapshot.Staff, refresh.Status))
                    yield return new RowTarget(lead.Id, 0, layout.Headers[column], value);
                break;
        }

        if (lead.Decision.RowAction is { OrderNumber: { } number })
            yield return new RowTarget(lead.Id, 0, OrderColumns.OrderNumber, new TextCell(number));

        foreach (var note in lead.Decision.Notes)
        {
            var ordinal = lead.Case.Rows.ToList().IndexOf(note.Row);
            yield return new RowTarget(lead.Id, ordinal, OrderColumns.Status, null, note.Text);
        }
    }

    private static SheetLayout? LayoutOf(TabId tab, SheetSnapshot snapshot) => (snapshot.Find(tab) as ReadTab)?.Layout;

    private static RowAppend? Append(PlannedLead lead, Plan plan, SheetSnapshot snapshot, Dictionary<LeadId, UnfinishedRow> unfinished)
    {
        if (snapshot.Active is not ReadTab active || lead.Source is not { } source || active.Layout.IndexOf(OrderColumns.Status) is not { } column)
        {
            unfinished[lead.Id] = new UnfinishedRow(Reason.TabUnreadable, "The active tab could not be read again.");
            return null;
        }

        var cells = plan.Rows.NewRow(source, active.Layout, snapshot.Staff, lead.Decision.RowAction!.Status);
        return new RowAppend(lead.Id, active.Id, cells, column);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Pass {Pass}: rows moved while they were written; {Cells} cells are put right")]
        public static partial void Repairing(ILogger logger, string pass, int cells);

        [LoggerMessage(2, LogLevel.Warning, "Pass {Pass}: rows keep moving while they are written; a later pass puts right what went astray")]
        public static partial void Restless(ILogger logger, string pass);
    }
}

/// <summary>Why a row does not say yet what it should.</summary>
/// <param name="Reason">The named reason.</param>
/// <param name="Detail">In words.</param>
/// <param name="StatusUnwritten">The status cell itself was refused, so that it says what it said before.</param>
/// <param name="OrderNumberUnwritten">The order number cell was refused.</param>
internal sealed record UnfinishedRow(Reason Reason, string Detail, bool StatusUnwritten = false, bool OrderNumberUnwritten = false);
