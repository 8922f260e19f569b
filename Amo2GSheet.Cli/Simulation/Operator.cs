using Amo2GSheet.Core.Sync.Holds;

namespace Amo2GSheet.Cli.Simulation;

/// <summary>The operator, who looks at what the brake holds, thinks, and approves or discards what was seen.</summary>
/// <param name="world">The run's world.</param>
/// <param name="chance">The operator's chance.</param>
internal sealed class Operator(World world, Chance chance)
{
    /// <summary>Looks now and then, for as long as the run lasts.</summary>
    public void Watch() => world.Time.In(chance.Time(15, 40), () =>
    {
        // Not waited for: a worker that is killed meanwhile never answers, and the operator looks again.
        if (world.Workers.Count > 0)
            _ = LookAsync(chance.Of(world.Workers).Holds);
        Watch();
    });

    private async Task LookAsync(HoldDesk desk)
    {
        try
        {
            if ((await desk.ListAsync(CancellationToken.None)).FirstOrDefault(hold => hold.Decision is null) is not { } hold
                || await desk.ShowAsync(hold.Id, CancellationToken.None) is not { } shown)
                return;
            var verdict = chance.Is(0.6) ? HoldVerdict.Approved : HoldVerdict.Discarded;
            var answer = await desk.DecideAsync(hold.Id, shown.Hold.Fingerprint, verdict, CancellationToken.None);
            world.Trace.Tell("operator", $"{verdict} hold {hold.Id} of {shown.Leads.Count}: {answer.Kind}");
        }
        catch (Exception trouble) when (trouble is Azure.RequestFailedException or OperationCanceledException)
        {
            world.Trace.Tell("operator", trouble.Message);
        }
    }
}
