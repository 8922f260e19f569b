using Amo2GSheet.Core.Sync;

namespace Amo2GSheet.Tests.Sync;

/// <summary>What tests say about decisions.</summary>
internal static class DecisionAssert
{
    public static void Only(Decision decision, int rule, Reason reason)
    {
        var finding = Assert.Single(decision.Findings);
        Assert.Equal((rule, reason), (finding.Rule, finding.Reason));
    }

    public static void Nothing(Decision decision)
    {
        Assert.Null(decision.Push);
        Assert.Null(decision.RowAction);
        Assert.Empty(decision.Notes);
        Assert.Null(decision.Base);
    }
}
