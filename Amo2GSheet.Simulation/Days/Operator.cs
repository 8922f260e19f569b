using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Sync.Holds;

namespace Amo2GSheet.Simulation.Days;

/// <summary>
/// The operator, who looks at what the brake holds, thinks, and approves or discards what was seen; and who logs in to amoCRM, at first and
/// whenever the service says that somebody has to.
/// </summary>
/// <param name="world">The run's world.</param>
/// <param name="chance">The operator's chance.</param>
internal sealed class Operator(World world, Chance chance)
{
    /// <summary>Looks now and then, for as long as the run lasts.</summary>
    public void Watch() => world.Time.In(chance.Time(15, 40), () =>
    {
        // Not waited for: a worker that is killed meanwhile never answers, and the operator looks again.
        if (world.Workers.Count > 0 && chance.Of(world.Workers) is var worker)
        {
            if (worker.Amo.Current is AmoUnauthorized)
                LogIn();
            _ = LookAsync(worker.Holds);
        }

        Watch();
    });

    /// <summary>Logs in: the service has a new pair of tokens.</summary>
    public void LogIn()
    {
        world.Trace.Tell("operator", "logs in to amoCRM");
        var amo = world.Amo.World;
        var grant = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = world.Settings["AMO_CLIENT_ID"]!,
            ["client_secret"] = world.Settings["AMO_CLIENT_SECRET"]!,
            ["redirect_uri"] = world.Settings["AMO_REDIRECT_URI"]!,
            ["code"] = amo.MakeCode(),
        };
        var pair = amo.With(state => state.Tokens.Exchange(grant, world.Amo.BaseUri.Host, amo.Now)).Body;
        var tokens = new AmoTokens((string)pair["access_token"]!, (string)pair["refresh_token"]!, world.Time.GetUtcNow().AddSeconds((int)pair["expires_in"]!));
        _ = world.State.Tokens.SaveAsync(tokens, null, CancellationToken.None);
    }

    private async Task LookAsync(HoldDesk desk)
    {
        try
        {
            if ((await desk.ListAsync(CancellationToken.None)).FirstOrDefault(hold => hold.Decision is null) is not { } hold
                || await desk.ShowAsync(hold.Id, CancellationToken.None) is not { } shown)
                return;
            var verdict = chance.Is(0.6) ? HoldVerdict.Approved : HoldVerdict.Discarded;
            if (verdict is HoldVerdict.Approved)
                world.History.Approved(shown.Leads);
            var answer = await desk.DecideAsync(hold.Id, shown.Hold.Fingerprint, verdict, CancellationToken.None);
            if (verdict is HoldVerdict.Discarded && answer.Kind is HoldAnswerKind.Taken)
                world.History.Discarded(shown.Leads, shown.Hold.Since);
            world.Trace.Tell("operator", $"{verdict} hold {hold.Id} of {shown.Leads.Count}: {answer.Kind}");
        }
        catch (Exception trouble) when (trouble is Azure.RequestFailedException or OperationCanceledException)
        {
            world.Trace.Tell("operator", trouble.Message);
        }
    }
}
