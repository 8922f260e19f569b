using Amo2GSheet.Sandbox.Processes;

namespace Amo2GSheet.Simulation.Soak;

/// <summary>What goes wrong: refusals, lost answers, webhooks that are dropped, doubled or late, and a service that is killed.</summary>
/// <param name="cast">Who plays.</param>
/// <param name="random">What is chosen.</param>
/// <param name="revive">Starts the service again.</param>
/// <param name="cancellationToken">Ends it.</param>
internal sealed class Misfortunes(SoakCast cast, Random random, Func<Task> revive, CancellationToken cancellationToken)
{
    /// <summary>A killed pass holds its lease for 15 s; more often than this nothing would ever be done.</summary>
    private static readonly TimeSpan BetweenKills = TimeSpan.FromMinutes(2);

    private static readonly (string Name, object Fault)[] OfAmo =
    [
        ("amoCRM: 429", new { kind = "429", times = 2, seconds = 2 }),
        ("amoCRM: 500", new { kind = "500", times = 2 }),
        ("amoCRM: 504", new { kind = "504", times = 2 }),
        ("amoCRM: answer lost", new { kind = "answer-lost", times = 1 }),
        ("amoCRM: answer of a move lost", new { kind = "answer-lost", times = 1, route = "PATCH /api/v4/leads" }),
        ("amoCRM: half of a move done", new { kind = "partial-504", times = 1 }),
        ("amoCRM: stale reads", new { kind = "stale-reads", times = 3, seconds = 4 }),
        ("webhooks dropped", new { kind = "webhook-dropped", seconds = 4 }),
        ("webhooks doubled", new { kind = "webhook-duplicated", times = 5, copies = 3 }),
        ("webhooks late", new { kind = "webhook-late", times = 3, seconds = 6 }),
        ("webhooks out of order", new { kind = "webhook-reordered", times = 3 }),
    ];

    private static readonly (string Name, object Fault)[] OfGoogle =
    [
        ("Google: 429", new { kind = "429", times = 2 }),
        ("Google: 500", new { kind = "500", times = 1 }),
        ("Google: 503", new { kind = "503", times = 2 }),
        ("Google: answer of a write lost", new { kind = "lost", times = 1, route = ":batchUpdate" }),
        ("Google: answer lost", new { kind = "lost", times = 1 }),
        ("Google: no answer", new { kind = "timeout", times = 1, holdSeconds = 3 }),
    ];

    /// <summary>Lets things go wrong for as long as the soak lasts, and mends everything at its end.</summary>
    /// <param name="length">How long.</param>
    public async Task PlayAsync(TimeSpan length)
    {
        var began = cast.Time.GetTimestamp();
        // The last three fifths of a short run are left to one process, whose memory is judged.
        var lastKill = length - (length < 2 * BetweenKills ? length * 0.6 : BetweenKills);
        var nextKill = Math.Min(length.TotalSeconds * 0.25, BetweenKills.TotalSeconds) * TimeSpan.FromSeconds(1);
        while (Elapsed() < length)
        {
            await PauseAsync(2_000, 5_000);
            if (Elapsed() >= nextKill && Elapsed() <= lastKill)
            {
                nextKill = Elapsed() + BetweenKills;
                await KillAsync();
            }
            else if (Elapsed() < length)
            {
                await BreakAsync();
            }
        }

        await MendAsync();

        TimeSpan Elapsed() => cast.Time.GetElapsedTime(began);
    }

    /// <summary>Takes away all that is wrong.</summary>
    public async Task MendAsync()
    {
        await cast.Manager.MendAsync();
        await cast.Clerk.MendAsync();
    }

    private async Task BreakAsync()
    {
        var (name, fault) = random.Next(OfAmo.Length + OfGoogle.Length) is var chosen && chosen < OfAmo.Length ? OfAmo[chosen] : OfGoogle[chosen - OfAmo.Length];
        await (chosen < OfAmo.Length ? cast.Manager.BreakAsync(fault) : cast.Clerk.BreakAsync(fault));
        cast.Count(name);
    }

    /// <exception cref="ChildProcessException">The service did not come up again.</exception>
    private async Task KillAsync()
    {
        await cast.World.Functions.KillAsync();
        cast.Count("service killed");
        await PauseAsync(0, 3_000);
        await revive();
    }

    private Task PauseAsync(int least, int most) => Task.Delay(TimeSpan.FromMilliseconds(random.Next(least, most)), cast.Time, cancellationToken);
}
