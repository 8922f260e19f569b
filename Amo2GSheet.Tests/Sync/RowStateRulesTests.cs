using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.Core.Sync.CatchUp;
using static Amo2GSheet.Tests.Sync.DecisionAssert;
using static Amo2GSheet.Tests.Sync.PlannerCase;

namespace Amo2GSheet.Tests.Sync;

/// <summary>Rules 10 to 12, and announced writes: rows and leads that are gone, doubled, or half written.</summary>
public sealed class RowStateRulesTests
{
    [Fact]
    public void Rule_10_a_row_that_is_gone_marks_the_base_missing_and_leaves_the_lead_alone()
    {
        var decision = new PlannerCase().NoRow().NoBell().Decide();

        Assert.Null(decision.Push);
        Assert.Null(decision.RowAction);
        Assert.True(decision.Base!.Missing);
        Only(decision, 10, Reason.RowGone);
    }

    [Fact]
    public void Rule_10_a_missing_base_follows_the_lead_and_the_row_takes_the_stage_when_it_comes_back()
    {
        var followed = new PlannerCase().NoRow().Base(known => known with { Missing = true }).LeadAt(Reject).Decide();
        Assert.Null(followed.RowAction);
        Assert.Equal(Reject, followed.Base!.Stage);

        var back = new PlannerCase().NoBell().Base(_ => followed.Base).LeadAt(Reject).Decide();
        Assert.Null(back.Push);
        Assert.Equal(SheetStatus.Rejected, back.RowAction!.Status);
        Assert.Contains(back.Findings, finding => finding is { Rule: 10, Reason: Reason.RowBack });
    }

    [Fact]
    public void Rule_10_a_row_that_comes_back_changed_is_an_edit()
    {
        var decision = new PlannerCase().NoBell().Base(known => known with { Missing = true }).Row(SheetStatus.Won).Decide();

        Assert.Equal(Won, decision.Push!.Stage);
    }

    [Fact]
    public void Rule_10_a_row_pasted_on_another_tab_takes_its_base_along()
    {
        var @case = new PlannerCase().NoBell().Base(known => known with { Tab = Archive });

        Assert.False(SyncPlanner.IsQuiet(@case.Build(out _)));
        Assert.Equal(Orders, @case.Decide().Base!.Tab);
    }

    [Fact]
    public void Rule_11_a_deleted_lead_keeps_its_row_gets_a_note_and_is_never_pushed()
    {
        var decision = new PlannerCase().NoLead().Bell(entry => entry with { Deleted = true }).Decide();
        Assert.NotEmpty(Assert.Single(decision.Notes).Text);
        Assert.True(decision.Base!.LeadGone);
        Only(decision, 11, Reason.LeadGone);

        var edited = new PlannerCase().NoLead().NoBell().Base(_ => decision.Base).Row(SheetStatus.Won).Decide();
        Assert.Null(edited.Push);
        Only(edited, 11, Reason.LeadGone);
    }

    [Fact]
    public void Rule_11_a_lead_that_amoCRM_does_not_show_is_waited_for_before_it_is_called_gone()
    {
        var early = new PlannerCase().NoLead().Decide();
        Assert.Equal(Reason.NotVisible, early.Postponed!.Reason);

        var late = new PlannerCase().NoLead().Bell(entry => entry with { LastSeen = Now.AddSeconds(-61) }).Decide();
        Only(late, 11, Reason.LeadGone);

        var unasked = new PlannerCase().NoLead().NoBell().Row(SheetStatus.Won).Decide();
        Assert.True(unasked.Ring);
        Assert.False(unasked.Decided);
    }

    [Fact]
    public void Rule_11_a_restored_lead_is_compared_again()
    {
        var decision = new PlannerCase().Base(known => known with { LeadGone = true, Noted = true }).LeadAt(Reject).Decide();

        Assert.False(decision.Base!.LeadGone);
        Assert.Equal(SheetStatus.Rejected, decision.RowAction!.Status);
        Assert.Equal("", Assert.Single(decision.Notes).Text);
    }

