using System.Collections.Concurrent;
using Amo2GSheet.Simulation.WorkerHost.Rpc;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>
/// Passes the worker's log on as the real host does: an entry of the app only while its invocation runs, under the function's category.
/// What the app logs outside invocations has to be printed to be seen.
/// </summary>
internal sealed class WorkerLog(ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<string, ILogger> _running = new();

    /// <summary>The real host's category for what a worker prints.</summary>
    private readonly ILogger _console = loggers.CreateLogger("Host.Function.Console");

    private readonly ILogger _system = loggers.CreateLogger("Worker");

    /// <summary>An invocation runs until the result is disposed.</summary>
    public IDisposable Begin(string invocationId, WorkerFunction function)
    {
        _running[invocationId] = loggers.CreateLogger($"Function.{function.Name}.User");
        return new Ending(_running, invocationId);
    }

    /// <summary>Writes an entry; metrics are not entries.</summary>
    public void Write(RpcLog entry)
    {
        // The worker's levels are numbered as .NET's.
        var level = (LogLevel)entry.Level;
        var logger = entry.LogCategory switch
        {
            RpcLog.Types.RpcLogCategory.System => _system,
            RpcLog.Types.RpcLogCategory.User => _running.GetValueOrDefault(entry.InvocationId),
            _ => null,
        };
        if (logger?.IsEnabled(level) == true)
            logger.Log(level, default, entry, null, (written, _) => Text(written));
    }

    /// <summary>Writes a line that the worker printed: its level is in its text, if anywhere.</summary>
    public void WriteConsoleLine(string line)
    {
        if (_console.IsEnabled(LogLevel.Information))
            _console.Log(LogLevel.Information, default, line, null, (printed, _) => printed);
    }

    private static string Text(RpcLog entry) =>
        entry.Exception is { } exception ? $"{entry.Message}{Environment.NewLine}{exception.Message}" : entry.Message;

    private sealed class Ending(ConcurrentDictionary<string, ILogger> running, string invocationId) : IDisposable
    {
        public void Dispose() => running.TryRemove(invocationId, out _);
    }
}
