using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Core.Sync.CatchUp;
using Amo2GSheet.Core.Sync.Holds;

namespace Amo2GSheet.Tests.Sync;

/// <summary>Rule 16 for one lead: what becomes of an edit that is held.</summary>
public sealed class HoldRulesTests
{
    private static readonly BrakeOptions Strict = new() { MaxMoves = 0 };
    private static readonly BrakeOptions Loose = new() { MaxMoves = 1_000, MaxPercent = 100 };
    private static readonly HeldEdit Edit = new("h", PlannerCase.Trigger, PlannerCase.Won, SheetStatus.Won, "");
    private static readonly Hold Standing = new() { Id = "h", Since = PlannerCase.Now.AddHours(-1), Moves = 1, Fingerprint = "f" };

    [Fact]
    public void A_move_beyond_the_limit_is_marked_and_nothing_else_is_done()
    {
        var (decision, holds) = Apply(new PlannerCase().Row(SheetStatus.Won), Strict);

        Assert.Equal((null, null, Edit with { Hold = "pass" }), (decision.Push, decision.RowAction, decision.Base!.Held));
        Assert.Equal((PlannerCase.Trigger, SheetStatus.InProgress), (decision.Base.Stage, decision.Base.Status));
        Assert.Equal((16, Reason.Held), Assert.Single(decision.Findings.Select(finding => (finding.Rule, finding.Reason))));
        var hold = Assert.Single(holds);
        Assert.Equal(("pass", 1, 1), (hold.Id, hold.Moves, hold.Samples.Count));
        Assert.Equal(new Trip(BrakeLimit.Moves, 1, 0, null), hold.Trips[0]);
    }

    [Fact]
    public void A_new_row_that_was_announced_and_stands_there_is_not_owed_any_more_while_its_edit_is_held()
    {
        var (decision, _) = Apply(
            new PlannerCase().Base(known => known with { Intent = new Intent(IntentKind.Append, null, SheetStatus.InProgress) }).Row(SheetStatus.Won), Strict);

        Assert.Equal((null, SheetStatus.InProgress, "pass"), (decision.Base!.Intent, decision.Base.Status, decision.Base.Held!.Hold));
        Assert.Null(new PlannerCase().NoRow().NoBell().Base(_ => decision.Base).Decide().RowAction);
    }

    [Fact]
    public void An_order_number_alone_trips_no_brake_and_joins_what_stands()
    {
        var edit = new PlannerCase().Agreed(PlannerCase.Sent, SheetStatus.WithCourier).Row(order: "7");

        Assert.NotNull(Apply(edit, Strict).Decision.Push);
        var (decision, holds) = Apply(edit, Loose, Standing);

        Assert.Null(decision.Push);
        Assert.Equal(new HeldEdit("h", PlannerCase.Sent, null, SheetStatus.WithCourier, "7"), decision.Base!.Held);
        Assert.Equal(("h", 0, 1), (holds[0].Id, holds[0].Moves, holds[0].OrderNumbers));
    }

    [Fact]
    public void An_approval_lets_the_edit_through_that_it_was_given_for()
    {
        var (decision, _) = Apply(Held(), Strict, Decided(HoldVerdict.Approved));

        Assert.Equal(PlannerCase.Won, decision.Push!.Stage);
        Assert.Null(decision.Base!.Held);
        Assert.Contains(decision.Findings, finding => finding.Reason is Reason.HoldApproved);
    }

    [Theory]
    [InlineData(SheetStatus.Rejected, "")]
    [InlineData(SheetStatus.Won, "8")]
    public void An_approval_does_not_cover_what_the_row_says_by_now(string status, string order)
    {
        var (decision, holds) = Apply(Held().Row(status, order), Loose, Decided(HoldVerdict.Approved));

        Assert.Equal((null, "pass"), (decision.Push, decision.Base!.Held!.Hold));
        Assert.Equal(["h", "pass"], holds.Select(hold => hold.Id));
    }

    [Fact]
    public void An_approval_does_not_cover_a_stage_that_was_not_shown()
    {
        var (decision, holds) = Apply(Held().LeadAt(PlannerCase.LatinReject), Loose, Decided(HoldVerdict.Approved));

        Assert.Null(decision.Push);
        Assert.Equal(new StageKey(2, StageKey.WonStatusId), decision.Base!.Held!.Goal);
        Assert.Empty(holds[1].Trips);
    }

    [Theory]
    [InlineData(HoldVerdict.Approved)]
    [InlineData(HoldVerdict.Discarded)]
    public void A_decision_that_was_carried_out_before_a_crash_holds_nobody_else(HoldVerdict verdict)
    {
        var (decision, _) = Apply(new PlannerCase().Row(SheetStatus.Won), Loose, Decided(verdict));

        Assert.NotNull(decision.Push);
    }

