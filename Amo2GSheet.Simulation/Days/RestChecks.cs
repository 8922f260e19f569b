using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Simulation.Days;

/// <summary>What must hold when people rest and nothing goes wrong any more.</summary>
internal static class RestChecks
{
    /// <summary>What a person's edit came to, by the journal's word for it.</summary>
    private static readonly HashSet<string> Answers =
    [
        "LeadMoved", "AlreadyThere", "OrderNumberSent", "ConflictSheetWins", "ConflictCrmWins", "UnknownStatus", "NoSuchStage", "PipelineOutOfScope",
        "EditTakenBack", "NoOrderField", "NoNumber", "StrayUndone", "RefusedByAmoCrm", "LeadGone", "CopyPromoted", "RowAdopted", "RowNotAdopted",
        "HoldApproved", "HoldDiscarded",
    ];

    /// <summary>After these the row may go on saying what the lead does not: nothing is pushed of a row that is adopted (rule 2).</summary>
    private static readonly HashSet<string> Refusals = ["UnknownStatus", "NoSuchStage", "PipelineOutOfScope", "RefusedByAmoCrm", "RowNotAdopted", "RowAdopted"];

    /// <summary>Looks at every lead and line.</summary>
    public static async Task RunAsync(World world)
    {
        var lines = SheetEyes.Lines(world.Sheets.World).ToLookup(line => line.Lead);
        var bases = await world.State.Bases.ReadAsync(remembered: false, CancellationToken.None);
        foreach (var (lead, entry) in bases.Where(known => known.Value is { Intent: not null, Missing: false }))
            world.History.Violate($"4: lead {lead}: an announced write is still open: {entry.Intent}");
        foreach (var entry in await world.State.Inbox.ReadAsync(100, CancellationToken.None))
            world.History.Violate($"4: lead {entry.Lead} still waits in the inbox: {entry.LastError}");

        // What hit the line of a lead that is gone cannot be put right from amoCRM any more (docs/simulation.md).
        var live = world.Amo.World.Leads().Select(lead => lead.Id).ToHashSet();
        foreach (var line in lines.SelectMany(same => same).Where(line => live.Contains(line.Lead) && !SimulatedAccount.IsOwn(line.Lead, line.Budget, line.Address)))
            world.History.Violate($"1: the line of lead {line.Lead} has a stranger's budget {line.Budget} or address {line.Address}");
        foreach (var lead in world.Amo.World.Leads())
            world.History.Of(lead.Id);
        foreach (var story in world.History.Leads)
        {
            if (!live.Contains(story.Lead))
                story.Settle(world.Time.GetUtcNow());
            var journal = await JournalAsync(world, story.Lead);
            CheckRows(world, story, [.. lines[story.Lead]]);
            CheckAgreement(world, story, [.. lines[story.Lead]], journal);
            CheckEdits(world, story, [.. lines[story.Lead]], journal);
        }
    }

    /// <summary>Invariant 1.</summary>
    private static void CheckRows(World world, LeadStory story, IReadOnlyList<Line> lines)
    {
        if (lines.Count > 1 && !story.WasDoubled && story.RowRemovedAt is null)
            world.History.Violate($"1: lead {story.Lead} has {lines.Count} rows, and nobody doubled one");
        if (lines.Count > 0)
            return;
        var stands = world.Amo.World.Find(EntityKind.Lead, story.Lead) is { IsLive: true } lead && StageOracle.IsTrigger(Stage.Of(lead));
        if (story.RowRemovedAt is not null)
        {
            if (stands && story.Moves.FindLast(move => StageOracle.IsTrigger(move.To)) is { } came && came.At > story.RowlessSince && came.At > story.RowRemovedAt)
                world.History.Violate($"1: lead {story.Lead} came back to the trigger stage after its row was deleted, and got no new one");
            return;
        }

        if (story.RowAppendedAt is not null)
            world.History.Violate($"1: lead {story.Lead} got a row that is gone, and nobody deleted it");
        else if (stands)
            world.History.Violate($"1: lead {story.Lead} stands at the trigger stage and has no row");
    }

