using System.CommandLine;
using Amo2GSheet.Sandbox.Processes;
using Amo2GSheet.Simulation.WorkerHost;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet worker-host</c>: the published worker on a host of our own, for the sandbox and for tests by hand.</summary>
internal static class WorkerHostCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "worker-host";

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "What 'dotnet publish Amo2GSheet.Functions -o FOLDER' has written." };
        var owned = new Option<bool>(ServeCommand.OwnedOption)
        {
            Description = "End when standard input does, for a process that must not outlive the one that started it.",
            Hidden = true,
        };
        var command = new Command(
            Name, "Runs the published Functions worker on 127.0.0.1 without the Azure Functions host. Settings come from the environment: PORT, FUNCTION_KEY and those of the service.")
        {
            folder, owned,
        };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(folder), parsed.GetValue(owned), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string folder, bool owned, CancellationToken cancellationToken)
    {
        if (!owned)
            return await WorkerHostRun.RunAsync(folder, cancellationToken);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = WorkerHostRun.RunAsync(folder, stop.Token);
        if (await Task.WhenAny(running, ParentWatch.ParentGoneAsync(Console.OpenStandardInput())) != running)
            await stop.CancelAsync();
        return await running;
    }
}
