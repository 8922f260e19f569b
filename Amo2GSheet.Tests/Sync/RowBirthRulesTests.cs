using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using static Amo2GSheet.Tests.Sync.DecisionAssert;
using static Amo2GSheet.Tests.Sync.PlannerCase;

namespace Amo2GSheet.Tests.Sync;

/// <summary>Rules 1, 2, 13, 14 and 15: whether a lead gets a row, and when nothing is decided.</summary>
public sealed class RowBirthRulesTests
{
    [Fact]
    public void Rule_1_a_lead_at_a_trigger_stage_without_row_and_base_becomes_a_row()
    {
        var decision = new PlannerCase().NoRow().NoBase().LeadOrder("17").Decide();

        Assert.Equal(new AppendRow(SheetStatus.InProgress), decision.RowAction);
        Assert.Equal((Trigger, SheetStatus.InProgress, "17"), (decision.Base!.Stage, decision.Base.Status, decision.Base.OrderNumber));
        Only(decision, 1, Reason.RowAppended);
    }

    [Fact]
    public void Rule_1_a_lead_elsewhere_without_row_and_base_gets_none_and_the_reason_is_kept()
    {
        var decision = new PlannerCase().NoRow().NoBase().LeadAt(Consult).Decide();

        Nothing(decision);
        Only(decision, 1, Reason.NotAtTrigger);
    }

    [Fact]
    public void Rule_1_a_missing_base_gets_a_new_row_only_when_the_lead_came_to_the_trigger_stage_since()
    {
        var came = new PlannerCase().NoRow().Base(known => known with { Stage = Reject, Missing = true }).Decide();
        Assert.IsType<AppendRow>(came.RowAction);
        Assert.False(came.Base!.Missing);
        Assert.Equal("v1", came.Base.Version);

        var stood = new PlannerCase().NoRow().Base(known => known with { Missing = true }).Decide();
        Assert.True(stood.IsEcho);
    }

    [Fact]
    public void Rule_2_a_row_without_base_is_adopted_as_it_is_and_nothing_is_pushed()
    {
        var decision = new PlannerCase().NoBase().NoBell().Row(SheetStatus.Rejected, "9").Decide();

        Assert.Null(decision.Push);
        Assert.Null(decision.RowAction);
        Assert.Equal((SheetStatus.Rejected, "9", Trigger), (decision.Base!.Status, decision.Base.OrderNumber, decision.Base.Stage));
        Only(decision, 2, Reason.RowAdopted);
    }

    [Fact]
    public void Rule_2_a_row_of_a_lead_that_awaits_no_order_is_left_foreign_and_told_once()
    {
        var decision = new PlannerCase().NoBase().LeadAt(Consult).Row(SheetStatus.Won, "9").Decide();

        Only(decision, 2, Reason.RowNotAdopted);
        Assert.Equal((null, null, true), (decision.Push, decision.RowAction, decision.Base!.IsForeign));
        Assert.Contains("вручную", Assert.Single(decision.Notes).Text, StringComparison.Ordinal);
        Assert.True(SyncPlanner.IsQuiet(Next().NoBell().Build(out _)));
        var again = Next().Decide();
        Assert.Empty(again.Notes);
        Assert.Empty(again.Findings);

        // When the line is gone, the lead is as if it had never been in the sheet.
        Assert.True(Next().NoRow().NoBell().Decide().Ring);
        Assert.IsType<AppendRow>(Next().NoRow().LeadAt(Trigger).Decide().RowAction);

        PlannerCase Next() => new PlannerCase().Base(_ => decision.Base).LeadAt(Thinking).Row(SheetStatus.Won, "9");
    }

    [Fact]
    public void Rule_2_a_row_of_a_lead_that_amoCRM_does_not_show_waits_for_nobody()
    {
        var decision = new PlannerCase().NoBase().NoBell().NoLead().Decide();

        Only(decision, 2, Reason.RowNotAdopted);
        Assert.True(decision.Base!.LeadGone);
        Assert.False(new PlannerCase().NoBase().NoBell().NoLead().Adopts(RowAdoption.Any).Decide().Decided);
    }

    [Fact]
    public void Rule_2_a_bell_for_an_untracked_row_is_news_to_the_row_and_pushes_nothing()
    {
        var decision = new PlannerCase().NoBase().Adopts(RowAdoption.Any).LeadAt(Reject).Decide();

        Assert.Null(decision.Push);
        Assert.Equal(SheetStatus.Rejected, Assert.IsType<ShowStage>(decision.RowAction).Status);
    }

    [Fact]
    public void Rule_2_a_bell_for_an_untracked_row_that_says_the_same_in_its_own_words_changes_nothing()
    {
        var decision = new PlannerCase().NoBase().Adopts(RowAdoption.Any).LeadAt(Won).Row(SheetStatus.WithCourier).Decide();

        Assert.Null(decision.RowAction);
        Assert.Equal(SheetStatus.WithCourier, decision.Base!.Status);
    }

    [Fact]
    public void Rule_13_a_cell_whose_value_is_unclear_decides_nothing_and_asks_amoCRM_nothing()
    {
        var edited = new PlannerCase().NoBell().Row(SheetStatus.Rejected).UnclearRow();

        var decision = edited.Decide();

        Assert.Equal((13, Reason.CellUnclear), (decision.Postponed!.Rule, decision.Postponed.Reason));
        Assert.False(edited.Build(out _).Asked);
        Nothing(decision);
    }

