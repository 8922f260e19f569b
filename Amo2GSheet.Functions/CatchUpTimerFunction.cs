using Amo2GSheet.Core.Sync.CatchUp;
using Microsoft.Azure.Functions.Worker;

namespace Amo2GSheet.Functions;

/// <summary>Runs the catch-up on <c>CATCH_UP_SCHEDULE</c>: brings what no webhook told, and sees that webhooks still come.</summary>
/// <param name="runner">Catches up.</param>
public sealed class CatchUpTimerFunction(CatchUpRunner runner)
{
    /// <summary>One tick. A catch-up that could not be finished has said so itself; the next tick goes on.</summary>
    [Function("catch-up")]
    public async Task RunAsync([TimerTrigger("%CATCH_UP_SCHEDULE%")] TimerInfo timer, CancellationToken cancellationToken) =>
        await runner.RunAsync(cancellationToken);
}
