using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Simulation.Smoke;

/// <summary>Step 13: a status pasted over a whole column moves nothing until a person approves it.</summary>
/// <param name="cast">Who plays.</param>
internal sealed class HoldStory(SmokeCast cast)
{
    private const int Pasted = 61;

    /// <summary>Step 13.</summary>
    public async Task WaitsForAPersonAsync()
    {
        var leads = (await cast.Clerk.RowsOfAllAsync()).Distinct().TakeLast(Pasted).ToList();
        if (leads.Count != Pasted)
            throw new SmokeFailure($"the order tab has {leads.Count} rows, too few for an accident");
        var before = new Dictionary<long, string>();
        foreach (var lead in leads)
            before[lead] = (await cast.Manager.LookAsync(lead)).Status;

        await cast.Clerk.PasteAsync(leads, OrderColumns.Status, SheetStatus.Won);
        HeldSet? held = null;
        await cast.Wait.UntilAsync(async () => (held = await cast.Service.HoldAsync()) is null ? "/health names no hold" : null);
        await cast.PassedAsync();
        foreach (var lead in leads)
        {
            if ((await cast.Manager.LookAsync(lead)).Status is var now && now != before[lead])
                throw new SmokeFailure($"lead {lead} was moved to {now} though it is held");
        }

        if (held!.Moves != Pasted)
            throw new SmokeFailure($"{held.Moves} moves are held, not {Pasted}");
        await cast.Service.ApproveAsync(held);
        await cast.Wait.UntilAsync(async () =>
        {
            var waiting = 0;
            foreach (var lead in leads)
                waiting += (await cast.Manager.LookAsync(lead)).StatusId == StageKey.WonStatusId ? 0 : 1;
            return waiting == 0 ? null : $"{waiting} of {Pasted} approved leads are not won";
        });
        await cast.Wait.UntilAsync(async () => await cast.Service.HoldAsync() is null ? null : "/health still names a hold");
    }
}
