using Amo2GSheet.Core.Kpi;
using Microsoft.Azure.Functions.Worker;

namespace Amo2GSheet.Functions;

/// <summary>
/// Keeps the ledger of credits: brings the moves of leads every <c>CATCH_UP_SECONDS</c>, and works on an ordered back-fill. A timer of its own,
/// so that a back-fill of a month never keeps the catch-up waiting.
/// </summary>
/// <param name="runner">Keeps the ledger.</param>
public sealed class KpiTimerFunction(KpiRunner runner)
{
    /// <summary>One tick, which does nothing until a run is due. A run that could not be finished has said so itself; the next tick goes on.</summary>
    [Function("kpi")]
    public async Task RunAsync([TimerTrigger("5-59/10 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        await runner.RunIfDueAsync(cancellationToken);
}
