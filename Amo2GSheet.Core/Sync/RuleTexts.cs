namespace Amo2GSheet.Core.Sync;

/// <summary>When each rule matches, in the words of <c>docs/rules.md</c>.</summary>
internal static class RuleTexts
{
    private static readonly Dictionary<int, string> Texts = new()
    {
        [1] = "a lead that comes to a trigger stage of a pipeline in scope gets a row",
        [2] = "there is a row and no base",
        [3] = "the lead came back to a trigger stage and has a row",
        [4] = "the lead's stage changed otherwise",
        [5] = "a person chose another status",
        [6] = "the order number was filled while the row is in progress",
        [7] = "the order number changed, was cleared, or was filled at another status",
        [8] = "both sides changed and do not mean the same",
        [9] = "the text is no status, the pipeline has no stage for it, or amoCRM refused",
        [10] = "the row is gone and all tabs were read",
        [11] = "the lead is deleted or merged",
        [12] = "one id stands in several lines",
        [13] = "the base's tab could not be read",
        [14] = "amoCRM's answer is older than what is known",
        [15] = "the lead is out of scope or older than the cut-off, and has no base",
        [16] = "a pass, or all passes of the brake's window, would move more leads than allowed, or a hold stands",
    };

    /// <summary>The rule's text; null for a number that is no rule.</summary>
    public static string? Of(int rule) => Texts.GetValueOrDefault(rule);
}
