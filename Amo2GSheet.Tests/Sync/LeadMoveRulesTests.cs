using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using static Amo2GSheet.Tests.Sync.DecisionAssert;
using static Amo2GSheet.Tests.Sync.PlannerCase;

namespace Amo2GSheet.Tests.Sync;

/// <summary>Rules 3 to 9: who moved, and who follows.</summary>
public sealed class LeadMoveRulesTests
{
    [Fact]
    public void Rule_3_a_lead_back_at_the_trigger_stage_refreshes_its_row_and_keeps_the_order_number()
    {
        var decision = new PlannerCase().Agreed(Reject, SheetStatus.Rejected, "12").LeadAt(Trigger).Decide();

        Assert.Equal(SheetStatus.InProgress, Assert.IsType<RefreshRow>(decision.RowAction).Status);
        Assert.Null(decision.Push);
        Assert.Equal((Trigger, SheetStatus.InProgress, "12"), (decision.Base!.Stage, decision.Base.Status, decision.Base.OrderNumber));
        Only(decision, 3, Reason.RowRefreshed);
    }

    [Theory]
    [InlineData(142, SheetStatus.Won)]
    [InlineData(143, "Закрыто и не реализовано")]
    [InlineData(10, "Консультация")]
    [InlineData(12, SheetStatus.WithCourier)]
    [InlineData(13, SheetStatus.Rejected)]
    [InlineData(14, SheetStatus.Rejected)]
    public void Rule_4_a_lead_moved_in_amoCRM_shows_its_stage(long status, string shown)
    {
        var decision = new PlannerCase().LeadAt(new StageKey(1, status)).Decide();

        var show = Assert.IsType<ShowStage>(decision.RowAction);
        Assert.Equal((shown, "Sotuv 1"), (show.Status, show.Pipeline));
        Assert.Equal((new StageKey(1, status), shown), (decision.Base!.Stage, decision.Base.Status));
        Assert.Null(decision.Push);
        Only(decision, 4, Reason.StatusShown);
    }

    [Fact]
    public void Rule_4_a_lead_moved_to_another_pipeline_takes_the_row_s_pipeline_along()
    {
        var decision = new PlannerCase().LeadAt(LatinReject).Decide();

        Assert.Equal((SheetStatus.Rejected, "SOTUV 2"), ((ShowStage)decision.RowAction! is var show ? show.Status : "", show.Pipeline));
    }

    [Theory]
    [InlineData(SheetStatus.WithCourier, "", 142)]
    [InlineData(SheetStatus.Won, "", 142)]
    [InlineData(SheetStatus.Rejected, "", 13)]
    [InlineData(SheetStatus.InProgress, "", 11)]
    [InlineData(SheetStatus.InProgress, "5", 12)]
    public void Rule_5_a_chosen_status_moves_the_lead_to_what_it_means_in_its_own_pipeline(string chosen, string order, long status)
    {
        var decision = new PlannerCase().Agreed(Consult, "Консультация", order).LeadOrder(order).NoBell().Row(chosen).Decide();

        Assert.Equal(new StageKey(1, status), decision.Push!.Stage);
        Assert.Null(decision.Push.Field);
        Assert.Null(decision.RowAction);
        Assert.Equal((new StageKey(1, status), chosen), (decision.Base!.Stage, decision.Base.Status));
        Only(decision, 5, Reason.LeadMoved);
    }

    [Fact]
    public void Rule_5_a_pipeline_without_a_reject_stage_of_its_own_uses_143()
    {
        var decision = new PlannerCase().Agreed(BareTrigger, SheetStatus.InProgress).Row(SheetStatus.Rejected).NoBell().Decide();

        Assert.Equal(new StageKey(3, 143), decision.Push!.Stage);
    }

    [Fact]
    public void Rule_5_a_lead_that_stands_there_already_is_not_moved_again()
    {
        var decision = new PlannerCase().Agreed(Won, SheetStatus.WithCourier).Row(SheetStatus.Won).NoBell().Decide();

        Assert.Null(decision.Push);
        Assert.Equal(SheetStatus.Won, decision.Base!.Status);
        Only(decision, 5, Reason.AlreadyThere);
    }

    [Fact]
    public void Rule_6_a_filled_order_number_sets_the_field_and_moves_the_lead_and_leaves_the_cell()
    {
        var decision = new PlannerCase().Row(order: "A-7").NoBell().Decide();

        Assert.Equal((Sent, OrderField, "A-7"), (decision.Push!.Stage!.Value, decision.Push.Field!.FieldId, decision.Push.Field.Value));
        Assert.Null(decision.RowAction);
        Assert.Equal((Sent, SheetStatus.InProgress, "A-7"), (decision.Base!.Stage, decision.Base.Status, decision.Base.OrderNumber));
        Assert.Equal([Reason.OrderNumberSent, Reason.LeadMoved], decision.Findings.Select(finding => finding.Reason));
        Assert.All(decision.Findings, finding => Assert.Equal(6, finding.Rule));
    }

