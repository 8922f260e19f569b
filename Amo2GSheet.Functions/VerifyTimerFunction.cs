using Amo2GSheet.Core.Sync.Verify;
using Microsoft.Azure.Functions.Worker;

namespace Amo2GSheet.Functions;

/// <summary>
/// Compares both sides once a night, at <c>VERIFY_AT</c>. The schedule stands here, as the catch-up's does: a tick is cheap, and whether one is
/// due is told by the setting, in the zone of the sheet, which no schedule of the host's knows.
/// </summary>
/// <param name="runner">Compares.</param>
public sealed class VerifyTimerFunction(VerifyRunner runner)
{
    /// <summary>One tick, which does nothing until a comparison is due. One that could not be made has said so itself; a later tick tries again.</summary>
    [Function("verify")]
    public async Task RunAsync([TimerTrigger("*/15 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        await runner.RunIfDueAsync(cancellationToken);
}
