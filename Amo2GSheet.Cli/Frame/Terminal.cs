using Spectre.Console;

namespace Amo2GSheet.Cli.Frame;

/// <summary>
/// Where a command reads and writes. What it was asked for goes to <see cref="Data"/> (standard output), everything that is said about
/// the work to <see cref="Messages"/> (standard error), so that the one can be piped away from the other.
/// </summary>
/// <remarks>Names of people and things come from outside: print them with <c>MarkupLineInterpolated</c>, which escapes <c>[</c>.</remarks>
internal sealed class Terminal
{
    /// <summary>A line break of ours would come along when a command or an address is copied; the terminal may fold lines itself.</summary>
    private const int Unfolded = 1000;

    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="input">Standard input.</param>
    public Terminal(TextWriter output, TextWriter error, TextReader input)
    {
        (Output, Error, Input) = (output, error, input);
        Data = ConsoleOn(output);
        Messages = ConsoleOn(error);
    }

    /// <summary>Standard output, for text that must come out as it is (JSON).</summary>
    public TextWriter Output { get; }

    /// <summary>Standard error, as it is.</summary>
    public TextWriter Error { get; }

    /// <summary>Standard input.</summary>
    public TextReader Input { get; }

    /// <summary>A person types at the process's own terminal; else the input is a file, a pipe or a test's.</summary>
    public bool IsTyped => ReferenceEquals(Input, Console.In) && !Console.IsInputRedirected;

    /// <summary>Standard output, for what a person reads.</summary>
    public IAnsiConsole Data { get; }

    /// <summary>Standard error, for progress and messages.</summary>
    public IAnsiConsole Messages { get; }

    /// <summary>The process's own.</summary>
    public static Terminal OfProcess() => new(Console.Out, Console.Error, Console.In);

    /// <summary>Tells something about the work.</summary>
    public void Note(string sentence) => Messages.MarkupLineInterpolated($"[grey]{sentence}[/]");

    /// <summary>Tells what went wrong.</summary>
    public void Fail(string sentence) => Messages.MarkupLineInterpolated($"[red]{sentence}[/]");

    /// <summary>Reads one line; null at the end of the input.</summary>
    /// <param name="cancellationToken">Gives up at once, though the reading itself cannot be cut off.</param>
    public Task<string?> ReadLineAsync(CancellationToken cancellationToken) =>
        Task.Run(Input.ReadLine, cancellationToken).WaitAsync(cancellationToken);

    private static IAnsiConsole ConsoleOn(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            // A file or a pipe gets plain text, whatever the environment says about the terminal behind it.
            Ansi = output.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = output.IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = Unfolded;
        return console;
    }
}