    [Fact]
    public void Rule_6_its_echo_changes_nothing()
    {
        var decision = new PlannerCase().Agreed(Sent, SheetStatus.InProgress, "A-7").LeadOrder("A-7").Decide();

        Assert.True(decision.IsEcho);
    }

    [Fact]
    public void Rule_6_does_not_fire_for_a_number_that_was_there_when_the_lead_came_back()
    {
        var decision = new PlannerCase().Agreed(Reject, SheetStatus.Rejected, "A-7").LeadAt(Trigger).Decide();

        Assert.Null(decision.Push);
    }

    [Theory]
    [InlineData("A-7", "A-8", SheetStatus.InProgress)]
    [InlineData("A-7", "", SheetStatus.InProgress)]
    [InlineData("", "A-7", SheetStatus.WithCourier)]
    public void Rule_7_any_other_change_of_the_order_number_changes_the_field_only(string before, string after, string status)
    {
        var decision = new PlannerCase().Agreed(Sent, status, before).LeadOrder(before).Row(order: after).NoBell().Decide();

        Assert.Null(decision.Push!.Stage);
        Assert.Equal(after.Length > 0 ? after : null, decision.Push.Field!.Value);
        Only(decision, 7, Reason.OrderNumberSent);
    }

    [Fact]
    public void Rule_7_an_account_without_the_field_is_told_so()
    {
        var decision = new PlannerCase().Agreed(Sent, SheetStatus.WithCourier).NoOrderField().Row(order: "5").NoBell().Decide();

        Assert.Null(decision.Push);
        Assert.NotEmpty(Assert.Single(decision.Notes).Text);
        Only(decision, 7, Reason.NoOrderField);
    }

    [Fact]
    public void Rule_8_when_both_sides_changed_the_sheet_wins_by_default_and_the_loser_is_noted()
    {
        var decision = new PlannerCase().LeadAt(Reject).Row(SheetStatus.Won).Decide();

        Assert.Equal(Won, decision.Push!.Stage);
        Assert.Null(decision.RowAction);
        Assert.Contains(SheetStatus.Rejected, Assert.Single(decision.Notes).Text, StringComparison.Ordinal);
        Assert.Equal([(8, Reason.ConflictSheetWins), (5, Reason.LeadMoved)], decision.Findings.Select(finding => (finding.Rule, finding.Reason)));
    }

    [Fact]
    public void Rule_8_under_the_other_policy_amoCRM_wins_and_the_loser_is_noted()
    {
        var decision = new PlannerCase().CrmWins().LeadAt(Reject).Row(SheetStatus.Won).Decide();

        Assert.Null(decision.Push);
        Assert.Equal(SheetStatus.Rejected, Assert.IsType<ShowStage>(decision.RowAction).Status);
        Assert.Equal(SheetStatus.Rejected, decision.Base!.Status);
        Assert.Contains(SheetStatus.Won, Assert.Single(decision.Notes).Text, StringComparison.Ordinal);
        Assert.Contains(decision.Findings, finding => finding is { Rule: 8, Reason: Reason.ConflictCrmWins, Before: SheetStatus.Won });
    }

    [Theory]
    [InlineData(142, SheetStatus.WithCourier)]
    [InlineData(142, SheetStatus.Won)]
    [InlineData(13, SheetStatus.Rejected)]
    public void Rule_8_is_no_conflict_when_the_row_already_means_the_lead_s_stage(long status, string chosen)
    {
        var decision = new PlannerCase().LeadAt(new StageKey(1, status)).Row(chosen).Decide();

        Assert.Null(decision.Push);
        Assert.Null(decision.RowAction);
        Assert.Equal((new StageKey(1, status), chosen), (decision.Base!.Stage, decision.Base.Status));
    }

    [Theory]
    [InlineData(12, SheetStatus.WithCourier, 142)]
    [InlineData(14, SheetStatus.Rejected, 13)]
    public void Rule_8_a_chosen_status_means_its_own_stage_even_where_the_lead_s_stage_is_shown_alike(long status, string chosen, long goal)
    {
        var decision = new PlannerCase().LeadAt(new StageKey(1, status)).Row(chosen).Decide();

        Assert.Equal(new StageKey(1, goal), decision.Push!.Stage);
        Assert.Contains(decision.Findings, finding => finding is { Rule: 8, Reason: Reason.ConflictSheetWins });
    }

    [Fact]
    public void Rule_8_the_pipeline_s_name_follows_whoever_wins()
    {
        var decision = new PlannerCase().LeadAt(new StageKey(2, 20)).Row(SheetStatus.Rejected).Decide();

        Assert.Equal(LatinReject, decision.Push!.Stage);
        Assert.Equal((SheetStatus.Rejected, "SOTUV 2"), ((ShowStage)decision.RowAction! is var show ? show.Status : "", show.Pipeline));
    }

