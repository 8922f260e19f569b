using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Simulation.Days;
using Spectre.Console;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet simulate</c>: invented days of the service, in memory, with everything going wrong that can.</summary>
internal static class SimulateCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var seed = new Option<int?>("--seed") { Description = "Replay this one seed", HelpName = "N" };
        var trace = new Option<bool>("--trace") { Description = "With --seed: print what happens, step by step" };
        var seeds = new Option<int>("--seeds") { Description = "How many seeds to run", HelpName = "N", DefaultValueFactory = _ => 2_000 };
        var first = new Option<int>("--first") { Description = "The first of them", HelpName = "N", DefaultValueFactory = _ => 1 };
        seed.Validators.Add(result => CheckNumber(result, 0));
        seeds.Validators.Add(result => CheckNumber(result, 1));
        first.Validators.Add(result => CheckNumber(result, 0));
        var command = new Command(
            "simulate",
            "Runs invented days of the service in memory, with crashes, outages, lost answers and people at work, and looks whether anything was lost, "
            + "doubled, or moved that nobody moved. The exit code is 1 when so.")
        {
            seed, trace, seeds, first,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(trace) && result.GetValue(seed) is null)
                result.AddError("--trace needs --seed: one run can be followed, many cannot.");
            else if (result.GetValue(seed) is not null && result.GetResult(seeds) is { Implicit: false })
                result.AddError("--seed replays one run, --seeds runs many: give one of them.");
        });
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(seed) is { } one
            ? ReplayAsync(terminal, one, parsed.GetValue(trace), cancellationToken)
            : RunAsync(terminal, parsed.GetValue(first), parsed.GetValue(seeds), cancellationToken));
        return command;
    }

    private static void CheckNumber(OptionResult result, int least)
    {
        if (result.Tokens is [var token] && !(int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && number >= least))
            result.AddError($"{result.Option.Name} takes a number from {least} on, not '{token.Value}'.");
    }

    private static async Task<int> ReplayAsync(Terminal terminal, int seed, bool trace, CancellationToken cancellationToken)
    {
        await using var rig = await Rig.OpenAsync(null, cancellationToken);
        var result = await SimulationRun.RunAsync(seed, rig, trace ? terminal.Output.WriteLine : null, cancellationToken);
        Tell(terminal, result);
        var summary = new SimulationSummary();
        summary.Add(result);
        return End(terminal, summary, 1);
    }

    private static async Task<int> RunAsync(Terminal terminal, int first, int count, CancellationToken cancellationToken)
    {
        var summary = await terminal.Messages.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var bar = progress.AddTask("simulating", maxValue: count);
            return await SimulationRuns.RunAsync(first, count, result =>
            {
                bar.Increment(1);
                Tell(terminal, result);
            }, cancellationToken);
        });
        return End(terminal, summary, count);
    }

    private static void Tell(Terminal terminal, SimulationResult result)
    {
        foreach (var violation in result.Violations)
            terminal.Fail($"seed {result.Seed}: {violation}");
        if (result.Violations.Count > 0)
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"Replay it: amo2gsheet simulate --seed {result.Seed} --trace"));
    }

    /// <summary>Sums up. Runs that were wanted and not made, because somebody stopped the command, are no good end.</summary>
    private static int End(Terminal terminal, SimulationSummary summary, int wanted)
    {
        terminal.Output.WriteLine(summary.Line);
        return summary.Violated.Count == 0 && summary.Runs == wanted ? CommandFrame.Fine : CommandFrame.Failed;
    }
}
