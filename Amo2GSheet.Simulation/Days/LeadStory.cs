namespace Amo2GSheet.Simulation.Days;

/// <summary>A lead was moved.</summary>
internal sealed record StageMove(DateTimeOffset At, Stage? From, Stage To, bool ByService);

/// <summary>A person changed status or order number in a line of a lead.</summary>
/// <param name="At">When.</param>
/// <param name="Status">What the status cell says since.</param>
/// <param name="Number">What the order number says since.</param>
/// <param name="StatusBefore">What the status cell said before; null when the line was new.</param>
/// <param name="NumberBefore">What the order number said before.</param>
/// <param name="IsTop">The line was the topmost of the lead.</param>
internal sealed record CellsEdit(DateTimeOffset At, string Status, string Number, string? StatusBefore, string NumberBefore, bool IsTop)
{
    /// <summary>A pass that saw it came to its end with nothing left over: nothing may follow from it any more.</summary>
    public bool IsSettled { get; set; }

    /// <summary>It was taken back before anybody looked: the line said again what it had said at the look before.</summary>
    public bool IsNoNews { get; set; }

    /// <summary>It is part of an old version of the sheet that was brought back.</summary>
    public bool IsRestored { get; set; }

    /// <summary>The brake held it, and a person discarded it.</summary>
    public bool IsDiscarded { get; set; }

    /// <summary>
    /// It says what the service had announced and not noted as written, or what had stood there before: nobody can tell it from a write that
    /// took place, or did not (design, intents).
    /// </summary>
    public bool IsAmbiguous { get; set; }

    /// <summary>Our write hit it before any reading could show it.</summary>
    public bool IsHitBlindly => StatusAfterHit is not null;

    /// <summary>What the status says since our write hit it; the order number stands as it was typed. Null when none did.</summary>
    public string? StatusAfterHit { get; set; }

    /// <summary>What it says as the service finds it.</summary>
    public string Says => StatusAfterHit ?? Status;

    /// <summary>Only a number was typed, and the status beside it was written by the service: what it had said before, for it may be meant for another row.</summary>
    public string? StatusBeneath { get; init; }

    /// <summary>Whether it sends a lead to a stage.</summary>
    public bool Means(long pipeline, Stage stage) =>
        StageOracle.IsMeant(pipeline, Says, Number, stage) || (StatusBeneath is not null && StageOracle.IsMeant(pipeline, StatusBeneath, Number, stage));
}

/// <summary>All that happened to one lead.</summary>
internal sealed class LeadStory(long lead)
{
    /// <summary>Ten seconds from the reading of a lead to its PATCH, and as much as amoCRM's answer may lag behind (<see cref="Fault.StaleRead"/>).</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(10 + Faults.LongestLag);

    /// <summary>The lead.</summary>
    public long Lead { get; } = lead;

    /// <summary>What people changed in its lines, in order.</summary>
    public List<CellsEdit> Edits { get; } = [];

    /// <summary>Where it was moved, in order.</summary>
    public List<StageMove> Moves { get; } = [];

    /// <summary>When a person last removed a line of it.</summary>
    public DateTimeOffset? RowRemovedAt { get; set; }

    /// <summary>What its row said when a person last removed a line of it: what comes back as it went is no news.</summary>
    public Line? Removed { get; set; }

    /// <summary>When the service last knew that it has no row and stands at no trigger stage: coming to one from now on, it gets a new row (rule 10).</summary>
    public DateTimeOffset? RowlessSince { get; set; }

    /// <summary>What its row said before the service last wrote another status into it; null when people changed the status since.</summary>
    public string? Overwritten { get; set; }

    /// <summary>When a person last put a line of it into the sheet.</summary>
    public DateTimeOffset? PersonPutAt { get; set; }

    /// <summary>Where it stood when a person typed its id, while it had no row; null when nobody did.</summary>
    public Stage? TypedAt { get; set; }

    /// <summary>Whether a row that a person typed may be taken over: the lead stood at a trigger stage or at «order sent» since.</summary>
    public bool IsOpen => TypedAt is not { } typed || IsOpenStage(typed) || Moves.Exists(move => IsOpenStage(move.To) || (move.From is { } from && IsOpenStage(from)));

