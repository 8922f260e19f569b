using System.Globalization;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync.Verify;

/// <summary>
/// Says what differs about one lead: whatever the planner would do with it if it were looked at now, and what no rule looks at. Pure.
/// </summary>
/// <param name="lead">The lead's three sides, without its inbox entry: what both sides say is judged, not which bell rang.</param>
/// <param name="context">What holds for all leads.</param>
internal sealed class VerifyJudge(LeadCase lead, PlanContext context)
{
    private readonly List<Difference> _differences = [];
    private readonly List<Difference> _known = [];
    private readonly Row? _row = lead.Rows is [var row, ..] ? row : null;

    /// <summary>Judges.</summary>
    public static LeadVerdict Of(LeadCase lead, PlanContext context) => new VerifyJudge(lead with { Entry = null, Asked = true }, context).Judge();

    private bool IsShown => lead.Lead is { IsDeleted: false };

    private bool RefusalStands => _row is not null && lead.Base?.Refused?.IsSaidBy(_row) == true;

    /// <summary>The brake holds what the row says (rule 16); the base keeps what was agreed before until a person decides.</summary>
    private bool HoldStands => _row is not null && lead.Base?.Held?.IsSaidBy(_row) == true;

    private LeadVerdict Judge()
    {
        var verdict = new LeadVerdict { Lead = lead.Id, Mark = Mark(), CreatedAt = lead.Lead?.CreatedAt };
        if (lead.Base is { LeadGone: true } && !IsShown)
        {
            if (_row is not null)
                Know(DifferenceKind.LeadGone);
            return verdict with { Known = _known };
        }

        if (lead.Base is { IsForeign: true } && _row is not null)
        {
            Know(DifferenceKind.RowUntracked);
            return verdict with { Known = _known };
        }

        var decision = SyncPlanner.Decide(lead, context);
        if (decision.Postponed is { Reason: Reason.TabUnreadable or Reason.IdUnreadable or Reason.CellUnclear })
            return verdict with { NotCompared = true };
        if (decision.Postponed is { Reason: Reason.StaleRead or Reason.StageUnknown })
            return verdict with { Doubtful = true };

        LookAtKnown();
        if (decision.Postponed is { Reason: Reason.NotVisible })
            Differ(_row is not null && lead.Base is null ? DifferenceKind.RowUntracked : DifferenceKind.LeadGone, Reason.NotVisible);
        if (!HoldStands)
        {
            foreach (var finding in decision.Findings)
                Take(finding, decision);
            LookAtIntent();
            LookAtAgreement();
        }

        // Without a row and without a lead there is nothing on either side, whatever was agreed on.
        if (_row is null && lead.Base is null or { Missing: true } && !IsShown)
            _differences.Clear();
        // A row that nobody tracks is one matter, whatever else is about it.
        if (_differences.Find(one => one.Kind is DifferenceKind.RowUntracked) is { } untracked)
            _differences.RemoveAll(one => one != untracked);
        return verdict with
        {
            InAmo = IsShown && (lead.Base is { } known ? _row is not null || !known.Missing || decision.RowAction is AppendRow : decision.RowAction is AppendRow),
            InSheet = _row is not null && lead.Base is not null,
            Differences = _differences,
            Known = _known,
            UnheardSince = IsShown && lead.Lead!.Stage != lead.Base?.Stage ? lead.Lead.UpdatedAt : null,
            UnheardLoss = !IsShown,
        };
    }

    /// <summary>What the journal has told already and a person has to decide.</summary>
    private void LookAtKnown()
    {
        if (HoldStands)
            Know(DifferenceKind.EditHeld);
        if (RefusalStands)
            Know(DifferenceKind.EditRefused);
        if (lead.Rows.Count > 1 && lead.Base?.DuplicatesNoted == lead.Rows.Count - 1)
            Know(DifferenceKind.DuplicateRows);
    }

    private void Take(Finding finding, Decision decision)
    {
        DifferenceKind? kind = finding.Reason switch
        {
            Reason.RowAppended => lead.Base?.Intent?.Kind is IntentKind.Append ? DifferenceKind.IntentOpen : DifferenceKind.RowMissing,
            Reason.RowAdopted or Reason.RowNotAdopted => DifferenceKind.RowUntracked,
            Reason.RowGone => DifferenceKind.RowGone,
            Reason.LeadGone => DifferenceKind.LeadGone,
            Reason.LeadMoved or Reason.StrayUndone => DifferenceKind.StatusDiffers,
            Reason.StatusShown or Reason.RowRefreshed => decision.RowAction?.Status == _row?.Status ? DifferenceKind.AgreementBehind : DifferenceKind.StatusDiffers,
            Reason.UnknownStatus or Reason.NoSuchStage => DifferenceKind.StatusUnknown,
            Reason.PipelineOutOfScope => _row is null ? null : DifferenceKind.StatusUnknown,
            Reason.OrderNumberSent => IsSameNumber() ? DifferenceKind.AgreementBehind : DifferenceKind.OrderNumberDiffers,
            Reason.NoOrderField or Reason.NoNumber => DifferenceKind.OrderNumberDiffers,
            Reason.DuplicateRows => DifferenceKind.DuplicateRows,
            Reason.AlreadyShown or Reason.AlreadyThere or Reason.RowBack or Reason.Followed or Reason.LeadBack => DifferenceKind.AgreementBehind,
            // A row that was never to be, and what stands beside another finding of the same lead.
            _ => null,
        };
        if (kind is { } found)
            Differ(found, finding.Reason);
    }

