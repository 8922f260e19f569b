using Amo2GSheet.SelfHost;

namespace Amo2GSheet.Cli.Commands;

/// <summary>The one place that knows how the self-host is started.</summary>
internal static class SelfHostEntry
{
    /// <summary>Runs the service until it is told to stop.</summary>
    /// <param name="args">Settings as arguments: <c>--NAME=value</c>, <c>--port 7071</c>.</param>
    /// <param name="cancellationToken">Stops it as SIGTERM does.</param>
    /// <returns>The process's exit code.</returns>
    public static Task<int> RunAsync(string[] args, CancellationToken cancellationToken) =>
        SelfHostApplication.RunAsync(args, cancellationToken);
}
