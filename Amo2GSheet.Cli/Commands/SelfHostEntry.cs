namespace Amo2GSheet.Cli.Commands;

/// <summary>The one place that knows how the self-host is started.</summary>
internal static class SelfHostEntry
{
    /// <summary>Runs the service until it is told to stop.</summary>
    /// <param name="args">Arguments of the host.</param>
    /// <returns>The process's exit code.</returns>
    public static Task<int> RunAsync(string[] args) =>
        throw new NotSupportedException($"The self-host is not part of this build yet; it was given {args.Length} arguments.");
}
