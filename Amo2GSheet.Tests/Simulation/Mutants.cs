namespace Amo2GSheet.Tests.Simulation;

/// <summary>Mistakes made in the real code on purpose, one place each.</summary>
internal static class Mutants
{
    private const string Sync = "Amo2GSheet.Core/Sync/";

    /// <summary>The mutants, in the order in which a pass comes to the code.</summary>
    public static IReadOnlyList<Mutant> All { get; } = [.. Gathering(), .. Planning(), .. Applying(), .. CatchingUp()];

    private static IEnumerable<Mutant> Gathering() =>
    [
        new("a sheet that could not be read counts as empty", "Unreadable is never empty", $"{Sync}PassGather.cs",
            "var snapshot = await sheet.ReadAsync(cancellationToken);",
            """
            SheetSnapshot snapshot;
            try
            {
                snapshot = await sheet.ReadAsync(cancellationToken);
            }
            catch (SheetUnavailableException)
            {
                var tab = known.Values.Select(one => one.Tab).FirstOrDefault();
                snapshot = new SheetSnapshot(time.GetUtcNow(), [new ReadTab(tab, "Лист1", new SheetLayout(OrderColumns.All), [])], StaffList.Empty);
            }
            """),
        new("adopts at every start", "rule 2: only a row without a base is adopted", $"{Sync}PassGather.cs",
            "var snapshot = await sheet.ReadAsync(cancellationToken);",
            """
            var snapshot = await sheet.ReadAsync(cancellationToken);
            if (!undisturbed)
                known = known.ToDictionary(one => one.Key, one => snapshot.RowsOf(one.Key) is [var row, ..] ? one.Value with { Status = row.Status, OrderNumber = row.OrderNumber } : one.Value);
            """),
        new("trusts its memory of bases whoever had the lease since", "a stale base is no base", $"{Sync}PassRunner.cs",
            "RunWhileMoreAsync(held.Undisturbed, held.Token)", "RunWhileMoreAsync(true, held.Token)"),
        new("never looks at leads whose rows were edited", "nothing is pushed on a guess of where a lead stands", $"{Sync}SyncPlanner.cs",
            "|| (lead.Rows is [var row, ..] && IsEdited(row, lead.Base) && lead.Base.Refused != new RefusedRow(row.Status, row.OrderNumber));", ";"),
        new("looks at edits only when a bell rings", "people edit without any bell", $"{Sync}SyncPlanner.cs",
            "(known.Refused is null ? !IsEdited(row, known) : known.Refused == new RefusedRow(row.Status, row.OrderNumber)),", "row.Lead == known.Lead,"),
        new("reads the active tab only", "archived months follow their leads", "Amo2GSheet.Core/Sheets/TabMap.cs",
            "[active, .. ours.Concat(months).Distinct().Where(tab => tab != active)]", "[active]"),
    ];

