using System.CommandLine;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Simulation;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet simulate</c>: many invented days of the service, in memory, with everything going wrong that can.</summary>
internal static class SimulateCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var seed = new Option<int?>("--seed") { Description = "Run this one seed", HelpName = "N" };
        var seeds = new Option<int>("--seeds") { Description = "How many seeds to run", HelpName = "N", DefaultValueFactory = _ => 2_000 };
        var first = new Option<int>("--first") { Description = "The first of them", HelpName = "N", DefaultValueFactory = _ => 1 };
        var trace = new Option<bool>("--trace") { Description = "Print what happens, step by step; with --seed" };
        var command = new Command("simulate", "Runs invented days of the service in memory, and looks whether anything is lost or moved that nobody moved.")
        {
            seed, seeds, first, trace,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var rig = await Rig.OpenAsync(cancellationToken);
            if (parsed.GetValue(seed) is { } one)
            {
                var result = await SimulationRun.RunAsync(one, rig, parsed.GetValue(trace) ? terminal.Output.WriteLine : null, cancellationToken);
                foreach (var violation in result.Violations)
                    terminal.Fail(violation);
                terminal.Output.WriteLine($"steps {result.Steps}, digest {result.Digest:x}, {result.Violations.Count} violations");
                return result.Violations.Count == 0 ? 0 : 1;
            }

            var bad = 0;
            var watch = System.Diagnostics.Stopwatch.StartNew();
            long steps = 0;
            for (var number = parsed.GetValue(first); number < parsed.GetValue(first) + parsed.GetValue(seeds); number++)
            {
                var result = await SimulationRun.RunAsync(number, rig, null, cancellationToken);
                steps += result.Steps;
                if (result.Violations.Count == 0)
                    continue;
                bad++;
                terminal.Fail($"seed {number}: {result.Violations[0]}");
            }

            terminal.Output.WriteLine($"{parsed.GetValue(seeds)} runs, {steps} steps, {bad} violated, {watch.Elapsed.TotalSeconds:f1} s");
            return bad == 0 ? 0 : 1;
        });
        return command;
    }
}
