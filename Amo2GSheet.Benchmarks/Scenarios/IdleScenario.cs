using System.Text.Json;
using Amo2GSheet.Benchmarks.World;
using Amo2GSheet.Core.State;
using Amo2GSheet.Sandbox.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Benchmarks.Scenarios;

/// <summary>
/// What a pass costs that finds nothing to do, which is what the service does nearly always. With a hundred thousand rows the service
/// runs in a process of its own, so that its memory is not the simulators'. The tables are a SQLite file by default: Azurite needs many
/// minutes to store so many bases.
/// </summary>
internal static class IdleScenario
{
    private const int Few = 1_000;
    private const int Many = 100_000;
    private const int Passes = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static Scenario Scenario { get; } = new("idle", "idle passes with 1,000 and 100,000 tracked rows", MeasureAsync);

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken cancellationToken) =>
        [.. await FewAsync(cancellationToken), .. await ManyAsync(cancellationToken)];

    private static async Task<IReadOnlyList<Figure>> FewAsync(CancellationToken cancellationToken)
    {
        await using var world = await BenchWorld.StartAsync(asInProduction: false, cancellationToken);
        var bases = TrackedRows.Bases(TrackedRows.FillSheet(world, Few), Few);
        await world.Services.GetRequiredService<IBaseStore>().SaveAsync(bases, cancellationToken);
        await PassCost.OfAsync(world, cancellationToken);
        var costs = new List<(Calls Calls, TimeSpan Took)>();
        for (var pass = 0; pass < Passes; pass++)
            costs.Add(await PassCost.OfAsync(world, cancellationToken));

        var took = new Latencies(costs.Select(cost => cost.Took));
        return
        [
            new Figure("1,000 rows: Sheets reads of a pass", costs.Max(cost => cost.Calls.SheetReads), "calls", 1),
            new Figure("1,000 rows: Sheets writes of a pass", costs.Max(cost => cost.Calls.SheetWrites), "calls", 0),
            new Figure("1,000 rows: amoCRM calls of a pass", costs.Max(cost => cost.Calls.Amo), "calls", 0),
            new Figure("1,000 rows: storage requests of a pass", costs.Max(cost => cost.Calls.Storage), "calls", 3),
            new Figure("1,000 rows: a pass, median of 20", took.Percentile(0.5), "ms", 1_000),
        ];
    }

    private static async Task<IReadOnlyList<Figure>> ManyAsync(CancellationToken cancellationToken)
    {
        await using var world = await BenchWorld.StartPartsAsync(cancellationToken);
        string[] arguments = [IdleService.Argument, $"{TrackedRows.FillSheet(world, Many).Value}", $"{Many}"];
        var line = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = ChildProcess.Start(new ChildProcessSpec
        {
            Name = "the service",
            Command = Environment.ProcessPath ?? throw new InvalidOperationException("This process does not know its own program."),
            Arguments = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
                ? [typeof(IdleScenario).Assembly.Location, .. arguments]
                : arguments,
            WorkingDirectory = AppContext.BaseDirectory,
            Environment = world.Settings,
            OnLine = text =>
            {
                if (text.StartsWith(IdleService.Mark, StringComparison.Ordinal))
                    line.TrySetResult(text[IdleService.Mark.Length..]);
            },
        });
        var answer = await service.WaitForAsync("measure", line.Task, Patience, TimeProvider.System, cancellationToken);
        var idle = JsonSerializer.Deserialize<IdleFigures>(answer)!;
        var took = new Latencies(idle.PassesMs.Select(ms => TimeSpan.FromMilliseconds(ms)));
        return
        [
            new Figure("100,000 rows, bases in memory: start and first pass", idle.FirstMs / 1_000, "s"),
            new Figure("100,000 rows: a pass, median of 20", took.Percentile(0.5), "ms", 1_000),
            new Figure("100,000 rows: a pass, slowest of 20", took.Max, "ms", 1_000),
            new Figure("100,000 rows: memory of the process after 21 passes", idle.WorkingSetMb, "MB", 300),
            new Figure("100,000 rows: memory of the process after a full collection", idle.CollectedWorkingSetMb, "MB", 300),
            new Figure("100,000 rows: managed heap after a full collection", idle.HeapMb, "MB"),
        ];
    }
}
