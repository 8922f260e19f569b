using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sync;
using static Amo2GSheet.Tests.Sync.PlannerCase;

namespace Amo2GSheet.Tests.Sync;

/// <summary>What becomes of a decision while it is carried out.</summary>
public sealed class LeadWorkTests
{
    [Fact]
    public void When_amoCRM_refuses_an_edit_its_own_move_still_reaches_the_row_in_the_next_pass()
    {
        var @case = new PlannerCase().Agreed(Sent, "У курера", "1").LeadAt(Reject).Row(order: "2").Build(out var context);
        var work = new LeadWork(new PlannedLead(@case, SyncPlanner.Decide(@case, context), null));

        work.Land(new LeadChangeRefused(work.Planned.Decision.Push!, "TooLong"), Now);

        Assert.True(work.MustRing);
        Assert.Equal(("У курера", "2"), (work.Final!.Refused!.Status, work.Final.Refused.OrderNumber));
        var next = SyncPlanner.Decide(@case with { Base = work.Final }, context);
        Assert.Null(next.Push);
        Assert.Equal("Отказ", next.RowAction!.Status);
    }

    [Theory]
    [InlineData("завтра", "", "9 UnknownStatus", "4 StatusShown")]
    [InlineData(SheetStatus.Won, "", "8 ConflictCrmWins", "4 StatusShown")]
    [InlineData(SheetStatus.InProgress, "7", "6 OrderNumberSent", "4 StatusShown")]
    public void What_a_person_typed_is_answered_before_the_write_is_announced_and_the_write_itself_is_told_after_it(
        string status, string order, string answer, string told)
    {
        var @case = new PlannerCase().CrmWins().Row(status, order).LeadAt(Reject).LeadOrder(order).Build(out var context);
        var work = new LeadWork(new PlannedLead(@case, SyncPlanner.Decide(@case, context), null));

        Assert.Contains(answer, Words(work.TakeAnswers()));
        Assert.Empty(work.TakeAnswers());
        Assert.Equal([told], Words(work.TakeFindings()));
        Assert.Empty(work.TakeFindings());

        static IEnumerable<string> Words(IEnumerable<Finding> findings) => findings.Select(finding => $"{finding.Rule} {finding.Reason}");
    }

    [Fact]
    public void A_refusal_without_a_move_rings_nobody()
    {
        var @case = new PlannerCase().Row(order: "2").Build(out var context);
        var work = new LeadWork(new PlannedLead(@case, SyncPlanner.Decide(@case, context), null));

        work.Land(new LeadChangeRefused(work.Planned.Decision.Push!, "TooLong"), Now);

        Assert.False(work.MustRing);
    }
}
