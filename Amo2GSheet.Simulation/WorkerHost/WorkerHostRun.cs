using System.Globalization;
using System.Net;
using Amo2GSheet.Sandbox.Processes;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>The worker host as a program: settings from the environment, log on the console, as the self-host has them.</summary>
internal static class WorkerHostRun
{
    private const string UsualPort = "7071";

    /// <summary>Runs the worker until the token fires.</summary>
    /// <param name="workerFolder">Folder of the published worker.</param>
    /// <param name="cancellationToken">Stops it as SIGTERM does: running requests finish first.</param>
    /// <returns>The process's exit code: 1 when the worker could not start or ended by itself, which is said on standard error.</returns>
    public static async Task<int> RunAsync(string workerFolder, CancellationToken cancellationToken)
    {
        try
        {
            await using var host = await FunctionsWorkerHost.StartAsync(Options(workerFolder), cancellationToken);
            var stopped = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            if (await Task.WhenAny(host.Died, stopped) == host.Died)
            {
                await Console.Error.WriteLineAsync((await host.Died).Message);
                return 1;
            }

            await host.StopAsync();
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is WorkerHostException or ChildProcessException or CommandNotFoundException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static WorkerHostOptions Options(string workerFolder) => new()
    {
        WorkerFolder = workerFolder,
        Listen = new IPEndPoint(IPAddress.Loopback, int.Parse(Setting("PORT") ?? UsualPort, CultureInfo.InvariantCulture)),
        FunctionKeys = (Setting("FUNCTION_KEY") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        MasterKey = Setting("MASTER_KEY"),
        ConfigureLogging = logging => logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        }),
    };

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
