using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Simulation.Smoke;

namespace Amo2GSheet.Simulation.Sandbox;

/// <summary>The demo account's stages as the service sees them, by the settings that the sandbox gives it.</summary>
internal static class SandboxBook
{
    /// <summary>What the stages of a seed mean.</summary>
    public static PipelineBook Of(AmoSeed seed) => new(
        seed.Pipelines.Select(pipeline => new Pipeline(
            pipeline.Id, pipeline.Name, [.. pipeline.Stages.Select(stage => new Stage(new StageKey(pipeline.Id, stage.Id), stage.Name))])),
        new PipelineOptions { TriggerStatusName = SmokeStages.Trigger1, PipelineKeyword = "sotuv" });
}