    [Fact]
    public void Rule_11_what_was_typed_while_the_lead_was_gone_counts_when_it_comes_back()
    {
        var gone = new PlannerCase().NoLead().Row(SheetStatus.Won).Bell(entry => entry with { Deleted = true }).Decide();
        Assert.Equal(new RefusedRow(SheetStatus.Won, ""), gone.Base!.Refused);

        var back = new PlannerCase().Base(_ => gone.Base).Row(SheetStatus.Won).Decide();

        Assert.Equal(Won, back.Push!.Stage);
        Assert.Equal((false, null, ""), (back.Base!.LeadGone, back.Base.Refused, Assert.Single(back.Notes).Text));
        // What would have been refused anyway is refused now, and told.
        var nonsense = new PlannerCase().Base(_ => gone.Base with { Refused = new RefusedRow("завтра", "") }).Row("завтра").Decide();
        Assert.Contains(nonsense.Findings, finding => finding.Reason is Reason.UnknownStatus);
    }

    [Fact]
    public void Rule_11_a_row_that_was_never_written_is_owed_to_a_lead_that_was_deleted_and_comes_back()
    {
        var gone = new PlannerCase().NoRow().NoLead().Bell(entry => entry with { Deleted = true })
            .Base(known => known with { Intent = new Intent(IntentKind.Append, null, SheetStatus.InProgress) }).Decide();
        Assert.Null(gone.RowAction);
        Assert.Equal((true, null, null), (gone.Base!.LeadGone, gone.Base.Intent, gone.Base.Stage));
        Assert.True(SyncPlanner.IsQuiet(new PlannerCase().NoRow().NoBell().Base(_ => gone.Base).Build(out _)));

        var back = new PlannerCase().NoRow().Base(_ => gone.Base).Decide();

        Assert.Equal(new AppendRow(SheetStatus.InProgress), back.RowAction);
        Assert.Equal((false, false, Trigger), (back.Base!.LeadGone, back.Base.Missing, back.Base.Stage));
    }

    [Fact]
    public void Rule_11_a_lead_whose_row_people_deleted_comes_back_without_one_and_is_told_once()
    {
        var gone = new PlannerCase().NoRow().NoLead().Bell(entry => entry with { Deleted = true }).Decide();
        Assert.Equal((true, true, Trigger), (gone.Base!.LeadGone, gone.Base.Missing, gone.Base.Stage));
        var @case = new PlannerCase().NoRow().Base(_ => gone.Base);

        var back = @case.Decide();

        Assert.Null(back.RowAction);
        Only(back, 11, Reason.LeadBack);
        // The sweep that finds the lead where its base has it rings no more.
        Assert.False(LeadNews.IsNews(@case.Build(out _).Lead!, back.Base, () => Book, DateTimeOffset.UnixEpoch));
        Assert.True(new PlannerCase().NoRow().Base(_ => back.Base!).Decide().IsEcho);
    }

    [Fact]
    public void Rule_12_of_two_rows_the_topmost_counts_and_the_other_gets_a_note_once()
    {
        var decision = new PlannerCase().NoBell().AnotherRow(SheetStatus.Won).Decide();
        Assert.Null(decision.Push);
        Assert.Equal(5, Assert.Single(decision.Notes).Row.Address.Index);
        Only(decision, 12, Reason.DuplicateRows);

        var again = new PlannerCase().NoBell().AnotherRow(SheetStatus.Won).Base(_ => decision.Base!);
        Assert.True(SyncPlanner.IsQuiet(again.Build(out _)));

        var alone = new PlannerCase().NoBell().Base(_ => decision.Base!).Decide();
        Assert.Equal("", Assert.Single(alone.Notes).Text);
    }

    [Fact]
    public void Rule_12_a_copy_that_comes_to_stand_on_top_pushes_nothing_and_shows_the_lead_s_stage()
    {
        var noted = new PlannerCase().NoBell().AnotherRow(SheetStatus.Won, "9").Decide().Base!;

        var sorted = new PlannerCase().NoBell().Base(_ => noted).Row(SheetStatus.Won, "9").AnotherRow(SheetStatus.InProgress).Decide();
        Assert.Null(sorted.Push);
        Assert.Equal(SheetStatus.InProgress, sorted.RowAction!.Status);
        Assert.Contains(sorted.Findings, finding => finding is { Rule: 12, Reason: Reason.CopyPromoted });

        var alone = new PlannerCase().NoBell().Base(_ => noted).Row(SheetStatus.Won, "9").Decide();
        Assert.Null(alone.Push);
        Assert.Equal(SheetStatus.InProgress, alone.RowAction!.Status);
    }

