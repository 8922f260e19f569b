using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Amo2GSheet.Cli.Commands;

/// <summary>Help that ends with examples: all of them for the program, its own for a command.</summary>
internal static class ExamplesHelp
{
    /// <summary>Adds examples to <c>--help</c> of the program and of its commands.</summary>
    /// <param name="root">The program.</param>
    /// <param name="examples">One line to type for each command.</param>
    public static void ShowExamplesInHelp(this RootCommand root, IReadOnlyDictionary<Command, string> examples)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new Action((SynchronousCommandLineAction)help.Action!, examples);
    }

    private sealed class Action(SynchronousCommandLineAction usual, IReadOnlyDictionary<Command, string> examples)
        : SynchronousCommandLineAction
    {
        // Help is asked for together with whatever else was typed, right or wrong.
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var code = usual.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var line in ExamplesOf(parseResult.CommandResult.Command))
            {
                output.WriteLine($"  {line}");
            }

            output.WriteLine();
            return code;
        }

        private IEnumerable<string> ExamplesOf(Command command) =>
            examples.TryGetValue(command, out var own) ? [own] : examples.Values;
    }
}
