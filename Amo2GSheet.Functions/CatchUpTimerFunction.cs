using Amo2GSheet.Core.Sync.CatchUp;
using Microsoft.Azure.Functions.Worker;

namespace Amo2GSheet.Functions;

/// <summary>
/// Runs the catch-up every <c>CATCH_UP_SECONDS</c>: brings what no webhook told, and sees that webhooks still come. The schedule stands here,
/// and not in a setting, so that an installation whose settings are older than the catch-up has it all the same.
/// </summary>
/// <param name="runner">Catches up.</param>
public sealed class CatchUpTimerFunction(CatchUpRunner runner)
{
    /// <summary>One tick, which does nothing until a catch-up is due. A catch-up that could not be finished has said so itself; the next tick goes on.</summary>
    [Function("catch-up")]
    public async Task RunAsync([TimerTrigger("*/10 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        await runner.RunIfDueAsync(cancellationToken);
}
