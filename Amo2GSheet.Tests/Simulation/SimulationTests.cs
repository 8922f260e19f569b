using Amo2GSheet.Simulation.Days;
using Amo2GSheet.Tests.Hardening;
using Amo2GSheet.Tests.Hardening.Log;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace Amo2GSheet.Tests.Simulation;

/// <summary>Never lose, never lie: invented days with everything going wrong that can, and five things that hold all the same.</summary>
[Collection(Alone.Name)]
public sealed class SimulationTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Two_thousand_invented_days_lose_nothing_double_nothing_move_no_lead_that_nobody_moved_and_raise_no_false_alarm()
    {
        var summary = await SimulationRuns.RunAsync(1, 2_000, null, CancellationToken.None);

        output.WriteLine(summary.Line);
        Assert.Empty(summary.Violated.Select(run => $"amo2gsheet simulate --seed {run.Seed} --trace: {string.Join(" | ", run.Violations)}"));
        Assert.Equal((2_000, 2_000), (summary.Runs, summary.Compared));
        // A simulation in which nothing goes wrong proves nothing.
        Assert.Equal(Enum.GetValues<Fault>(), summary.Faults.Keys);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(174)]
    [InlineData(377)]
    public async Task A_seed_is_one_run_step_by_step_however_often(int seed)
    {
        await using var rig = await Rig.OpenAsync(null, CancellationToken.None);
        await using var other = await Rig.OpenAsync(null, CancellationToken.None);

        var once = await SimulationRun.RunAsync(seed, rig, null, CancellationToken.None);
        await SimulationRun.RunAsync(seed + 1, other, null, CancellationToken.None);
        var again = await SimulationRun.RunAsync(seed, other, null, CancellationToken.None);

        Assert.Equal((once.Steps, once.Digest, once.Collisions), (again.Steps, again.Digest, again.Collisions));
        Assert.Equal(once.Violations, again.Violations);
    }

    /// <summary>Whether any of it should not have been logged, <see cref="WholeSuiteTests"/> finds.</summary>
    [Fact]
    public async Task Forty_days_are_logged_for_whoever_looks_over_all_that_the_suite_logs()
    {
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(SuiteLog.Provider).SetMinimumLevel(LogLevel.Debug));
        await using var rig = await Rig.OpenAsync(logs, CancellationToken.None);
        var before = SuiteLog.Watch.Lines;

        for (var seed = 1; seed <= 40; seed++)
        {
            await SimulationRun.RunAsync(seed, rig, null, CancellationToken.None);
            SuiteLog.LearnPeople(rig.Amo.World);
        }

        output.WriteLine($"{SuiteLog.Watch.Lines - before} lines");
        Assert.True(SuiteLog.Watch.Lines > before);
    }
}
