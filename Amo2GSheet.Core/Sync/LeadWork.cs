using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync;

/// <summary>How far one planned lead has come while its plan is carried out.</summary>
internal sealed class LeadWork(PlannedLead planned)
{
    private List<Finding> _findings = [.. planned.Decision.Findings];
    private Base? _stored = planned.Case.Base;
    private Base? _final = planned.Decision.Base;
    private bool _takenBack;
    private bool _misled;
    private bool _astray;
    private bool _unstorable;

    /// <summary>The lead, and what was decided; a refusal takes the decision's row write back.</summary>
    public PlannedLead Planned { get; private set; } = planned;

    /// <summary>Still to be finished by this pass; false once it is left to the next.</summary>
    public bool IsOpen { get; private set; } = planned.Decision.Decided;

    /// <summary>amoCRM made the change.</summary>
    public bool Pushed { get; private set; }

    /// <summary>amoCRM refused the change.</summary>
    public bool Refused { get; private set; }

    /// <summary>The inbox must hold an entry for the lead.</summary>
    public bool MustRing { get; private set; } = planned.Decision.Ring;

    /// <summary>Google's words, when it refused a write of this lead; null otherwise.</summary>
    public string? RefusedByGoogle { get; private set; }

    /// <summary>What a person should know: Google's words, or that the lead cannot be stored; null otherwise.</summary>
    public string? Trouble => RefusedByGoogle ?? (_unstorable ? Why : null);

    /// <summary>Why the lead is left to the next pass.</summary>
    public string Why { get; private set; } = planned.Decision.Postponed?.Detail ?? "";

    /// <summary>The base when all is done, over the newest stored version; null when nothing changed.</summary>
    public Base? Final => _final is null ? null : _final with
    {
        Version = _stored?.Version,
        Stray = _misled ? _stored?.Stray : _final.Stray,
        Astray = _astray || _final.Astray,
        Earlier = AgreedStates.Earlier(Planned.Case.Base, _final),
    };

    /// <summary>The base as it is stored now; null when there is none.</summary>
    public Base? Stored => _stored;

    /// <summary>Its row does not say yet what it should, and no refusal is the reason: worth another pass soon.</summary>
    public bool IsUnwritten { get; private set; }

    /// <summary>Whether the final base still has to be stored: the decision's, or the one before it when its announcement is taken back.</summary>
    public bool IsUnsaved => (IsOpen || _takenBack) && Final is { } final && final != _stored;

    /// <summary>The base with row write and note announced, and the cell still as it was.</summary>
    public Base Announced() => Planned.Decision.RowAction switch
    {
        null => WithOwedNote(),
        AppendRow append => Final! with { Intent = new Intent(IntentKind.Append, null, append.Status) },
        RefreshRow refresh => Open(IntentKind.Refresh, refresh.Row.Shown, refresh.Status),
        ShowStage show => Open(IntentKind.Status, show.Row.Shown, show.Status),
        var other => throw new InvalidOperationException($"No announcement is known for {other.GetType().Name}."),
    };

    private Base WithOwedNote() => Final! with
    {
        OwedNote = Planned.Decision.Notes.FirstOrDefault(note => Planned.Case.Rows is [var row, ..] && note.Row == row)?.Text ?? "",
    };

    /// <summary>Takes amoCRM's answer.</summary>
    public void Land(LeadChangeOutcome outcome, DateTimeOffset now)
    {
        switch (outcome)
        {
            case LeadChanged changed:
                Pushed = true;
                _final = _final! with { LeadUpdatedAt = changed.UpdatedAt, SeenAt = now, StageIsOurs = true };
                break;
            case LeadChangeRefused refused:
                // The row keeps what the person typed and gets the reason as a note; nothing else of the decision stands.
                Refused = true;
                // What amoCRM itself changed is still news to the row: the next pass tells it, without the refused edit in the way.
                MustRing = Planned.Case.Lead?.Stage != Planned.Case.Base?.Stage;
                var row = Planned.Case.Rows[0];
                _final = Planned.Case.Base! with { Refused = new RefusedRow(row.Status, row.OrderNumber), Noted = true, Held = null };
                _findings = [new Finding(9, Reason.RefusedByAmoCrm, Planned.Case.Base!.Status, row.Status, refused.Reason)];
                Planned = Planned with
                {
                    Decision = Planned.Decision with { RowAction = null, Notes = [new NoteAction(row, NoteTexts.RefusedByAmoCrm(refused.Reason))] },
                };
                break;
            default:
                // Deleted, merged, or a lost answer: whichever it is, the next pass reads the lead again.
                MustRing = true;
                break;
        }
    }

