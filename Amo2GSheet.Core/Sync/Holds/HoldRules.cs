using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync.Holds;

/// <summary>
/// Rule 16, over what the planner decided: which decisions stand, which are held, and what becomes of the edits that a person decided about.
/// As pure as the planner.
/// </summary>
/// <param name="context">What holds for the whole pass.</param>
/// <param name="known">All bases.</param>
/// <param name="book">The holds that there are.</param>
/// <param name="limits">The limits of the brake.</param>
/// <param name="pass">The pass's id, which a new hold takes.</param>
internal sealed class HoldRules(
    PlanContext context, IReadOnlyDictionary<LeadId, Base> known, IReadOnlyList<Hold> book, BrakeOptions limits, string pass)
{
    private readonly IReadOnlyList<Hold> _holds = Alive(book, known);
    private readonly Hold? _newer = book.FirstOrDefault(hold => hold.IsOfNewerVersion);
    private readonly List<HoldSample> _samples = [];

    /// <summary>Holds what has to be held.</summary>
    /// <param name="decided">The planner's decisions, made as if nothing were ever held.</param>
    /// <returns>The decisions that stand, and the holds as they are to be announced before anything is done.</returns>
    public (IReadOnlyList<(LeadCase Case, Decision Decision)> Decided, IReadOnlyList<Hold> Holds) Apply(
        IReadOnlyList<(LeadCase Case, Decision Decision)> decided)
    {
        var judged = decided.Select(lead => (lead.Case, Verdict: Judge(lead.Case, lead.Decision))).ToList();
        var pushes = judged.Where(lead => lead.Verdict.Waits).ToList();
        if (HoldFor(pushes.Select(lead => (lead.Case, lead.Verdict.Decision))) is not { } hold)
            return ([.. judged.Select(lead => (lead.Case, lead.Verdict.Decision))], _holds);

        var answered = judged.Select(lead => (lead.Case, lead.Verdict.Waits ? Held(lead.Case, lead.Verdict.Decision, hold) : lead.Verdict.Decision)).ToList();
        return (answered, [.. _holds.Where(other => other.Id != hold.Id), Announced(hold, answered)]);
    }

    /// <summary>A crash may leave a hold that was carried out: nothing has to wait beside it any more.</summary>
    private static IReadOnlyList<Hold> Alive(IReadOnlyList<Hold> book, IReadOnlyDictionary<LeadId, Base> known)
    {
        if (book.All(hold => hold.Decision is null))
            return book;
        var sets = HoldSet.ById(known.Values);
        return [.. book.Where(hold => hold.Decision is null || sets.ContainsKey(hold.Id))];
    }

    /// <summary>What a decision comes to for a lead whose edit is held, or about to be.</summary>
    private (Decision Decision, bool Waits) Judge(LeadCase lead, Decision decision)
    {
        // No hold can be made, changed or carried out, and so nothing that might have to be held may be pushed.
        if (_newer is not null && decision.Decided && (decision.Push is not null || lead.Base?.Held is not null))
            return (new Decision { Lead = lead.Id, Decided = false, Postponed = new Finding(16, Reason.NewerVersion, Detail: Hold.NewerVersion(_newer.Id)) }, false);
        if (!decision.Decided || lead.Base?.Held is not { } edit)
            return (decision.Decided ? Marked(lead, decision) : decision, decision is { Decided: true, Push: not null });

        var hold = _holds.FirstOrDefault(candidate => candidate.Id == edit.Hold);
        var says = lead.Rows is [var row, ..] && edit.IsSaidBy(row);
        return hold?.Decision?.Verdict switch
        {
            HoldVerdict.Approved when says && IsApproved(decision, edit) => (Found(Marked(lead, decision, isApproved: true), Reason.HoldApproved, hold), false),
            HoldVerdict.Discarded when says => (new Discard(lead, context).Decide(hold), false),
            _ when decision.Push is not null => (decision, true),
            // amoCRM would win this conflict, and a row that waits is not overwritten: what to do with it is what the person is asked.
            null when says && hold is not null && decision.Findings.Any(finding => finding.Reason is Reason.ConflictCrmWins) => (decision, true),
            // Our own write, whose announcement an earlier pass had no time to settle.
            HoldVerdict.Discarded when lead.Rows is [var now, ..] && now.Status == lead.Base.Intent?.Status =>
                (Found(decision, Reason.HoldDiscarded, hold), false),
            _ => (Found(decision, Reason.HoldLeft, hold), false),
        };
    }

    /// <summary>An approval is of what was shown, and of less; a lead that changed its pipeline meanwhile would go somewhere else.</summary>
    private static bool IsApproved(Decision decision, HeldEdit edit) => decision.Push?.Stage is null || decision.Push.Stage == edit.Goal;

    private static Decision Found(Decision decision, Reason reason, Hold? hold) => hold is null
        ? decision
        : decision with { Findings = [.. decision.Findings, new Finding(16, reason, Detail: $"hold {hold.Id}")] };

    /// <summary>The hold that takes these pushes: the one that waits, a new one, or none.</summary>
    private Hold? HoldFor(IEnumerable<(LeadCase Case, Decision Decision)> pushes)
    {
        if (_holds.FirstOrDefault(hold => hold.Decision is null) is { } standing)
            return standing;
        if (!pushes.Any())
            return null;

        var moves = pushes.Where(lead => lead.Decision.Push?.Stage is not null).ToList();
        var trips = Brake.Trips([.. moves.Select(lead => TabOf(lead.Case))], Tracked, limits);
        moves.RemoveAll(lead => IsFirstNumber(lead.Decision));
        var earlier = moves.Count > 0 ? Earlier([.. moves.Select(lead => lead.Case.Id)]) : [];
        var window = Brake.WindowTrips([.. moves.Select(lead => TabOf(lead.Case))], [.. earlier.Select(moved => moved.Tab)], Tracked, limits);
        // A pass that is too large by itself needs no window to say so.
        trips = [.. trips, .. window.Where(trip => limits.WindowMinutes > 0 && (trips.Count == 0 || trip.Earlier > 0))];
        var returned = pushes.Count(lead => AgreedStates.IsEarlier(lead.Case.Rows[0], lead.Case.Base!));
        if (returned > Brake.MostReturned)
            trips = [.. trips, new Trip(BrakeLimit.Returned, returned, Brake.MostReturned, null)];
        // While a set is carried out, whatever is not of it waits for its own decision, however small.
        return trips.Count > 0 || _holds.Count > 0 ? new Hold { Id = pass, Since = context.Now, Trips = trips, Earlier = Named(earlier, trips) } : null;
    }

    /// <summary>A first order number is what every order gets once: it counts in its own pass, and in no window.</summary>
    private static bool IsFirstNumber(Decision decision) => decision.Findings.Any(finding => finding is { Rule: 6, Reason: Reason.LeadMoved });

    /// <summary>Other leads that edits moved within the window, since the last approval in it.</summary>
    private IReadOnlyList<Base> Earlier(HashSet<LeadId> moving)
    {
        // A clock that was put back leaves marks of the future, which must not count for days.
        var recent = known.Values.Where(one => one.Moved is { } moved && (context.Now - moved.At).Duration() < TimeSpan.FromMinutes(limits.WindowMinutes)).ToList();
        var start = recent.Where(one => one.Moved!.Approved).Select(one => one.Moved!.At).DefaultIfEmpty().Max();
        return [.. recent.Where(one => one.Moved!.At > start && !moving.Contains(one.Lead))];
    }

    private static IReadOnlyList<long> Named(IReadOnlyList<Base> earlier, IReadOnlyList<Trip> trips) => trips.Any(trip => trip.Earlier > 0)
        ? [.. earlier.Select(moved => moved.Lead.Value).Order().Take(Hold.MostEarlier)]
        : [];

    /// <summary>The base remembers the move. A lead that is there already may be our own move, of a pass that was killed before it noted it.</summary>
    private Decision Marked(LeadCase lead, Decision decision, bool isApproved = false)
    {
        var isMove = isApproved ? decision.Push?.Stage is not null : decision.Findings.Any(finding => finding is { Rule: 5, Reason: Reason.LeadMoved or Reason.AlreadyThere });
        return isMove ? decision with { Base = (decision.Base ?? lead.Base!) with { Moved = new EditMove(context.Now, isApproved) } } : decision;
    }

    private Tab TabOf(LeadCase lead) => context.Snapshot.Find(lead.Rows[0].Address.Tab)!;

    private int Tracked(Tab tab) =>
        (tab as ReadTab)?.Rows.Where(row => known.GetValueOrDefault(row.Lead) is { IsForeign: false }).DistinctBy(row => row.Lead).Count() ?? 0;

    /// <summary>Nothing of the decision is done but what concerns other lines; the base remembers what waits.</summary>
    private Decision Held(LeadCase lead, Decision decision, Hold hold)
    {
        var (row, read, stored) = (lead.Rows[0], lead.Lead!, lead.Base!);
        var goal = decision.Push is null ? stored.Held?.Goal : decision.Push.Stage;
        var edit = new HeldEdit(hold.Id, read.Stage, goal, row.Status, row.OrderNumber);
        var isNewer = read.UpdatedAt > stored.LeadUpdatedAt;
        // The new row that was announced stands there: should it be gone one day, a person took it away.
        var isBorn = stored.Intent is { Kind: IntentKind.Append };
        var @base = stored with
        {
            Held = edit,
            Intent = isBorn ? null : stored.Intent,
            Status = isBorn ? stored.Intent!.Status : stored.Status,
            Tab = row.Address.Tab,
            LeadUpdatedAt = isNewer ? read.UpdatedAt : stored.LeadUpdatedAt,
            SeenAt = isNewer ? context.Now : stored.SeenAt,
            DuplicatesNoted = decision.Base?.DuplicatesNoted ?? stored.DuplicatesNoted,
            Copies = decision.Base?.Copies ?? stored.Copies,
        };
        var sample = Sample(lead, edit);
        _samples.Add(sample);
        var (before, after) = sample.To is null ? (sample.OrderNumberBefore, sample.OrderNumber) : (sample.From, sample.To);
        return decision with
        {
            Push = null,
            RowAction = null,
            Notes = [.. decision.Notes.Where(note => note.Row != row)],
            Base = @base == stored ? null : @base,
            Findings = edit == stored.Held ? [] : [new Finding(16, Reason.Held, before, after, $"hold {hold.Id}; the row says {sample.Status} / {sample.OrderNumber}")],
        };
    }

    private HoldSample Sample(LeadCase lead, HeldEdit edit) => new(
        lead.Id.Value,
        TabOf(lead).Title,
        context.Book.Describe(edit.From),
        RowRules.Describe(edit.Goal, context),
        HoldSample.Short(lead.Base!.Status),
        HoldSample.Short(edit.Status),
        HoldSample.Short(lead.Base.OrderNumber),
        HoldSample.Short(edit.OrderNumber));

    /// <summary>The hold with the set as it will be when this plan is carried out.</summary>
    private Hold Announced(Hold hold, IEnumerable<(LeadCase Case, Decision Decision)> answered)
    {
        var replaced = answered.Where(lead => lead.Decision.Base is not null).ToDictionary(lead => lead.Case.Id, lead => lead.Decision.Base!);
        var over = hold.Over(HoldSet.Of(hold.Id, known, replaced));
        var fresh = _samples.Select(sample => sample.Lead).ToHashSet();
        return over with { Samples = [.. over.Samples.Where(sample => !fresh.Contains(sample.Lead)).Concat(_samples).Take(Hold.MostSamples)] };
    }
}
