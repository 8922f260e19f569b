using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Sandbox.Page;
using Amo2GSheet.Simulation.Sandbox;

namespace Amo2GSheet.Cli.Sandbox;

/// <summary>The page over a running sandbox.</summary>
internal static class SandboxWorldPage
{
    /// <summary>Starts it.</summary>
    /// <param name="world">The sandbox.</param>
    /// <param name="service">Its service.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    public static Task<SandboxPage> StartAsync(SandboxWorld world, IPageService service, TimeProvider time, CancellationToken cancellationToken)
    {
        var book = SandboxBook.Of(world.Amo.World.Seed);
        return SandboxPage.StartAsync(
            new SandboxPageOptions
            {
                Port = world.Settings.PagePort,
                Amo = world.Amo,
                Sheets = world.Sheets,
                Service = service,
                Dashboard = new DashboardDoor(world.Dashboard, FunctionsSettings.DashboardName, FunctionsSettings.DashboardPassword),
                IsInScope = book.InScope,
                Mark = (pipeline, status) => Mark(book, new StageKey(pipeline, status)),
                TimeProvider = time,
            },
            cancellationToken);
    }

    private static StageMark Mark(PipelineBook book, StageKey stage) => stage switch
    {
        _ when book.IsTrigger(stage) => StageMark.Trigger,
        // Where a typed order number leads to.
        _ when book.InScope(stage.PipelineId) && book.StageFor(stage.PipelineId, SheetStatus.InProgress, hasOrderNumber: true).Stage == stage => StageMark.Sent,
        _ => StageMark.None,
    };
}
