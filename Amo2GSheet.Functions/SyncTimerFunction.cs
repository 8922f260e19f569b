using Amo2GSheet.Core.Sync;
using Microsoft.Azure.Functions.Worker;

namespace Amo2GSheet.Functions;

/// <summary>Runs the sync on <c>SYNC_POLL_SCHEDULE</c>: sees what people typed, and finishes what a crash left open.</summary>
/// <param name="runner">Runs passes.</param>
public sealed class SyncTimerFunction(PassRunner runner)
{
    /// <summary>One tick. A pass that could not be finished has said so itself; the next tick tries again.</summary>
    [Function("sync")]
    public async Task RunAsync([TimerTrigger("%SYNC_POLL_SCHEDULE%")] TimerInfo timer, CancellationToken cancellationToken) =>
        await runner.RunAsync(cancellationToken);
}
