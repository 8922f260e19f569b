using System.CommandLine;
using Amo2GSheet.Sandbox.Processes;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet serve</c>: the service itself, in this process, without the Azure Functions host.</summary>
internal static class ServeCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "serve";

    /// <summary>This process belongs to the one that started it, the sandbox for one.</summary>
    public const string OwnedOption = "--owned";

    /// <summary>Creates the command.</summary>
    /// <param name="serve">Runs the service until it is told to stop; takes the arguments that the command does not know.</param>
    public static Command Create(Func<string[], CancellationToken, Task<int>> serve)
    {
        var owned = new Option<bool>(OwnedOption)
        {
            Description = "End when standard input does, for a process that must not outlive the one that started it.",
            Hidden = true,
        };
        var command = new Command(
            Name,
            "Runs the service on this machine. What follows are settings, above those of the environment and of local.settings.json: "
            + "--host (127.0.0.1, * for all), --port (7071), --FUNCTION_KEY=… and every other one by its name.")
        {
            owned,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (ServeArguments.Complain(parsed.UnmatchedTokens) is not { } complaint)
                return await ServeAsync(serve, [.. parsed.UnmatchedTokens], parsed.GetValue(owned), cancellationToken);
            await parsed.InvocationConfiguration.Error.WriteLineAsync(complaint);
            return 2;
        });
        return command;
    }

    private static async Task<int> ServeAsync(
        Func<string[], CancellationToken, Task<int>> serve, string[] args, bool owned, CancellationToken cancellationToken)
    {
        var serving = serve(args, cancellationToken);
        if (!owned)
        {
            return await serving;
        }

        var parentGone = ParentWatch.ParentGoneAsync(Console.OpenStandardInput());
        return await Task.WhenAny(serving, parentGone) == serving ? await serving : 0;
    }
}
