using System.Globalization;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync.Holds;

/// <summary>A hold and all its leads.</summary>
/// <param name="Hold">The hold, over the set as it is now.</param>
/// <param name="Leads">The leads, by id.</param>
public sealed record ShownHold(Hold Hold, IReadOnlyList<HeldLead> Leads);

/// <summary>A held edit in plain values.</summary>
/// <param name="Lead">The lead's id.</param>
/// <param name="FromPipelineId">The pipeline of the stage at which the lead was read last.</param>
/// <param name="FromStatusId">The status inside it.</param>
/// <param name="ToPipelineId">The pipeline of the stage to which the lead would be moved; null when only its order number would be sent.</param>
/// <param name="ToStatusId">The status inside it.</param>
/// <param name="StatusBefore">The status that both sides agreed on.</param>
/// <param name="Status">The row's status.</param>
/// <param name="OrderNumberBefore">The order number that both sides agreed on.</param>
/// <param name="OrderNumber">The row's order number.</param>
public sealed record HeldLead(
    long Lead, long FromPipelineId, long FromStatusId, long? ToPipelineId, long? ToStatusId,
    string StatusBefore, string Status, string OrderNumberBefore, string OrderNumber)
{
    internal static HeldLead Of(Base known)
    {
        var held = known.Held!;
        return new HeldLead(
            known.Lead.Value, held.From.PipelineId, held.From.StatusId, held.Goal?.PipelineId, held.Goal?.StatusId,
            known.Status, held.Status, known.OrderNumber, held.OrderNumber);
    }
}

/// <summary>What became of a person's decision.</summary>
/// <param name="Kind">In one word.</param>
/// <param name="Sentence">In a sentence for the person.</param>
/// <param name="Shown">The hold as it is now; null when there is none.</param>
public sealed record HoldAnswer(HoldAnswerKind Kind, string Sentence, ShownHold? Shown)
{
    internal static HoldAnswer Taken(ShownHold shown, HoldVerdict verdict) => new(
        HoldAnswerKind.Taken,
        verdict is HoldVerdict.Approved
            ? Text($"Approved: the next pass pushes {shown.Hold.Moves} moves and {shown.Hold.OrderNumbers} order numbers to amoCRM; whatever is typed meanwhile is held again.")
            : Text($"Discarded: the next pass puts {shown.Hold.Leads} rows back to what amoCRM has; amoCRM is not changed."),
        shown);

    /// <summary>There is no such hold.</summary>
    public static HoldAnswer Unknown(string id) => new(
        HoldAnswerKind.Unknown, $"There is no hold {id}: it was carried out, its edits were undone, or it never was.", null);

    internal static HoldAnswer Changed(ShownHold shown) => new(
        HoldAnswerKind.Changed,
        Text($"The set changed since it was shown: it has {shown.Hold.Moves} moves and {shown.Hold.OrderNumbers} order numbers now. Nothing was decided; look at hold {shown.Hold.Id} again."),
        shown);

    internal static HoldAnswer Decided(ShownHold shown, HoldDecision earlier) => new(
        HoldAnswerKind.Decided, Text($"Hold {shown.Hold.Id} was decided already ({earlier.Verdict}, {earlier.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z)."), shown);

    internal static HoldAnswer Busy(string sentence) => new(HoldAnswerKind.Busy, sentence, null);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What became of a person's decision, in one word.</summary>
public enum HoldAnswerKind
{
    /// <summary>It is kept, and the next pass carries it out.</summary>
    Taken,

    /// <summary>There is no such hold.</summary>
    Unknown,

    /// <summary>The set is another one than the person saw.</summary>
    Changed,

    /// <summary>Somebody decided otherwise before.</summary>
    Decided,

    /// <summary>It could not be taken now.</summary>
    Busy,
}
