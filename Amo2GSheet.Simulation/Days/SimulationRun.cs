using Amo2GSheet.Core.Sync.Holds;
using Amo2GSheet.Core.Sync.Verify;

namespace Amo2GSheet.Simulation.Days;

/// <summary>One run: people work and things go wrong; then everything rests, and what must hold is looked at.</summary>
internal static class SimulationRun
{
    /// <summary>The most passes in which everything must have come to rest.</summary>
    public const int MostPasses = 150;

    /// <summary>Doubts are given up after a minute (rule 14): what is quiet for less may yet wake.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(3);

    /// <summary>Runs a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="rig">The simulators.</param>
    /// <param name="listener">Hears of everything; null when nobody listens.</param>
    /// <param name="cancellationToken">Gives up between two things that happen.</param>
    /// <returns>What it came to.</returns>
    /// <remarks>
    /// It runs on one thread of its own: a caller's own way of resuming would move parts of it to others, and a thread of the pool, which it would
    /// not leave for the whole run, would be missing where a cancelled delay resumes (<see cref="RunThread"/>).
    /// </remarks>
    public static Task<SimulationResult> RunAsync(int seed, Rig rig, Action<string>? listener, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => RunOnThisThreadAsync(seed, rig, listener, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private static async Task<SimulationResult> RunOnThisThreadAsync(
        int seed, Rig rig, Action<string>? listener, CancellationToken cancellationToken)
    {
        using var world = new World(Scenario.Of(seed), rig, listener);
        world.Trace.Tell("run", world.Scenario.ToString());
        var compared = false;
        try
        {
            await world.State.EnsureAsync();
            compared = await LiveAsync(world, cancellationToken);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            // The seed must not be lost, nor the runs beside it.
            world.History.Violate($"the run broke: {broken}");
        }

        return new SimulationResult(
            seed, world.Time.Happened, world.Trace.Digest, world.Faults.Counts, world.History.Collisions, compared, world.History.Violations);
    }

    /// <summary>A day, and what must hold after it.</summary>
    /// <returns>Whether all of it was looked at; violations end it early.</returns>
    private static async Task<bool> LiveAsync(World world, CancellationToken cancellationToken)
    {
        var atTheDesk = new Operator(world, world.Chance.Split());
        atTheDesk.LogIn();
        atTheDesk.Watch();
        PlanDeeds(world);
        world.Time.RunUntil(world.Scenario.Start + world.Scenario.Story, () => cancellationToken.IsCancellationRequested);

        world.Rest();
        await RestAsync(world, "come to rest", cancellationToken);
        await RestChecks.RunAsync(world);
        if (world.History.Violations.Count == 0)
            await ReplayAsync(world, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (world.History.Violations.Count > 0)
            return false;
        await VerifyAsync(world);
        return true;
    }

    private static void PlanDeeds(World world)
    {
        var managers = new Managers(world, world.Chance.Split());
        var clerks = new Clerks(world, world.Chance.Split());
        if (world.Scenario.HasPlainNumbers)
            clerks.ClearNumberFormat();
        for (var deed = 0; deed < world.Scenario.Deeds; deed++)
        {
            var at = world.Chance.Time(0, world.Scenario.Story.TotalSeconds);
            // Sheets are edited most where there are rows; the first minutes are the managers'.
            Action act = world.Chance.Is(0.45) || at.TotalSeconds < 20 ? managers.Act : clerks.Act;
            world.Time.In(at, act);
        }

        if (world.Scenario.Crowd > 0)
            new Crowd(world, managers, world.Chance.Split()).Plan(world.Scenario.Crowd);
        if (world.Scenario.HasTypedIds || world.Scenario.RestoresVersion)
            new Outsiders(world, world.Chance.Split()).Plan();
        if (world.Scenario.HasSortingScript)
            new SortingScript(world, world.Chance.Split()).Plan();
    }

    /// <summary>Lets time pass until nothing is left to do.</summary>
    private static async Task RestAsync(World world, string what, CancellationToken cancellationToken)
    {
        var end = world.Time.GetUtcNow() + Longest;
        var limit = world.Passes + MostPasses;
        var quietSince = world.Time.GetUtcNow();
        while (world.Time.GetUtcNow() < end && world.Passes < limit && !cancellationToken.IsCancellationRequested)
        {
            world.Time.RunUntil(world.Time.GetUtcNow().AddSeconds(20), () => cancellationToken.IsCancellationRequested);
            if (!await IsQuietAsync(world))
                quietSince = world.Time.GetUtcNow();
            else if (world.Time.GetUtcNow() - quietSince > Quiet)
                return;
        }

        world.History.Violate($"the system did not {what} in {MostPasses} passes or {Longest.TotalHours} hours");
    }

    private static async Task<bool> IsQuietAsync(World world) =>
        world.IdlePasses >= 2
        && world.IsCaughtUp
        && HoldBook.Parse((await world.State.Cursors.ReadAsync(HoldBook.CursorName, CancellationToken.None))?.Value).Count == 0
        && world.Post.UnderWay == 0
        && world.Post.Waiting == 0
        && (await world.State.Inbox.ReadAsync(1, CancellationToken.None)).Count == 0;

    /// <summary>Invariant 5: all webhooks once more, in any order, to a worker that was just started; nothing may change.</summary>
    private static async Task ReplayAsync(World world, CancellationToken cancellationToken)
    {
        world.Trace.Tell("run", "all webhooks once more");
        var before = Everything(world);
        world.StartAnew();
        world.Post.Replay();
        await RestAsync(world, "come to rest after all webhooks were sent again", cancellationToken);
        var after = Everything(world);
        foreach (var gone in before.Except(after))
            world.History.Violate($"5: after all webhooks once more, this is gone: {gone}");
        foreach (var fresh in after.Except(before))
            world.History.Violate($"5: after all webhooks once more, this is new: {fresh}");
    }

    /// <summary>The nightly comparison, after a day that ended well, finds nothing: no false alarm.</summary>
    private static async Task VerifyAsync(World world)
    {
        var worker = world.Workers.Single();
        var end = world.Time.GetUtcNow() + Longest;
        VerifyLook? look = null;
        worker.StopTimers();
        Wait(() => !worker.IsBusy);
        do
        {
            if (look?.Again is { } at)
                world.Time.RunUntil(at);
            var looking = worker.Verifier.LookAsync(look, null, CancellationToken.None);
            Wait(() => looking.IsCompleted);
            look = await looking;
        }
        while (look.Again is not null);

        world.Trace.Tell("verify", look.Result!.Headline);
        foreach (var difference in look.Result.Differences.Where(one => !IsTrue(world, one)))
            world.History.Violate($"verify: {difference}");

        void Wait(Func<bool> until)
        {
            world.Time.RunUntil(end, until);
            if (!until())
                throw new TimeoutException($"The comparison did not end in {Longest.TotalHours} hours.");
        }
    }

    /// <summary>
    /// A copy that came to stand on top keeps the number that it said and never sends it (rule 12), a lead that swallows another takes its
    /// number over, and a number that was cleared before the pass that sent it had noted so stays in amoCRM (docs/simulation.md): these differ.
    /// </summary>
    private static bool IsTrue(World world, Difference difference) =>
        difference.Kind is DifferenceKind.OrderNumberDiffers && world.History.Of(difference.Lead) is { } story
        && (story.WasDoubled || story.Swallowed || story.IsNumberCleared);

    private static List<string> Everything(World world) =>
    [
        .. world.Amo.World.Leads().Select(lead => $"lead {lead.Id} at {Stage.Of(lead)}, changed {lead.UpdatedAt}"),
        .. SheetEyes.Lines(world.Sheets.World).Select(line => line.ToString()),
    ];
}

/// <summary>What a run came to.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Steps">How many things happened in it.</param>
/// <param name="Digest">A number over all of them: equal runs have equal ones.</param>
/// <param name="Faults">How often each fault struck.</param>
/// <param name="Collisions">How often a person typed into a cell in the very moment in which it was written.</param>
/// <param name="Compared">Whether it ended with a comparison of both sides.</param>
/// <param name="Violations">What must not have happened, and did.</param>
internal sealed record SimulationResult(
    int Seed, long Steps, ulong Digest, IReadOnlyDictionary<Fault, int> Faults, int Collisions, bool Compared, IReadOnlyList<string> Violations);