    /// <summary>Leaves the lead to the next pass, unsaved; what was found will be found again.</summary>
    public void Drop(string why) => (IsOpen, Why, _findings) = (false, why, []);

    /// <summary>What is to be remembered of the lead cannot be stored: nothing is written of it, and the others go on.</summary>
    public void SetAside()
    {
        _unstorable = true;
        var row = Planned.Case.Rows is [var first, ..] ? $" (tab {first.Address.Tab.Value}, row {first.Address.Index + 1})" : "";
        Drop($"What is to be remembered of lead {Planned.Id}{row} is more than a table holds. Shorten its cells and delete lines with the same ID.");
    }

    /// <summary>When its inbox entry is looked at again; null when it has none, or was decided.</summary>
    public Postponement? Postponement(DateTimeOffset now) => Planned.Case.Entry switch
    {
        _ when IsOpen => null,
        { } entry when RefusedByGoogle is not null => State.Postponement.OfRefused(entry, Why, now),
        // People moved rows: they rest soon, and a pass looks in two seconds.
        { } entry when IsUnwritten => new Postponement(entry, Why),
        { } entry => State.Postponement.Of(entry, Why, now),
        null => null,
    };

    /// <summary>The row could not be written. A refusal of Google's is final until something changes; anything else stays announced.</summary>
    public void Unfinished(UnfinishedRow why)
    {
        RefusedByGoogle = why.Reason is Reason.RefusedByGoogle ? why.Detail : null;
        IsUnwritten = RefusedByGoogle is null;
        if (RefusedByGoogle is null || Planned.Decision.RowAction is AppendRow)
        {
            Drop(why.Detail);
            // Without an entry nothing would make it wait.
            MustRing |= RefusedByGoogle is not null && Planned.Case.Entry is null;
            // A person edited the row before we wrote: nothing was written, so the announcement is taken back and both sides are compared anew.
            if (why.Reason is Reason.StaleRead && !Pushed)
                (_final, _takenBack) = (Planned.Case.Base, true);
            // A row that Google refuses is tried again in every pass, and told once.
            if (RefusedByGoogle is not null && Planned.Case.Base?.Intent is null)
                _findings = [new Finding(1, Reason.RefusedByGoogle, After: Planned.Decision.RowAction?.Status, Detail: why.Detail)];
            return;
        }

        // Without a row write it was only a note that Google refused: the decision stands.
        if (Planned.Decision.RowAction is not { } action)
            return;

        var row = Planned.Case.Rows[0];
        _findings.Add(new Finding(4, Reason.RefusedByGoogle, row.Status, action.Status, why.Detail));
        if (why.StatusUnwritten)
        {
            _final = _final! with { Status = row.Status };
            _findings.RemoveAll(finding => finding.Reason is Reason.StatusShown or Reason.RowRefreshed);
        }

        if (why.OrderNumberUnwritten)
            _final = _final! with { OrderNumber = row.OrderNumber };
    }

    /// <summary>
    /// The findings, not yet in the journal, that are not about the announced write itself (rules 1, 3 and 4): what the base takes for settled
    /// once the write is announced, and what a person typed and the write is going to hide.
    /// </summary>
    public IReadOnlyList<Finding> TakeAnswers()
    {
        var answers = _findings.Where(finding => finding.Rule is not (1 or 3 or 4)).ToList();
        _findings = [.. _findings.Except(answers)];
        return answers;
    }

    /// <summary>Our write left a text in the row that was meant for another one.</summary>
    public void Misled(StrayText stray)
    {
        if (_stored is not null)
            (_misled, _stored) = (true, _stored with { Stray = stray });
    }

    /// <summary>Rows moved while it was written, and it may hold another lead's values.</summary>
    public void GoneAstray()
    {
        if (_stored is not null)
            (_astray, _stored) = (true, _stored with { Astray = true });
    }

    /// <summary>The findings not yet in the journal.</summary>
    public IReadOnlyList<Finding> TakeFindings()
    {
        var taken = _findings;
        _findings = [];
        return taken;
    }

    /// <summary>A base was stored.</summary>
    public void Saved(Base stored) => _stored = stored;

    // A discarded edit stays marked until its row is known to be written: found in the row again, it is discarded again, and never pushed.
    private Base Open(IntentKind kind, string before, string after) => WithOwedNote() with
    {
        Status = before,
        Intent = new Intent(kind, before, after),
        Held = Pushed ? null : Planned.Case.Base?.Held,
        // A stray text stays marked for the same reason: found in the row again, it is still no edit.
        Stray = Planned.Case.Base?.Stray,
        Astray = Planned.Case.Base?.Astray ?? false,
    };
}