    private static IEnumerable<Mutant> Planning() =>
    [
        new("leaves the base at the old stage after a push", "the base is what both sides agreed on", $"{Sync}RowRules.cs",
            "Stage = target?.Goal ?? read.Stage,", "Stage = read.Stage,"),
        new("leaves the base at the old status after an edit", "the base is what both sides agreed on", $"{Sync}RowRules.cs",
            "Status = _chosen && !followed ? row.Status : draft.Base.Status,", "Status = draft.Base.Status,"),
        new("an order number that was sent is not remembered", "the base is what both sides agreed on", $"{Sync}RowRules.cs",
            "OrderNumber = _renumbered ? row.OrderNumber : draft.Base.OrderNumber,", "OrderNumber = draft.Base.OrderNumber,"),
        new("the order number goes along with moves only", "rule 7", $"{Sync}DecisionDraft.cs",
            "Push = MoveTo is null && Field is null ? null", "Push = MoveTo is null ? null"),
        new("the row does not follow the lead", "rule 4", $"{Sync}RowRules.cs",
            "var followed = (target is null && _moved) || cameBack;", "var followed = cameBack;"),
        new("the loser of a conflict is not told", "rule 8", $"{Sync}RowRules.cs",
            "draft.Find(8, Reason.ConflictCrmWins, row.Status, context.Book.Display(read.Stage), now);", ""),
        new("a text that is no status is passed over in silence", "rule 9: refused, and told", $"{Sync}RowRules.cs",
            ": Refuse(Reason.UnknownStatus, NoteTexts.UnknownStatus(row.Status));", ": null;"),
        new("a refused edit is not remembered", "rule 9: not tried again until it changes", $"{Sync}RowRules.cs",
            "draft.Base = draft.Base with { Refused = new RefusedRow(row.Status, row.OrderNumber) };\n        _chosen = false;", "_chosen = false;"),
        new("a refused edit that is taken back is not told", "rule 9", $"{Sync}RowRules.cs",
            "draft.Find(9, Reason.EditTakenBack, $\"{refused.Status} / {refused.OrderNumber}\", $\"{row.Status} / {row.OrderNumber}\");", ""),
        new("a refused edit is taken for an old copy", "rule 9 before rule 12", $"{Sync}DuplicateRows.cs",
            "&& known.Refused != new RefusedRow(row.Status, row.OrderNumber)", ""),
        new("a copy is told again and again", "rule 12: what copies say is remembered", $"{Sync}DuplicateRows.cs",
            "{ DuplicatesNoted = further, Copies = CopiesOf(lead) }", "{ Copies = CopiesOf(lead) }"),
        new("an announced row is not looked after", "an announced append is made, or seen to be made", $"{Sync}SyncPlanner.cs",
            "var neverSeen = known.Intent?.Kind is IntentKind.Append;", "var neverSeen = false;"),
        new("the base of a missing row stands still", "rule 10: the base follows the lead", $"{Sync}SyncPlanner.cs",
            "FollowUnseen(draft, read, known, context);\n        }", "draft.Find(10, Reason.Followed);\n        }"),
        new("a copy on top pushes what it says", "rule 12", $"{Sync}RowRules.cs",
            "var promoted = DuplicateRows.IsPromotedCopy(row, known);", "var promoted = false;"),
    ];

    private static IEnumerable<Mutant> Applying() =>
    [
        new("writes without announcing", "an intent before every write", $"{Sync}PlanApplier.cs",
            "await SaveAsync(writing, lead => lead.Announced(), cancellationToken);", ""),
        new("an announcement is never settled", "no write stays announced", $"{Sync}LeadWork.cs",
            "public bool IsUnsaved => (IsOpen || _takenBack) && Final is { } final && final != _stored;", "public bool IsUnsaved => _takenBack && Final is { } final && final != _stored;"),
        new("an unanswered change counts as made", "what amoCRM did not confirm is left to the next pass", $"{Sync}PlanApplier.cs",
            "unanswered.Drop(\"amoCRM did not confirm the change.\");", "unanswered.Saved(unanswered.Planned.Case.Base!);"),
        new("writes into the line below", "every value stands in its own row", $"{Sync}RowTarget.cs",
            "var row = At ?? rows[Ordinal].Address;", "var row = At ?? rows[Ordinal].Address with { Index = rows[Ordinal].Address.Index + 1 };"),
    ];

    private static IEnumerable<Mutant> CatchingUp() =>
    [
        new("does not look for changed leads", "a webhook may never come", $"{Sync}CatchUp/CatchUpRunner.cs",
            "await TryAsync(async () => swept = await _leads.RunAsync(historyRead, cancellationToken));", ""),
        new("a new order waits for a bell of its own", "rule 1, however a lead was found", $"{Sync}CatchUp/LeadNews.cs",
            "return lead.UpdatedAt >= cutOff && (book().IsTrigger(lead.Stage) || !book().Knows(lead.Stage));", "return false;"),
    ];
}
