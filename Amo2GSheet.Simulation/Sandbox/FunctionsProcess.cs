using System.Collections.Concurrent;
using Amo2GSheet.Sandbox.Processes;

namespace Amo2GSheet.Simulation.Sandbox;

/// <summary>The service as a process of its own, that can be killed and started again.</summary>
/// <param name="program">The program that runs it.</param>
/// <param name="environment">Settings of the service; added to our own environment.</param>
/// <param name="folder">The folder that it runs in.</param>
/// <param name="health">The URL that answers once the service is up.</param>
/// <param name="onLine">Takes every line that the service prints.</param>
/// <param name="time">The clock that measures the start.</param>
internal sealed class FunctionsProcess(
    ServiceProgram program,
    IReadOnlyDictionary<string, string?> environment,
    string folder,
    Uri health,
    Action<string> onLine,
    TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private ChildProcess? _running;

    /// <summary>The process that runs now; null while none does.</summary>
    public int? ProcessId => _running?.Id;

    /// <summary>Starts the service, anew when it runs, and waits until it answers.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="changed">Settings of this run that differ; null when none does.</param>
    /// <exception cref="ChildProcessException">It ended or did not answer; quotes its output.</exception>
    public async Task StartAsync(CancellationToken cancellationToken, IReadOnlyDictionary<string, string?>? changed = null)
    {
        await KillAsync();
        _running = ChildProcess.Start(Spec("functions", program.Serve, changed, onLine));
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

    /// <summary>Runs another command of this program with the service's settings, as its operator does.</summary>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>The exit code, and what it printed.</returns>
    public async Task<(int Code, string Printed)> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var printed = new ConcurrentQueue<string>();
        await using var command = ChildProcess.Start(Spec($"amo2gsheet {arguments[0]}", arguments, null, printed.Enqueue));
        var code = await command.Exited.WaitAsync(Patience, time, cancellationToken);
        return (code, string.Join('\n', printed));
    }

    private ChildProcessSpec Spec(
        string name, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? changed, Action<string> take) => new()
        {
            Name = name,
            Command = DotNetHost(),
            Arguments = [program.Assembly, .. arguments],
            WorkingDirectory = folder,
            Environment = new Dictionary<string, string?>(environment.Concat(changed ?? new Dictionary<string, string?>())
                .GroupBy(setting => setting.Key).Select(same => same.Last())),
            OnLine = take,
        };

    /// <summary>The dotnet that runs us, when one does: the one on the PATH may be of another version, or missing.</summary>
    private static string DotNetHost() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
