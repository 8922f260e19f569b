using System.Collections.Concurrent;
using System.Globalization;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Sandbox;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Sandbox.Azurite;
using Amo2GSheet.Sandbox.Processes;
using Amo2GSheet.Simulation.Sandbox;
using Amo2GSheet.Simulation.Soak;
using Spectre.Console;

namespace Amo2GSheet.Cli.Soak;

/// <summary>A soak from start to end, and what is printed about it.</summary>
internal static class SoakRun
{
    /// <summary>Runs it.</summary>
    /// <returns>The process's exit code: 0 only if nothing was violated.</returns>
    public static async Task<int> RunAsync(SoakSettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        var errors = new ConcurrentQueue<string>();
        var log = new FunctionsLog(line =>
        {
            if (IsError(line))
                errors.Enqueue(line);
        });
        try
        {
            terminal.Note($"Seed {settings.Seed}. Starting the sandbox …");
            var sandbox = SandboxSettings.From(smoke: true, null, null, null);
            await using var world = await SandboxWorld.StartAsync(
                sandbox, OwnProgram.For(sandbox), log, terminal.Note, TimeProvider.System, cancellationToken);
            using var cast = new SoakCast(world, settings, TimeProvider.System, cancellationToken);
            var report = await ShowAsync(terminal, tell => new SoakPlay(cast, errors, tell, cancellationToken).PlayAsync());
            Print(report, settings, terminal);
            if (!report.Ok)
                PrintLog(log, terminal);
            return report.Ok ? CommandFrame.Fine : CommandFrame.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Note("Stopped.");
            return CommandFrame.Failed;
        }
        catch (Exception failure) when (failure is SandboxException or AzuriteUnavailableException or TableFileException or ChildProcessException)
        {
            terminal.Fail(failure.Message);
            return CommandFrame.Failed;
        }
    }

    /// <summary>Whether the service's console line is an error; the level stands behind the time.</summary>
    public static bool IsError(string line) => line.Contains("Z fail: ", StringComparison.Ordinal) || line.Contains("Z crit: ", StringComparison.Ordinal);

    /// <summary>One line that changes on a terminal, one line now and then elsewhere.</summary>
    private static Task<SoakReport> ShowAsync(Terminal terminal, Func<Action<string>, Task<SoakReport>> play) =>
        terminal.Messages.Profile.Out.IsTerminal
            ? terminal.Messages.Status().StartAsync("soaking …", status => play(line => status.Status(Markup.Escape(line))))
            : play(terminal.Note);

    private static void Print(SoakReport report, SoakSettings settings, Terminal terminal)
    {
        if (settings.Json)
        {
            terminal.Output.WriteLine(CommandJson.Of(report));
        }
        else
        {
            foreach (var (deed, count) in report.Deeds)
                terminal.Data.MarkupLineInterpolated($"{count,6}  {deed}");
            terminal.Data.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"{report.Leads} leads, {report.Rows} rows; {report.Calls.Amo} calls to amoCRM, {report.Calls.Sheets} to Google.");
            terminal.Data.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"Memory after the warm-up of the last process: {report.Memory.FirstMb:0} MB, at the end {report.Memory.LastMb:0} MB ({report.Memory.Samples} samples; {report.Memory.MostGrowthMb:0} MB more are allowed).");
        }

        foreach (var violation in report.Violations)
            terminal.Fail(violation);
        if (report.Ok)
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"Came to rest after {report.RestSeconds:0.0} s: nothing lost, nothing doubled, nothing waiting, memory flat, no error in the log."));
        else
            terminal.Fail($"{report.Violations.Count} violations; --seed {report.Seed} makes the same choices again.");
    }

    private static void PrintLog(FunctionsLog log, Terminal terminal)
    {
        terminal.Note("The service's last lines:");
        foreach (var line in log.Last)
            terminal.Note($"functions | {line}");
    }
}