    [Fact]
    public void A_discard_writes_what_both_sides_agreed_on_and_amoCRM_s_order_number()
    {
        var @case = new PlannerCase().Agreed(PlannerCase.Sent, SheetStatus.InProgress, "7").LeadOrder("9").Row(SheetStatus.Won, "8")
            .Base(known => known with { Held = new HeldEdit("h", PlannerCase.Sent, PlannerCase.Won, SheetStatus.Won, "8") });

        var (decision, _) = Apply(@case, Loose, Decided(HoldVerdict.Discarded));

        Assert.Null(decision.Push);
        Assert.Equal((SheetStatus.InProgress, "9"), (decision.RowAction!.Status, decision.RowAction.OrderNumber));
        Assert.Equal((null, SheetStatus.InProgress, "9", PlannerCase.Sent), (decision.Base!.Held, decision.Base.Status, decision.Base.OrderNumber, decision.Base.Stage));
        Assert.Contains("отклонено", decision.Notes.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_discard_of_a_lead_that_came_back_refreshes_the_row_and_takes_the_number_back()
    {
        var @case = new PlannerCase().Agreed(PlannerCase.Sent, SheetStatus.WithCourier, "7").Row(SheetStatus.Won, "8").LeadAt(PlannerCase.Trigger)
            .Base(known => known with { Held = new HeldEdit("h", PlannerCase.Sent, PlannerCase.Won, SheetStatus.Won, "8") });

        var (decision, _) = Apply(@case, Loose, Decided(HoldVerdict.Discarded));

        Assert.Equal((SheetStatus.InProgress, ""), (Assert.IsType<RefreshRow>(decision.RowAction).Status, decision.RowAction!.OrderNumber));
        Assert.Equal(SheetStatus.Won, ((RefreshRow)decision.RowAction).Row.Status);
    }

    [Fact]
    public void A_copy_made_of_a_held_row_does_not_make_its_edit_an_old_one()
    {
        var @case = Held().AnotherRow(SheetStatus.Won).Base(known => known with { DuplicatesNoted = 1, Copies = $"{SheetStatus.Won}\u001f\u001e" });

        var (decision, _) = Apply(@case, Strict, Decided(HoldVerdict.Approved));

        Assert.Equal(PlannerCase.Won, decision.Push!.Stage);
    }

    [Theory]
    [InlineData("h", true)]
    [InlineData("other", false)]
    [InlineData(null, false)]
    public void A_held_row_is_quiet_under_its_own_hold_alone(string? standing, bool quiet)
    {
        Assert.Equal(quiet, SyncPlanner.IsQuiet(Held().NoBell().Build(out _), standing));
        Assert.False(SyncPlanner.IsQuiet(Held().NoBell().Row(SheetStatus.Rejected).Build(out _), standing));
        Assert.False(SyncPlanner.IsQuiet(Held().NoBell().NoRow().Build(out _), standing));
        Assert.False(SyncPlanner.IsQuiet(Held().Build(out _), standing));
    }

    [Fact]
    public void A_held_lead_whose_tab_cannot_be_read_is_not_asked_for_at_every_look()
    {
        var gone = Held().NoBell().NoRow().Build(out _);

        Assert.True(SyncPlanner.NeedsLead(gone, whole: true));
        Assert.False(SyncPlanner.NeedsLead(gone, whole: false));
    }

    [Fact]
    public void A_move_that_the_hold_has_seen_is_no_news_to_the_catch_up()
    {
        var known = Held().Base(known => known with { Held = Edit with { From = PlannerCase.Reject } }).Build(out _);

        Assert.False(News(PlannerCase.Reject));
        Assert.True(News(PlannerCase.Trigger));

        bool News(StageKey stage) => LeadNews.IsNews(known.Lead! with { Stage = stage }, known.Base, () => PlannerCase.Book, DateTimeOffset.UnixEpoch);
    }

    [Theory]
    [InlineData(-9, false, true)]
    [InlineData(-11, false, false)]
    [InlineData(11, false, false)] // the clock was put back
    [InlineData(-9, true, false)]
    public void A_move_of_another_lead_counts_for_the_minutes_of_the_window_unless_a_person_approved_it(int minutes, bool isApproved, bool counts)
    {
        var other = new PlannerCase().Build(out _).Base! with { Lead = new LeadId(502), Moved = new EditMove(PlannerCase.Now.AddMinutes(minutes), isApproved) };

        var (_, holds) = Apply(new PlannerCase().Row(SheetStatus.Won), new BrakeOptions { MaxPercent = 100, WindowMaxMoves = 1 }, [], other);

        Assert.Equal(counts ? [502] : [], holds.SelectMany(hold => hold.Earlier));
        Assert.Equal(counts, holds.Count == 1);
    }

    [Theory]
    [InlineData(SheetStatus.Won, "", true)]
    [InlineData(SheetStatus.InProgress, "7", false)]
    public void The_base_remembers_a_chosen_status_that_moves_the_lead_and_no_first_order_number(string status, string order, bool isMarked)
    {
        var (decision, _) = Apply(new PlannerCase().Row(status, order), Loose);

        Assert.NotNull(decision.Push!.Stage);
        Assert.Equal(isMarked ? new EditMove(PlannerCase.Now, Approved: false) : null, decision.Base!.Moved);
    }

    [Fact]
    public void A_lead_that_stands_already_where_the_row_wants_it_counts_as_moved()
    {
        var (decision, _) = Apply(new PlannerCase().Row(SheetStatus.Won).LeadAt(PlannerCase.Won), Loose);

        Assert.Equal((null, PlannerCase.Now), (decision.Push, decision.Base!.Moved!.At));
    }

    private static PlannerCase Held() => new PlannerCase().Row(SheetStatus.Won).Base(known => known with { Held = Edit });

    private static Hold Decided(HoldVerdict verdict) => Standing with { Decision = new HoldDecision(verdict, PlannerCase.Now) };

    private static (Decision Decision, IReadOnlyList<Hold> Holds) Apply(PlannerCase @case, BrakeOptions limits, params IReadOnlyList<Hold> holds) =>
        Apply(@case, limits, holds, []);

    private static (Decision Decision, IReadOnlyList<Hold> Holds) Apply(
        PlannerCase @case, BrakeOptions limits, IReadOnlyList<Hold> holds, params IReadOnlyList<Base> others)
    {
        var lead = @case.Build(out var context);
        var known = others.ToDictionary(other => other.Lead);
        if (lead.Base is { } @base)
            known[lead.Id] = @base;
        var (decided, after) = new HoldRules(context, known, holds, limits, "pass").Apply([(lead, SyncPlanner.Decide(lead, context))]);
        return (Assert.Single(decided).Decision, after);
    }
}