    private static bool IsOpenStage(Stage stage) => StageOracle.IsTrigger(stage) || StageOracle.IsSent(stage);

    /// <summary>A person made a second line of it.</summary>
    public bool WasDoubled { get; set; }

    /// <summary>It swallowed another lead, and its order number with it.</summary>
    public bool Swallowed { get; set; }

    /// <summary>A person approved an edit of it that the brake held, and no pass has come to its end without it being held since.</summary>
    public bool IsApproved { get; set; }

    /// <summary>When the service last appended a row for it.</summary>
    public DateTimeOffset? RowAppendedAt { get; set; }

    /// <summary>A pass ended well since: a row that is deleted after that is a person's deletion, before it may be a write that never took place.</summary>
    public bool IsRowKnown { get; set; }

    /// <summary>It was deleted, restored, or merged: its row may stand still.</summary>
    public bool WasLost { get; set; }

    /// <summary>The last that people did in its row is that they cleared the order number.</summary>
    public bool IsNumberCleared =>
        Edits.FindLast(edit => edit.Number != edit.NumberBefore) is { Number.Length: 0, NumberBefore.Length: > 0 };

    /// <summary>A pass that looked at a moment is done: what was edited until then is settled.</summary>
    public void Settle(DateTimeOffset? seen)
    {
        // What was typed into a row that was gone at that moment is compared when it comes back, as if it had never gone (rule 10).
        if (RowRemovedAt <= seen && !(PersonPutAt > RowRemovedAt && PersonPutAt <= seen))
            return;
        var chain = Edits.Where(edit => edit.At <= seen && !edit.IsSettled).ToList();
        if (chain.Count == 0)
            return;
        // Of the status only what came after our own write hit it.
        var standing = chain.Skip(chain.FindLastIndex(edit => edit.IsHitBlindly) + 1).ToList();
        var isNoNews = chain[0].NumberBefore == chain[^1].Number && (standing.Count == 0 || standing[0].StatusBefore == chain[^1].Status);
        foreach (var edit in chain)
            (edit.IsSettled, edit.IsNoNews) = (true, isNoNews);
    }

    /// <summary>A person discarded what the row said at a moment, and with it what it had said before.</summary>
    public void Discard(string status, string number, DateTimeOffset held)
    {
        var last = Edits.FindLastIndex(edit => edit.At <= held && edit.Status == status && edit.Number == number);
        foreach (var edit in Edits.Take(last + 1).Where(edit => !edit.IsSettled))
            edit.IsDiscarded = true;
    }

    /// <summary>Finds the edit that a move by the service follows.</summary>
    /// <param name="from">Where the lead stood.</param>
    /// <param name="to">Where it stands.</param>
    /// <param name="seen">When the service looked at the sheet last.</param>
    /// <returns>Null when there is one; else what is wrong.</returns>
    public string? Justify(Stage from, Stage to, DateTimeOffset seen)
    {
        var known = Edits.Where(edit => edit.At <= seen).ToList();
        // A manager may change the pipeline between the service's reading of the lead and its PATCH: amoCRM knows no precondition.
        var pipeline = Moves.Exists(move => !move.ByService && move.At > seen - OnTheWay) ? to.Pipeline : from.Pipeline;
        var meant = known.Where(edit => edit.Means(pipeline, to)).ToList();
        if (meant.Count == 0)
            return known.Count == 0 ? "nobody edited its row" : $"the last edit says «{known[^1].Status}» {known[^1].Number}";
        var fresh = meant.Where(edit => !edit.IsSettled).ToList();
        if (fresh.Count == 0)
            return $"its edit of {meant[^1].At:HH:mm:ss} was settled before";
        if (fresh.TrueForAll(edit => edit.IsDiscarded))
            return $"its edit of {fresh[^1].At:HH:mm:ss} was discarded";
        // A later edit that the service has seen stands for what people want now; which of two lines counts is another matter (rule 12).
        if (!WasDoubled && known[^1] != fresh[^1] && !known[^1].Means(pipeline, to) && known[^1].IsTop)
            return $"the edit was replaced by «{known[^1].Status}» {known[^1].Number}";
        return null;
    }
}
