using System.Text.Json;
using Amo2GSheet.Benchmarks.World;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Sync;
using Amo2GSheet.SelfHost;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Benchmarks;

/// <summary>What <see cref="IdleService"/> measured of its own process.</summary>
/// <param name="FirstMs">The first pass, which reads all bases, in milliseconds.</param>
/// <param name="PassesMs">Further passes.</param>
/// <param name="WorkingSetMb">Resident memory after them, in 10⁶ bytes.</param>
/// <param name="CollectedWorkingSetMb">Resident memory after a full collection.</param>
/// <param name="HeapMb">Managed heap after it.</param>
internal sealed record IdleFigures(double FirstMs, IReadOnlyList<double> PassesMs, double WorkingSetMb, double CollectedWorkingSetMb, double HeapMb);

/// <summary>The service alone in this process, settings from the environment: runs idle passes, prints <see cref="IdleFigures"/> and ends.</summary>
internal static class IdleService
{
    /// <summary>The argument that makes the program this.</summary>
    public const string Argument = "idle-service";

    /// <summary>Begins the line with the figures; other lines are the service's log.</summary>
    public const string Mark = "idle-figures ";

    private const int Passes = 20;

    /// <param name="tab">The order tab's id.</param>
    /// <param name="rows">How many tracked rows it has.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<int> RunAsync(int tab, int rows, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        await using var service = await SelfHostApplication.StartAsync([]);
        await service.Services.GetRequiredService<IBaseStore>().SaveAsync(TrackedRows.Bases(new TabId(tab), rows), cancellationToken);
        var start = time.GetTimestamp();
        var runner = service.Services.GetRequiredService<PassRunner>();
        await RunAsync(runner, cancellationToken);
        var first = time.GetElapsedTime(start).TotalMilliseconds;

        var passes = new List<double>();
        for (var pass = 0; pass < Passes; pass++)
        {
            start = time.GetTimestamp();
            await RunAsync(runner, cancellationToken);
            passes.Add(time.GetElapsedTime(start).TotalMilliseconds);
        }

        var before = Environment.WorkingSet / 1e6;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        var figures = new IdleFigures(first, passes, before, Environment.WorkingSet / 1e6, GC.GetTotalMemory(forceFullCollection: true) / 1e6);
        Console.Out.WriteLine(Mark + JsonSerializer.Serialize(figures));
        return 0;
    }

    private static async Task RunAsync(PassRunner runner, CancellationToken cancellationToken)
    {
        var outcome = await runner.RunAsync(cancellationToken);
        if (outcome.Result != PassResult.Idle)
            throw new InvalidOperationException($"The pass was to be idle and ended as {outcome.Result}: {outcome.Detail}");
    }
}
