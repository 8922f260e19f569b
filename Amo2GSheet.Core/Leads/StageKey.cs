namespace Amo2GSheet.Core.Leads;

/// <summary>
/// A stage: a status inside a pipeline. A status id alone names no stage, because 142 (won) and 143 (lost) exist in every pipeline.
/// </summary>
/// <param name="PipelineId">The pipeline's id.</param>
/// <param name="StatusId">The status's id inside it.</param>
public readonly record struct StageKey(long PipelineId, long StatusId)
{
    /// <summary>amoCRM's status id of «won», the same in every pipeline and renamable in each.</summary>
    public const long WonStatusId = 142;

    /// <summary>amoCRM's status id of «lost», the same in every pipeline and renamable in each.</summary>
    public const long LostStatusId = 143;

    /// <inheritdoc />
    public override string ToString() => FormattableString.Invariant($"{PipelineId}:{StatusId}");
}