    [Fact]
    public void Rule_13_beside_an_id_that_cannot_be_read_no_row_is_gone()
    {
        var gone = new PlannerCase().NoRow().UnreadableId("завтра").Decide();
        Assert.Equal((13, Reason.IdUnreadable), (gone.Postponed!.Rule, gone.Postponed.Reason));

        // A row that was announced and is not there was not written, unless the line says its id.
        Base Announced(Base known) => known with { Intent = new Intent(IntentKind.Append, null, SheetStatus.InProgress) };
        Assert.IsType<AppendRow>(new PlannerCase().NoRow().Base(Announced).UnreadableId("завтра").Decide().RowAction);
        Assert.Equal(Reason.IdUnreadable, new PlannerCase().NoRow().Base(Announced).UnreadableId("№501").Decide().Postponed!.Reason);

        Assert.IsType<AppendRow>(new PlannerCase().NoRow().NoBase().UnreadableId("завтра").Decide().RowAction);
    }

    [Fact]
    public void Rule_13_an_unreadable_tab_of_the_base_decides_nothing()
    {
        var decision = new PlannerCase().Unreadable(Orders).Decide();

        Assert.False(decision.Decided);
        Assert.Equal((13, Reason.TabUnreadable), (decision.Postponed!.Rule, decision.Postponed.Reason));
        Nothing(decision);
    }

    [Fact]
    public void Rule_13_no_row_is_called_gone_while_any_tab_is_unreadable_and_new_leads_do_not_wait_for_it()
    {
        Assert.IsType<AppendRow>(new PlannerCase().NoRow().NoBase().Unreadable(Archive).Decide().RowAction);
        Assert.Equal(13, new PlannerCase().NoRow().NoBell().Unreadable(Archive).Decide().Postponed!.Rule);
    }

    [Fact]
    public void Rule_14_a_read_older_than_the_webhook_waits_and_not_for_ever()
    {
        var heard = Now.AddMinutes(-1);

        var early = new PlannerCase().Bell(entry => entry with { LastModified = heard }).LeadAt(Reject).Decide();
        Assert.Equal((14, Reason.StaleRead), (early.Postponed!.Rule, early.Postponed.Reason));

        var late = new PlannerCase().Bell(entry => entry with { LastModified = heard, LastSeen = Now.AddSeconds(-60) }).LeadAt(Reject).Decide();
        Assert.True(late.Decided);
    }

    [Fact]
    public void Rule_14_a_read_older_than_the_base_waits()
    {
        var decision = new PlannerCase().Agreed(Won, SheetStatus.WithCourier).LeadAt(Trigger)
            .Base(known => known with { LeadUpdatedAt = Now, SeenAt = Now.AddSeconds(-5) }).Decide();

        Assert.Equal(14, decision.Postponed!.Rule);
        Nothing(decision);
    }

    [Fact]
    public void Rule_14_a_read_of_the_same_second_at_none_of_its_named_stages_waits_and_not_for_ever()
    {
        var at = Now.AddMinutes(-5);

        var early = Named(Won.StatusId).LeadAt(Reject).Decide();
        Assert.Equal((14, Reason.StaleRead), (early.Postponed!.Rule, early.Postponed.Reason));

        Assert.True(Named(Won.StatusId).LeadAt(Reject).Bell(entry => entry with { LastSeen = Now.AddSeconds(-60) }).Decide().Decided);
        Assert.True(Named(Won.StatusId).LeadAt(Reject).Lead(lead => lead with { UpdatedAt = at.AddSeconds(1) }).Decide().Decided);
        Assert.True(Named().LeadAt(Reject).Decide().Decided);

        PlannerCase Named(params long[] stages) =>
            new PlannerCase().Bell(entry => entry with { LastModified = at, Stages = NamedStages.Of(stages) });
    }

    [Fact]
    public void Rule_14_one_of_several_stages_of_a_second_is_decided_at_once_and_read_once_more_two_seconds_later()
    {
        var at = Now.AddMinutes(-5);
        var entry = new PlannerCase().LeadAt(Reject).Bell(entry => entry with { LastModified = at, Stages = NamedStages.Of(Won.StatusId, Reject.StatusId) });

        var early = entry.Decide();
        Assert.True(early is { Decided: true, ReadOnceMore: true, RowAction: ShowStage });

        Assert.False(entry.Bell(entry => entry with { LastSeen = Now.AddSeconds(-2) }).Decide().ReadOnceMore);
        Assert.False(entry.Bell(entry => entry with { LastSeen = Now, Stages = NamedStages.Of(Reject.StatusId) }).Decide().ReadOnceMore);
    }

    [Fact]
    public void Rule_15_a_lead_out_of_scope_is_dropped_and_the_reason_kept()
    {
        var pipeline = new PlannerCase().NoRow().NoBase().LeadAt(OutOfScope).Decide();
        Nothing(pipeline);
        Only(pipeline, 15, Reason.PipelineOutOfScope);

        var old = new PlannerCase().NoRow().NoBase().CutOff(Now).Decide();
        Nothing(old);
        Only(old, 15, Reason.BeforeCutOff);
    }
}
