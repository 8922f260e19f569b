using Amo2GSheet.Benchmarks.World;
using Amo2GSheet.Core.Sync;

namespace Amo2GSheet.Benchmarks.Scenarios;

/// <summary>Measures one run of passes.</summary>
internal static class PassCost
{
    /// <summary>Calls and time of a run that does its work to the end.</summary>
    /// <exception cref="InvalidOperationException">It could not.</exception>
    public static async Task<(Calls Calls, TimeSpan Took)> OfAsync(BenchWorld world, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var before = world.Calls;
        var start = time.GetTimestamp();
        var outcome = await world.PassAsync(cancellationToken);
        var took = time.GetElapsedTime(start);
        return outcome.Result is PassResult.Done or PassResult.Idle
            ? (world.Calls - before, took)
            : throw new InvalidOperationException($"The pass ended as {outcome.Result}: {outcome.Detail}");
    }
}