    [Fact]
    public void Rule_8_a_row_that_comes_back_changed_while_its_lead_moved_is_a_conflict()
    {
        var followed = new PlannerCase().NoRow().Base(known => known with { Missing = true }).LeadAt(Reject).Decide().Base!;

        var back = new PlannerCase().CrmWins().NoBell().Base(_ => followed).LeadAt(Reject).Row(SheetStatus.Won).Decide();

        Assert.Null(back.Push);
        Assert.Equal(SheetStatus.Rejected, back.RowAction!.Status);
        Assert.Contains(back.Findings, finding => finding.Rule == 8);
    }

    [Fact]
    public void Rule_8_a_number_filled_while_the_lead_moved_is_a_conflict_too()
    {
        var sheet = new PlannerCase().LeadAt(Reject).Row(order: "5").Decide();
        Assert.Equal(Sent, sheet.Push!.Stage);
        Assert.Contains(sheet.Findings, finding => finding.Rule == 8);

        var crm = new PlannerCase().CrmWins().LeadAt(Reject).Row(order: "5").Decide();
        Assert.Null(crm.Push!.Stage);
        Assert.Equal("5", crm.Push.Field!.Value);
        Assert.Equal(SheetStatus.Rejected, crm.RowAction!.Status);
    }

    [Fact]
    public void Rule_9_a_text_that_is_no_status_pushes_nothing_and_is_noted_once()
    {
        var decision = new PlannerCase().Row("доставлено?").NoBell().Decide();

        Assert.Null(decision.Push);
        Assert.Contains("доставлено?", Assert.Single(decision.Notes).Text, StringComparison.Ordinal);
        Assert.Equal(SheetStatus.InProgress, decision.Base!.Status);
        Only(decision, 9, Reason.UnknownStatus);

        var again = new PlannerCase().Row("доставлено?").NoBell().Base(_ => decision.Base);
        Assert.True(SyncPlanner.IsQuiet(again.Build(out _)));
    }

    [Fact]
    public void Rule_9_an_emptied_status_pushes_nothing()
    {
        Only(new PlannerCase().Row("").NoBell().Decide(), 9, Reason.UnknownStatus);
    }

    [Fact]
    public void Rule_9_a_status_without_stage_in_the_pipeline_pushes_nothing()
    {
        var decision = new PlannerCase().Agreed(BareTrigger, SheetStatus.InProgress).Row(order: "5").NoBell().Decide();

        Assert.Null(decision.Push!.Stage);
        Assert.Equal("5", decision.Push.Field!.Value);
        Assert.Contains(decision.Findings, finding => finding is { Rule: 9, Reason: Reason.NoSuchStage });
    }

    [Fact]
    public void Rule_9_a_note_goes_when_the_person_corrects_the_status()
    {
        var refused = new PlannerCase().Row("???").NoBell().Decide().Base!;

        var corrected = new PlannerCase().Row(SheetStatus.Won).NoBell().Base(_ => refused).Decide();
        Assert.Equal(Won, corrected.Push!.Stage);
        Assert.Equal("", Assert.Single(corrected.Notes).Text);

        var takenBack = new PlannerCase().NoBell().Base(_ => refused).Decide();
        Assert.Null(takenBack.Push);
        Assert.Equal("", Assert.Single(takenBack.Notes).Text);
        Assert.Null(takenBack.Base!.Refused);
    }

    [Fact]
    public void Rule_9_a_refused_edit_that_is_taken_back_is_told_and_its_note_goes()
    {
        var refused = new PlannerCase().NoBell().Row("завтра").Decide().Base!;

        var takenBack = new PlannerCase().NoBell().Base(_ => refused).Decide();

        Only(takenBack, 9, Reason.EditTakenBack);
        var finding = takenBack.Findings[0];
        Assert.Equal(("завтра / ", $"{SheetStatus.InProgress} / "), (finding.Before, finding.After));
        Assert.Equal("", Assert.Single(takenBack.Notes).Text);
        Assert.Null(takenBack.Base!.Refused);
        Assert.True(SyncPlanner.IsQuiet(new PlannerCase().NoBell().Base(_ => takenBack.Base).Build(out _)));
    }

    [Fact]
    public void Rule_9_a_lead_in_a_pipeline_out_of_scope_is_not_moved_from_the_sheet()
    {
        var decision = new PlannerCase().Agreed(OutOfScope, SheetStatus.InProgress).Row(SheetStatus.Won).NoBell().Decide();

        Assert.Null(decision.Push);
        Only(decision, 9, Reason.PipelineOutOfScope);
    }
}
