using System.Diagnostics.CodeAnalysis;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>Where a lead lands when a request names a pipeline, a stage, or both.</summary>
internal static class StageRules
{
    public static bool TryPlace(
        AmoSeed seed,
        AmoSwitches switches,
        AmoEntity lead,
        long? pipelineId,
        long? statusId,
        [NotNullWhen(true)] out AmoPipeline? pipeline,
        [NotNullWhen(true)] out AmoStage? stage,
        out string badPath)
    {
        (pipeline, stage, badPath) = (null, null, "pipeline_id");
        if (pipelineId is { } named)
            pipeline = seed.Pipelines.FirstOrDefault(candidate => candidate.Id == named);
        else if (statusId is not (AmoStage.Won or AmoStage.Lost) && switches.StatusAloneChangesPipeline)
            pipeline = seed.Pipelines.FirstOrDefault(candidate => candidate.Stage(statusId!.Value) is not null);
        else
            pipeline = seed.Pipelines.FirstOrDefault(candidate => candidate.Id == lead.PipelineId);
        badPath = pipelineId is not null && pipeline is null ? "pipeline_id" : "status_id";
        if (pipeline is null)
            return false;
        // Naming the pipeline it is in already says nothing about the stage.
        stage = statusId is { } status
            ? pipeline.Stage(status)
            : pipeline.Id == lead.PipelineId ? pipeline.Stage(lead.StatusId) : pipeline.FirstStage;
        // The Unsorted stage cannot be written, not even by a lead that stands in it.
        return stage is not null && (stage.Type == 0 || statusId is null);
    }
}
