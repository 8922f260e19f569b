using Amo2GSheet.Simulation.Smoke;

namespace Amo2GSheet.Simulation.Soak;

/// <summary>One soak in a started sandbox: people work while things go wrong, then everybody rests, then it is looked over.</summary>
/// <param name="cast">Who plays.</param>
/// <param name="errors">Errors in the service's log.</param>
/// <param name="tell">Told how it goes, now and then.</param>
/// <param name="cancellationToken">Ends it; what was played is lost.</param>
internal sealed class SoakPlay(SoakCast cast, IReadOnlyCollection<string> errors, Action<string> tell, CancellationToken cancellationToken)
{
    private const int FirstOrders = 24;
    private const int MostErrorsShown = 5;

    /// <summary>A killed pass's lease, a pause that amoCRM asked for, two looks of the catch-up; and a margin for a slow machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>All has to stay well for so long: another catch-up and some passes, which could still double or lose something.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenTellings = TimeSpan.FromSeconds(10);

    /// <summary>The service as it is soaked: it heals by itself, and soon.</summary>
    private readonly Dictionary<string, string?> _service = new()
    {
        ["CATCH_UP_SECONDS"] = "10",
        ["AMO_WEBHOOK_URL"] = cast.World.Webhook.AbsoluteUri,
        // People do here in a minute what takes an hour, and nobody decides about holds.
        ["BRAKE_WINDOW_MINUTES"] = "0",
    };

    /// <summary>Plays.</summary>
    public async Task<SoakReport> PlayAsync()
    {
        await ReviveAsync();
        var memory = new MemoryTrend(cast.World.Functions, cast.Time);
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watched = memory.WatchAsync(watch.Token);

        var misfortunes = new Misfortunes(cast, Chance(1), ReviveAsync, cancellationToken);
        await Task.WhenAll(WorkAsync(), misfortunes.PlayAsync(cast.Settings.Length));
        var (rest, violations) = await RestAsync();
        await watch.CancelAsync();
        await watched;

        var rows = (await cast.LookAsync()).RowCount;
        var report = memory.Report(rows);
        string[] found = [.. violations, .. OfMemory(report), .. errors.Take(MostErrorsShown).Select(line => $"An error in the service's log: {line}")];
        return new SoakReport(
            found.Length == 0, cast.Settings.Seed, (int)cast.Settings.Length.TotalSeconds, rest, cast.Leads.Count, rows, cast.Deeds, report,
            new SoakCalls(await cast.Manager.CountCallsAsync(), await cast.Clerk.CountCallsAsync()), found);
    }

    private static IEnumerable<string> OfMemory(MemoryReport memory) => memory switch
    {
        { Samples: 0 } => ["The service's memory was not seen: no process lived longer than its warm-up."],
        { IsFlat: false } => [$"The service's memory grew from {memory.FirstMb:0} to {memory.LastMb:0} MB; {memory.MostGrowthMb:0} MB more were allowed."],
        _ => [],
    };

    /// <summary>One person at a time, so that each knows what the others did; the service works all the while.</summary>
    private async Task WorkAsync()
    {
        var random = Chance(0);
        var (managers, clerks) = (new SoakManagers(cast, random), new SoakClerks(cast, random));
        for (var order = 0; order < FirstOrders; order++)
            await managers.AddAsync();

        var began = cast.Time.GetTimestamp();
        var told = TimeSpan.Zero;
        while (cast.Time.GetElapsedTime(began) is var elapsed && elapsed < cast.Settings.Length)
        {
            var view = await cast.LookAsync();
            try
            {
                await (random.Next(5) < 2 ? managers.ActAsync(view) : clerks.ActAsync(view));
            }
            catch (SmokeFailure)
            {
                // What was looked at is there no more: a row that was just deleted, a lead that a sort moved away. People look again.
                cast.Count("deed missed");
            }

            if (elapsed - told >= BetweenTellings)
            {
                told = elapsed;
                tell($"{elapsed:hh\\:mm\\:ss} of {cast.Settings.Length:hh\\:mm\\:ss}: {cast.Leads.Count} leads, {view.RowCount} rows, {cast.Deeds.Values.Sum()} deeds and misfortunes");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 700)), cast.Time, cancellationToken);
        }
    }

    /// <summary>Waits until all is as it should be, and stays so; what is not then, is a violation.</summary>
    private async Task<(double? Seconds, IReadOnlyList<string> Violations)> RestAsync()
    {
        tell("people rest, nothing goes wrong any more; waiting until all is done");
        var check = new RestCheck(cast, cancellationToken);
        var began = cast.Time.GetTimestamp();
        TimeSpan? well = null;
        while (true)
        {
            var violations = await check.ViolationsAsync();
            var elapsed = cast.Time.GetElapsedTime(began);
            if (violations.Count > 0 && elapsed > Patience)
                return (null, violations);
            well = violations.Count > 0 ? null : well ?? elapsed;
            if (well is { } since && elapsed - since >= Quiet)
                return (Math.Round(since.TotalSeconds, 1), []);
            await Task.Delay(BetweenLooks, cast.Time, cancellationToken);
        }
    }

    private Task ReviveAsync() => cast.World.Functions.StartAsync(cancellationToken, _service);

#pragma warning disable CA5394 // Choices of a play, nothing secret; a seed makes them again.
    private Random Chance(int whose) => new(cast.Settings.Seed + whose);
#pragma warning restore CA5394
}
