using Amo2GSheet.Cli.Simulation;
using Amo2GSheet.Tests.Hardening;
using Xunit.Abstractions;

namespace Amo2GSheet.Tests.Simulation;

/// <summary>Never lose, never lie: invented days with everything going wrong that can, and five things that hold all the same.</summary>
[Collection(Alone.Name)]
public sealed class SimulationTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Two_thousand_invented_days_lose_nothing_double_nothing_and_move_no_lead_that_nobody_moved()
    {
        var summary = await SimulationRuns.RunAsync(1, 2_000, null, CancellationToken.None);

        output.WriteLine(summary.Line);
        Assert.Equal(2_000, summary.Runs.Count);
        Assert.Empty(summary.Violated.Select(run => $"amo2gsheet simulate --seed {run.Seed} --trace: {string.Join(" | ", run.Violations)}"));
        // A simulation in which nothing goes wrong proves nothing.
        Assert.All(Enum.GetValues<Fault>(), fault => Assert.True(summary.Runs.Sum(run => run.Faults.GetValueOrDefault(fault)) > 0, $"{fault} never struck."));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(174)]
    [InlineData(377)]
    public async Task A_seed_is_one_run_step_by_step_however_often(int seed)
    {
        await using var rig = await Rig.OpenAsync(CancellationToken.None);
        await using var other = await Rig.OpenAsync(CancellationToken.None);

        var once = await SimulationRun.RunAsync(seed, rig, null, CancellationToken.None);
        await SimulationRun.RunAsync(seed + 1, other, null, CancellationToken.None);
        var again = await SimulationRun.RunAsync(seed, other, null, CancellationToken.None);

        Assert.Equal((once.Steps, once.Digest, once.Collisions), (again.Steps, again.Digest, again.Collisions));
        Assert.Equal(once.Violations, again.Violations);
    }
}
