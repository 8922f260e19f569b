using System.CommandLine;
using Amo2GSheet.Cli.Commands;
using Amo2GSheet.Cli.Sandbox;

namespace Amo2GSheet.Cli;

/// <summary>The command line <c>amo2gsheet</c>: which commands there are, and what runs them.</summary>
internal static class AmoCommandLine
{
    /// <summary>After Ctrl-C or SIGTERM: long enough for a running request and for the children to end in order.</summary>
    private static readonly TimeSpan Termination = TimeSpan.FromSeconds(30);

    /// <summary>Parses and runs one command.</summary>
    /// <param name="args">As typed, without the program's name.</param>
    /// <param name="output">Where help and errors go; the console when null.</param>
    /// <returns>The process's exit code.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter? output = null)
    {
        var configuration = new InvocationConfiguration { ProcessTerminationTimeout = Termination };
        if (output is not null)
        {
            configuration.Output = output;
            configuration.Error = output;
        }

        return Root().Parse(args).InvokeAsync(configuration);
    }

    private static RootCommand Root()
    {
        var sandbox = SandboxCommand.Create(SandboxRun.RunAsync);
        var serve = ServeCommand.Create(SelfHostEntry.RunAsync);
        var root = new RootCommand("Keeps amoCRM and a Google Sheet in step, both ways.") { sandbox, serve };

        root.ShowExamplesInHelp(new Dictionary<Command, string>
        {
            [sandbox] = "amo2gsheet sandbox --functions-port 7071",
            [serve] = "amo2gsheet serve --port 7071",
        });
        return root;
    }
}