    /// <summary>Invariant 4.</summary>
    private static void CheckAgreement(World world, LeadStory story, IReadOnlyList<Line> lines, IReadOnlyList<JournalEntry> journal)
    {
        if (lines.Count == 0 || world.Amo.World.Find(EntityKind.Lead, story.Lead) is not { IsLive: true } lead)
            return;
        var line = lines[0];
        if (StageOracle.Agree(Stage.Of(lead), line.Status))
            return;
        var isGone = journal.Where(entry => entry.What is "LeadGone" or "LeadBack").MaxBy(entry => entry.At) is { What: "LeadGone" };
        if (isGone || journal.Any(entry => Refusals.Contains(entry.What) && entry.After == line.Status))
            return;
        world.History.Violate($"4: lead {story.Lead} stands at {Stage.Of(lead)}, and its row says «{line.Status}» {line.Number}");
    }

    /// <summary>Invariant 3.</summary>
    private static void CheckEdits(World world, LeadStory story, IReadOnlyList<Line> lines, IReadOnlyList<JournalEntry> journal)
    {
        if (story.Edits.LastOrDefault(edit => edit.IsTop) is not { IsHitBlindly: false, IsAmbiguous: false } last || story.RowRemovedAt >= last.At || story.WasDoubled)
            return;
        if (last.StatusBefore is not null && !last.IsNoNews && !IsFollowed(world, story, last, lines) && !IsTakenBack(world, story, last, journal) && !IsAnswered(world, last, journal))
            world.History.Violate($"3: lead {story.Lead}: «{last.Status}» {last.Number}, typed at {last.At:HH:mm:ss.fff} over «{last.StatusBefore}» {last.NumberBefore}, came to nothing that the journal knows");
        // What stood in a row that a person typed is not sent, also when it is taken over later (rule 2).
        if (story.TypedAt is null && lines.Count == 1 && last.Number != last.NumberBefore && lines[0].Number == last.Number && world.Amo.World.Find(EntityKind.Lead, story.Lead) is { IsLive: true } lead)
        {
            var field = lead.Fields.TryGetValue(DemoFields.OrderNumber, out var values) ? values[0].Text : "";
            // A number that was sent by a pass that came to no end, and cleared before anybody noted it, is not missed (docs/simulation.md).
            var isTakenBack = story.IsNumberCleared && field.Length > 0 && story.Edits.Exists(edit => edit.At < last.At && edit.Number == field);
            if (story.Edits.Exists(edit => edit.Number == StageOracle.NoNumber + field) && !story.Edits.Exists(edit => edit.Number == field))
                world.History.Violate($"3: lead {story.Lead} has the order number «{field}», which is none");
            else if (StageOracle.IsNumber(last.Number) && field != last.Number && !story.WasLost && !story.Swallowed && !isTakenBack)
                world.History.Violate($"3: lead {story.Lead} has the order number «{field}», and its row «{last.Number}»");
        }
    }

    /// <summary>It says again what an edit before it said, and that one was answered.</summary>
    private static bool IsTakenBack(World world, LeadStory story, CellsEdit last, IReadOnlyList<JournalEntry> journal) =>
        story.Edits.Find(edit => edit != last && edit.Status == last.Status && edit.Number == last.Number) is { } same && IsAnswered(world, same, journal);

    /// <summary>The journal has an answer since, by the clock that is the furthest behind.</summary>
    private static bool IsAnswered(World world, CellsEdit edit, IReadOnlyList<JournalEntry> journal) =>
        journal.Any(entry => entry.At >= edit.At - world.Scenario.Skews.Max(skew => skew.Duration())
            // It said in the same moment what the service was about to write.
            && (Answers.Contains(entry.What) || (entry.What is "StatusShown" && entry.Detail?.EndsWith($"→ {edit.Status}", StringComparison.Ordinal) == true)));

    /// <summary>The row says it still, and the lead stands where that sends it: whatever became of the pass that saw it first, it holds.</summary>
    private static bool IsFollowed(World world, LeadStory story, CellsEdit last, IReadOnlyList<Line> lines) =>
        lines is [var line, ..] && line.Status == last.Status && line.Number == last.Number
        && world.Amo.World.Find(EntityKind.Lead, story.Lead) is { IsLive: true } lead
        && StageOracle.IsMeant(lead.PipelineId, last.Status, last.Number, Stage.Of(lead));

    private static async Task<IReadOnlyList<JournalEntry>> JournalAsync(World world, long lead)
    {
        var entries = new List<JournalEntry>();
        await foreach (var entry in world.State.Journal.ReadAsync(new LeadId(lead), CancellationToken.None))
            entries.Add(entry);
        return entries;
    }
}
