namespace Amo2GSheet.Tests.Simulation;

/// <summary>Mistakes made in the real code on purpose, one place each.</summary>
internal static class Mutants
{
    private const string Sync = "Amo2GSheet.Core/Sync/";
    private const string Storage = "Amo2GSheet.Core/Storage/";

    /// <summary>The mutants.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        .. Gathering(),
        .. Planning(),
        .. Applying(),
        .. Writing(),
        .. Leases(),
        .. Storing(),
        .. CatchingUp(),
        .. Holding(),
        .. LookingOn(),
        .. Answering(),
    ];

    private static IEnumerable<Mutant> Gathering() =>
    [
        new("adopts at every start", "rule 2: only a row without a base is adopted", $"{Sync}PassGather.cs",
            "var snapshot = await sheet.ReadAsync(cancellationToken);",
            """
            var snapshot = await sheet.ReadAsync(cancellationToken);
            if (!undisturbed)
                known = known.ToDictionary(one => one.Key, one => snapshot.RowsOf(one.Key) is [var row, ..] ? one.Value with { Status = row.Status, OrderNumber = row.OrderNumber } : one.Value);
            """),
        new("trusts its memory of bases whoever had the lease since", "a stale base is no base", $"{Sync}PassRunner.cs",
            "_disturbed |= !held.Undisturbed;", ""),
        new("never looks at leads whose rows were edited", "nothing is pushed on a guess of where a lead stands", $"{Sync}SyncPlanner.cs",
            "|| (lead.Rows is [var row, ..] && IsEdited(row, lead.Base) && lead.Base.Refused?.IsSaidBy(row) != true);", ";"),
        new("reads the active tab only", "archived months follow their leads", "Amo2GSheet.Core/Sheets/TabMap.cs",
            "[active, .. ours.Concat(months).Distinct().Where(tab => tab != active)]", "[active]"),
    ];

    private static IEnumerable<Mutant> Planning() =>
    [
        new("leaves the base at the old stage after a push", "the base is what both sides agreed on", $"{Sync}RowRules.cs",
            "Stage = target?.Goal ?? read.Stage,", "Stage = read.Stage,"),
        new("leaves the base at the old status after an edit", "the base is what both sides agreed on", $"{Sync}RowRules.cs",
            "Status = _chosen && !followed ? row.Status : draft.Base.Status,", "Status = draft.Base.Status,"),
        new("the loser of a conflict is not told", "rule 8", $"{Sync}RowRules.cs",
            "draft.Find(8, Reason.ConflictCrmWins, row.Status, context.Book.Display(read.Stage), now);", ""),
        new("an announced row is not looked after", "an announced append is made, or seen to be made", $"{Sync}SyncPlanner.cs",
            "var neverSeen = known.Intent?.Kind is IntentKind.Append;", "var neverSeen = false;"),
        new("an error or a tick is an order number", "rule 9: an error is no value", $"{Sync}RowRules.cs",
            "if (_renumbered)", "if (_renumbered || !row.HasNumber)"),
        new("the order number goes along with moves only", "rule 7", $"{Sync}DecisionDraft.cs",
            "Push = MoveTo is null && Field is null ? null", "Push = MoveTo is null ? null"),
    ];

    private static IEnumerable<Mutant> Applying() =>
    [
        new("writes without announcing", "an intent before every write", $"{Sync}PlanApplier.cs",
            "await SaveAsync(writing, lead => lead.Announced(), cancellationToken);", ""),
        new("an unanswered change counts as made", "what amoCRM did not confirm is left to the next pass", $"{Sync}PlanApplier.cs",
            "unanswered.Drop(\"amoCRM did not confirm the change.\");", "unanswered.Saved(unanswered.Planned.Case.Base!);"),
        new("completes the inbox whatever came meanwhile", "an entry is completed in the version that was read", $"{Sync}PlanApplier.cs",
            "await inbox.CompleteAsync([.. decided.Select(lead => lead.Planned.Case.Entry!)], cancellationToken);",
            "await inbox.CompleteAsync([.. (await inbox.ReadAsync(PassGather.MostEntries, cancellationToken)).Where(entry => decided.Any(lead => lead.Planned.Id == entry.Lead))], cancellationToken);"),
        new("marks leads as handled before the work", "dedup is written after the work", $"{Sync}PlanApplier.cs",
            "await MarkHeldAsync(plan, work, cancellationToken);",
            """
            await dedup.MarkAsync([.. plan.Leads.Select(lead => lead.Case.Lead).OfType<Lead>().Select(lead => new Handled(lead.Id, lead.Stage.StatusId, lead.UpdatedAt, plan.LeadsReadAt))], cancellationToken);
            await inbox.CompleteAsync([.. plan.Leads.Select(lead => lead.Case.Entry).OfType<InboxEntry>()], cancellationToken);
            await MarkHeldAsync(plan, work, cancellationToken);
            """),
        new("half a batch counts as all of it", "504 tells nothing of what was done", "Amo2GSheet.Core/AmoCrm/LeadChanger.cs",
            "{ Status: HttpStatusCode.GatewayTimeout } => TooHeavy(batch, answer, waiting),",
            "{ Status: HttpStatusCode.GatewayTimeout } => [.. batch.Select(change => new LeadChanged(change, DateTimeOffset.UnixEpoch))],"),
    ];

    private static IEnumerable<Mutant> Writing() =>
    [
        new("writes by remembered row numbers", "positions are a second old at most", $"{Sync}RowWriter.cs",
            "if (time.GetUtcNow() - snapshot.TakenAt > freshness)", "if (snapshot.TakenAt > time.GetUtcNow())"),
        new("forgets what its write left in a stranger's row", "what a pass wrote astray is no edit", $"{Sync}RowWriter.cs",
            "await remember(found, []);", "_ = found;"),
    ];

    private static IEnumerable<Mutant> Leases() =>
    [
        new("ignores the lease", "one worker at a time", $"{Sync}PassRunner.cs",
            "return new PassOutcome(PassResult.LeaseHeld, _time.GetUtcNow(), \"\");", "return await RunWhileMoreAsync(cancellationToken);"),
    ];

    private static IEnumerable<Mutant> Storing() =>
    [
        new("saves bases without the stamp", "the stamp counts commits", $"{Storage}TableBaseStore.cs",
            "var answers = (await _table.SubmitTransactionAsync(actions, cancellationToken)).Value;",
            """
            var written = (await _table.SubmitTransactionAsync(actions.Skip(1), cancellationToken)).Value;
            Response[] answers = [written[0], .. written];
            """),
        new("takes entries out of the inbox with the ETag *", "an entry is completed in the version that was read", $"{Storage}TableInboxStore.cs",
            "new TableEntity(account.Key, TableKeys.Of(entry.Lead)), new ETag(entry.Version)", "new TableEntity(account.Key, TableKeys.Of(entry.Lead)), ETag.All"),
        new("saves the stamp in a transaction of its own", "bases and stamp are one transaction", $"{Storage}TableBaseStore.cs",
            "var answers = (await _table.SubmitTransactionAsync(actions, cancellationToken)).Value;",
            """
            var written = (await _table.SubmitTransactionAsync(actions.Skip(1), cancellationToken)).Value;
            Response[] answers = [.. (await _table.SubmitTransactionAsync(actions.Take(1), cancellationToken)).Value, .. written];
            """),
        new("renews and gives back a lease that another worker has taken", "a lease is written by its ETag", $"{Storage}TableLeaseStore.cs",
            "entity, new ETag(row.Version), TableUpdateMode.Replace", "entity, ETag.All, TableUpdateMode.Replace"),
    ];

    private static IEnumerable<Mutant> CatchingUp() =>
    [
        new("does not look for changed leads", "a webhook may never come", $"{Sync}CatchUp/CatchUpRunner.cs",
            "await TryAsync(async () => swept = await _leads.RunAsync(historyRead, cancellationToken));", ""),
        new("catches up with the new orders only", "a lead that has a row is followed", $"{Sync}CatchUp/LeadNews.cs",
            "return known.LeadGone || (known.Held?.From ?? known.Stage) != lead.Stage;", "return known.LeadGone;"),
    ];

    private static IEnumerable<Mutant> Holding() =>
    [
        new("a discarded edit is pushed", "rule 16: a discarded edit is not pushed", $"{Sync}Holds/HoldRules.cs",
            "HoldVerdict.Discarded when says => (new Discard(lead, context).Decide(hold), false),", "HoldVerdict.Discarded when says => (Found(decision, Reason.HoldDiscarded, hold), false),"),
        new("a discarded edit stays in its row", "rule 16: the row shows what was agreed", $"{Sync}Holds/Discard.cs",
            "new ShowStage(row, undone.Status, null)", "new ShowStage(row, row.Status, null)"),
        new("the brake never holds", "rule 16", $"{Sync}Holds/HoldRules.cs",
            "return trips.Count > 0 || _holds.Count > 0 ? new Hold { Id = pass, Since = context.Now, Trips = trips, Earlier = Named(earlier, trips) } : null;", "return null;"),
        new("the brake forgets what earlier passes moved", "rule 16: a sliding window over all passes", $"{Sync}Holds/HoldRules.cs",
            "return [.. recent.Where(one => one.Moved!.At > start && !moving.Contains(one.Lead))];", "return [];"),
        new("a typed row is taken over whatever its lead", "rule 2: only a row whose lead awaits an order", $"{Sync}AdoptionRules.cs",
            "if (lead.Base is null or { IsForeign: true } && !context.Adopts(lead.Lead))", "if (lead.Base is { Noted: true, Missing: true, LeadGone: true })"),
        new("the brake counts no tab", "rule 16: a fifth of a tab", $"{Sync}Holds/Brake.cs",
            "if (count > least && tracked(first) is var of", "if (count > least * 5 && tracked(first) is var of"),
    ];

    private static IEnumerable<Mutant> Answering() =>
    [
        new("looks at edits only when a bell rings", "people edit without any bell", $"{Sync}SyncPlanner.cs",
            "(known.Refused is null ? !IsEdited(row, known) : known.Refused.IsSaidBy(row)),", "row.Lead == known.Lead,"),
        new("the row does not follow the lead", "rule 4", $"{Sync}RowRules.cs",
            "var followed = (target is null && _moved) || cameBack;", "var followed = cameBack;"),
        new("a text that is no status is passed over in silence", "rule 9: refused, and told", $"{Sync}RowRules.cs",
            ": Refuse(Reason.UnknownStatus, NoteTexts.UnknownStatus(row.Status));", ": null;"),
        new("a refused edit is not remembered", "rule 9: not tried again until it changes", $"{Sync}RowRules.cs",
            "Refused = new RefusedRow(row.Status, row.OrderNumber) { Meanings = reason is Reason.UnknownStatus ? null : context.Book.MeaningsOf(read.Stage.PipelineId) },", ""),
        new("an order number that was sent is not remembered", "the base is what both sides agreed on", $"{Sync}RowRules.cs",
            "OrderNumber = _renumbered ? row.OrderNumber : draft.Base.OrderNumber,", "OrderNumber = draft.Base.OrderNumber,"),
        new("moves a lead wherever amoCRM moved it meanwhile", "rule 8", $"{Sync}RowRules.cs",
            "if (target is { } elsewhere && elsewhere.Goal != read.Stage)\n            target = MoveOrYield(elsewhere);", "if (target is { } elsewhere && elsewhere.Goal != read.Stage)\n            draft.MoveTo = elsewhere.Goal;"),
        new("writes into the line below", "every value stands in its own row", $"{Sync}RowTarget.cs",
            "var row = At ?? rows[Ordinal].Address;", "var row = At ?? rows[Ordinal].Address with { Index = rows[Ordinal].Address.Index + 1 };"),
        new("a copy is told again and again", "rule 12: what copies say is remembered", $"{Sync}DuplicateRows.cs",
            "{ DuplicatesNoted = further, Copies = CopiesOf(lead) }", "{ Copies = CopiesOf(lead) }"),
        new("a new order waits for a bell of its own", "rule 1, however a lead was found", $"{Sync}CatchUp/LeadNews.cs",
            "return lead.UpdatedAt >= cutOff && (book().IsTrigger(lead.Stage) || !book().Knows(lead.Stage));", "return false;"),
        new("an announcement is never settled", "no write stays announced", $"{Sync}LeadWork.cs",
            "public bool IsUnsaved => (IsOpen || _takenBack) && Final is { } final && final != _stored;", "public bool IsUnsaved => _takenBack && Final is { } final && final != _stored;"),
        new("a hold is never over", "rule 16: a hold of which nothing is left is over", $"{Sync}Holds/HoldBook.cs",
            "_holds.Where(hold => sets.ContainsKey(hold.Id)).Select(hold => hold.Over(sets[hold.Id]))", "_holds.Select(hold => sets.TryGetValue(hold.Id, out var set) ? hold.Over(set) : hold)"),
    ];

    private static IEnumerable<Mutant> LookingOn() =>
    [
        new("a row that people deleted is appended again", "rule 10", $"{Sync}SyncPlanner.cs",
            "else if (read.Stage != known.Stage)\n", "else if (read.Stage != known.Stage || context.Book.IsTrigger(read.Stage))\n"),
        new("every lead gets a row", "rule 1", $"{Sync}SyncPlanner.cs",
            "else if (!context.Book.IsTrigger(read.Stage))", "else if (read.IsDeleted)"),
    ];
}
