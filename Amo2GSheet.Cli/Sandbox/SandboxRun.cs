using Amo2GSheet.Sandbox.Azurite;
using Amo2GSheet.Sandbox.Processes;
using Spectre.Console;

namespace Amo2GSheet.Cli.Sandbox;

/// <summary>The sandbox from start to end: the parts in their order, and what is printed about them.</summary>
internal static class SandboxRun
{
    /// <summary>Runs the sandbox until it is cancelled.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(SandboxSettings settings, CancellationToken cancellationToken)
    {
        // What a person reads goes to standard error: standard output ends with the smoke's one JSON line, and holds nothing else.
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        try
        {
            await using var tables = await AzuriteServer.StartAsync(
                AzuriteOptions.FromEnvironment() with { Progress = line => console.MarkupLineInterpolated($"[grey]{line}[/]") },
                cancellationToken);
            console.MarkupLineInterpolated($"tables     Azurite {tables.Version}");

            if (settings.Smoke)
            {
                Console.Out.WriteLine("""{"ok":false,"steps":[]}""");
                return 1;
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.MarkupLine("Stopped.");
            return 0;
        }
        catch (Exception exception) when (exception is AzuriteUnavailableException or ChildProcessException)
        {
            console.MarkupLineInterpolated($"[red]{exception.Message}[/]");
            return 1;
        }
    }
}
