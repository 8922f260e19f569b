using Amo2GSheet.Cli.Commands;
using Amo2GSheet.Sandbox.Processes;

namespace Amo2GSheet.Cli.Sandbox;

/// <summary>The service as a process of its own (<c>amo2gsheet serve</c>), that can be killed and started again.</summary>
/// <param name="environment">Settings of the service; added to our own environment.</param>
/// <param name="folder">The folder that it runs in.</param>
/// <param name="health">The URL that answers once the service is up.</param>
/// <param name="onLine">Takes every line that the service prints.</param>
/// <param name="time">The clock that measures the start.</param>
internal sealed class FunctionsProcess(
    IReadOnlyDictionary<string, string?> environment,
    string folder,
    Uri health,
    Action<string> onLine,
    TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private ChildProcess? _running;

    /// <summary>Starts the service and waits until it answers.</summary>
    /// <exception cref="ChildProcessException">It ended or did not answer; quotes its output.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await KillAsync();
        _running = ChildProcess.Start(Spec());
        await _running.WaitForUrlAsync(health, Patience, time, cancellationToken);
    }

    /// <summary>Kills the service as a crash would (SIGKILL); nothing when it does not run.</summary>
    public async Task KillAsync()
    {
        if (_running is { } running)
        {
            _running = null;
            await running.DisposeAsync();
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => new(KillAsync());

    private ChildProcessSpec Spec() => new()
    {
        Name = "functions",
        Command = DotNetHost(),
        Arguments = [Path.Combine(AppContext.BaseDirectory, "amo2gsheet.dll"), "serve", ServeCommand.OwnedOption],
        WorkingDirectory = folder,
        Environment = environment,
        OnLine = onLine,
    };

    /// <summary>The dotnet that runs us, when one does: the one on the PATH may be of another version, or missing.</summary>
    private static string DotNetHost() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
