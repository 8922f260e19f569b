using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync;

/// <summary>A decision while the rules write on it: the base as it will be, and what leads there.</summary>
internal sealed class DecisionDraft
{
    private readonly LeadId _lead;
    private readonly List<Finding> _findings = [];
    private readonly List<NoteAction> _notes = [];

    // Whatever is decided is decided; what has to be held (again) is marked so afterwards, by the brake.
    public DecisionDraft(LeadCase lead, Base? stored) =>
        (_lead, Stored, Base) = (lead.Id, stored, stored?.Held is null ? stored! : stored with { Held = null });

    /// <summary>The base as it was stored.</summary>
    public Base? Stored { get; }

    /// <summary>The base as it will be; a draft without a stored base gets one from its first rule, or stays without.</summary>
    public Base Base { get; set; }

    public StageKey? MoveTo { get; set; }

    public FieldChange? Field { get; set; }

    public RowAction? RowAction { get; set; }

    public bool HasNotes => _notes.Count > 0;

    public void Find(int rule, Reason reason, string? before = null, string? after = null, string? detail = null) =>
        _findings.Add(new Finding(rule, reason, before, after, detail));

    public void Note(Row row, string text)
    {
        _notes.RemoveAll(note => note.Row == row);
        _notes.Add(new NoteAction(row, text));
    }

    /// <summary>Sets our note on the row's own status cell, or takes it away with an empty text.</summary>
    public void NoteOwn(Row row, string text)
    {
        Note(row, text);
        Base = Base with { Noted = text.Length > 0 };
    }

    public Decision Done() => new()
    {
        Lead = _lead,
        Decided = true,
        Push = MoveTo is null && Field is null ? null : new LeadChange(_lead, MoveTo, Field),
        RowAction = RowAction,
        Notes = _notes,
        Base = Base == Stored ? null : Base,
        Findings = _findings,
    };
}