    [Fact]
    public void Rule_12_what_any_number_of_copies_say_is_remembered_within_bounds()
    {
        PlannerCase Doubled()
        {
            var @case = new PlannerCase().NoBell();
            for (var copy = 0; copy < 300; copy++)
                @case.AnotherRow(new string('ж', 2_000) + copy % 250);
            return @case;
        }

        var noted = Doubled().Decide().Base!;

        Assert.InRange(noted.Copies.Length, 1, 8_000);
        Assert.True(SyncPlanner.IsQuiet(Doubled().Base(_ => noted).Build(out _)));
        var alone = new PlannerCase().NoBell().Base(_ => noted).Row(new string('ж', 2_000) + "7", "").Decide();
        Assert.Null(alone.Push);
        Assert.Contains(alone.Findings, finding => finding is { Rule: 12, Reason: Reason.CopyPromoted });
    }

    [Fact]
    public void Rule_12_an_edit_of_the_topmost_row_is_an_edit_though_it_has_copies()
    {
        var noted = new PlannerCase().NoBell().AnotherRow(SheetStatus.InProgress).Decide().Base!;

        var edited = new PlannerCase().NoBell().Base(_ => noted).Row(SheetStatus.Won).AnotherRow(SheetStatus.InProgress).Decide();

        Assert.Equal(Won, edited.Push!.Stage);
    }

    [Fact]
    public void Rule_12_a_refused_edit_is_no_old_copy_though_its_row_was_doubled_since()
    {
        var refused = new PlannerCase().NoBell().Row("завтра").Decide().Base!;
        var doubled = new PlannerCase().NoBell().Base(_ => refused).Row("завтра").AnotherRow("завтра").Decide().Base!;

        var webhook = new PlannerCase().Base(_ => doubled).Row("завтра").AnotherRow("завтра").Decide();

        Assert.Null(webhook.RowAction);
        Assert.DoesNotContain(webhook.Findings, finding => finding.Reason is Reason.CopyPromoted);
        Assert.Equal("завтра", (webhook.Base ?? doubled).Refused!.Status);
    }

    [Fact]
    public void An_open_intent_whose_cell_says_it_is_done()
    {
        var decision = new PlannerCase().Agreed(Reject, SheetStatus.InProgress).Row(SheetStatus.Rejected)
            .Base(known => known with { Intent = new Intent(IntentKind.Status, SheetStatus.InProgress, SheetStatus.Rejected) }).Decide();

        Assert.Null(decision.Push);
        Assert.Null(decision.RowAction);
        Assert.Equal((SheetStatus.Rejected, null), (decision.Base!.Status, decision.Base.Intent));
    }

    [Fact]
    public void An_open_intent_whose_cell_is_as_before_is_written_again()
    {
        var decision = new PlannerCase().Agreed(Reject, SheetStatus.InProgress).NoBell()
            .Base(known => known with { Intent = new Intent(IntentKind.Status, SheetStatus.InProgress, SheetStatus.Rejected) }).Decide();

        Assert.Null(decision.Push);
        Assert.Equal(SheetStatus.Rejected, decision.RowAction!.Status);
    }

    [Fact]
    public void An_open_intent_whose_cell_says_neither_was_followed_by_a_person()
    {
        var decision = new PlannerCase().Agreed(Reject, SheetStatus.InProgress).NoBell().Row(SheetStatus.Won)
            .Base(known => known with { Intent = new Intent(IntentKind.Status, SheetStatus.InProgress, SheetStatus.Rejected) }).Decide();

        Assert.Equal(Won, decision.Push!.Stage);
    }

    [Fact]
    public void An_announced_row_that_is_not_there_is_appended_wherever_the_lead_stands_by_now()
    {
        var decision = new PlannerCase().NoRow().NoBell().LeadAt(Reject)
            .Base(known => known with { Intent = new Intent(IntentKind.Append, null, SheetStatus.InProgress) }).Decide();

        Assert.Equal(new AppendRow(SheetStatus.Rejected), decision.RowAction);
        Assert.Null(decision.Base!.Intent);
    }

    [Fact]
    public void When_nobody_changed_anything_nothing_happens()
    {
        Assert.True(new PlannerCase().Decide().IsEcho);
        Assert.True(SyncPlanner.IsQuiet(new PlannerCase().NoBell().Build(out _)));
    }
}