    /// <summary>An announced write that nobody finished, whatever became of the cell.</summary>
    private void LookAtIntent()
    {
        if (_row is null || lead.Base is not { Missing: false } known || (known.Intent is null && known.OwedNote.Length == 0))
            return;
        _differences.RemoveAll(one => one.Kind is DifferenceKind.StatusDiffers or DifferenceKind.AgreementBehind);
        Differ(DifferenceKind.IntentOpen, null);
    }

    /// <summary>What no rule looks at: both sides are where the base has them, and do not mean the same.</summary>
    private void LookAtAgreement()
    {
        if (_row is null || lead.Base is null || lead.Lead is not { IsDeleted: false } read || RefusalStands)
            return;
        var told = _differences.Exists(one => one.Kind is DifferenceKind.StatusDiffers or DifferenceKind.StatusUnknown or DifferenceKind.IntentOpen or DifferenceKind.AgreementBehind);
        if (!told && !Says(_row, read.Stage))
            Differ(SheetStatus.Find(_row.Status) is null ? DifferenceKind.StatusUnknown : DifferenceKind.StatusDiffers, null);
        if (!_differences.Exists(one => one.Kind is DifferenceKind.OrderNumberDiffers) && !IsSameNumber())
            Differ(DifferenceKind.OrderNumberDiffers, null);
    }

    // A number that was cleared leaves the lead where its number had brought it (rule 7): «in progress» means both stages.
    private bool Says(Row row, StageKey stage) =>
        context.Book.Display(stage) == row.Status
        || context.Book.StageFor(stage.PipelineId, row.Status, hasOrderNumber: true).Stage == stage
        || context.Book.StageFor(stage.PipelineId, row.Status, hasOrderNumber: false).Stage == stage
        || (NameFold.Same(row.Status, SheetStatus.InProgress) && context.Book.IsTrigger(stage));

    private bool IsSameNumber()
    {
        if (_row is null || lead.Lead is null || context.OrderFieldId is not { } field)
            return true;
        var theirs = RowBuilder.OrderNumberOf(lead.Lead, field);
        // A numeric field gives 12 for the 0012 that it was sent.
        return theirs == _row.OrderNumber
            || (lead.Lead.Fields.Any(one => one.Id == field && one.Type is "numeric" or "monetary" or "price") && Number(theirs) is { } number && number == Number(_row.OrderNumber));

        static decimal? Number(string text) => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private void Differ(DifferenceKind kind, Reason? reason)
    {
        if (_differences.Exists(one => one.Kind == kind))
            return;
        var (cause, fix) = VerifyTexts.Of(kind, reason, lead);
        _differences.Add(new Difference(kind, lead.Id.Value, AmoSide(kind), SheetSide(kind), cause, fix));
    }

    private void Know(DifferenceKind kind)
    {
        var (cause, fix) = VerifyTexts.OfKnown(kind);
        _known.Add(new Difference(kind, lead.Id.Value, AmoSide(kind), SheetSide(kind), cause, fix));
    }

    private string AmoSide(DifferenceKind kind) => lead.Lead switch
    {
        null => "amoCRM does not show the lead",
        { IsDeleted: true } => "the lead is in the recycle bin",
        var read when kind is DifferenceKind.OrderNumberDiffers && RowBuilder.OrderNumberOf(read, context.OrderFieldId) is var number =>
            number.Length > 0 ? $"order number «{number}»" : "no order number",
        var read => context.Book.Describe(read.Stage),
    };

    private string SheetSide(DifferenceKind kind)
    {
        if (_row is null)
            return "no row";
        var place = string.Create(CultureInfo.InvariantCulture, $"tab «{context.Snapshot.Find(_row.Address.Tab)?.Title}», line {_row.Address.Index + 1}");
        return kind switch
        {
            DifferenceKind.OrderNumberDiffers => _row.OrderNumber.Length > 0 ? $"order number «{_row.OrderNumber}» ({place})" : $"no order number ({place})",
            DifferenceKind.DuplicateRows => string.Create(CultureInfo.InvariantCulture, $"{lead.Rows.Count} lines, the topmost «{_row.Shown}» ({place})"),
            _ => $"«{_row.Shown}» ({place})",
        };
    }

    private string Mark() => string.Create(
        CultureInfo.InvariantCulture,
        $"{string.Concat(lead.Rows.Select(Base.CopyOf))}|{lead.Base?.Version}|{lead.Lead?.Stage}|{lead.Lead?.UpdatedAt.ToUnixTimeSeconds()}");
}
