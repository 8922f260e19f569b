using System.Diagnostics;
using Amo2GSheet.Simulation.WorkerHost.Rpc;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>Lets the worker run a function once.</summary>
/// <param name="channel">The worker.</param>
/// <param name="timeout">The longest that an invocation may take; null for no limit.</param>
/// <param name="time">The clock that measures it.</param>
/// <param name="loggers">A failed invocation is logged under <c>Function.NAME</c>, as in the real host.</param>
internal sealed partial class Invoker(WorkerChannel channel, TimeSpan? timeout, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>Runs it.</summary>
    /// <param name="function">The function.</param>
    /// <param name="trigger">What its trigger parameter gets.</param>
    /// <param name="values">What its other parameters may get, by name.</param>
    /// <param name="cancellationToken">Cancels the function's own token; the function is waited for all the same.</param>
    /// <returns>What it returned; null when it failed, which is logged.</returns>
    public async Task<TypedData?> InvokeAsync(
        WorkerFunction function, TypedData trigger, IEnumerable<KeyValuePair<string, string>> values, CancellationToken cancellationToken)
    {
        var invocation = new InvocationRequest
        {
            InvocationId = Guid.NewGuid().ToString(),
            FunctionId = function.Metadata.FunctionId,
            InputData = { new ParameterBinding { Name = function.Trigger, Data = trigger } },
            TraceContext = new RpcTraceContext { TraceParent = Activity.Current?.Id ?? "", TraceState = Activity.Current?.TraceStateString ?? "" },
        };
        foreach (var (name, value) in values)
            invocation.TriggerMetadata[name] = new TypedData { String = value };

        using var running = channel.Log.Begin(invocation.InvocationId, function);
        await using var cancel = cancellationToken.Register(Cancel);
        try
        {
            var response = channel.AskAsync(new StreamingMessage { InvocationRequest = invocation });
            var answered = (timeout is { } limit ? await response.WaitAsync(limit, time, CancellationToken.None) : await response).InvocationResponse;
            if (answered.Result.Status == StatusResult.Types.Status.Success)
                return answered.ReturnValue ?? new TypedData();

            if (answered.Result.Status == StatusResult.Types.Status.Cancelled)
                Log.Cancelled(LoggerOf(function), function.Name);
            else
                Log.Failed(LoggerOf(function), function.Name, answered.Result.Exception?.Message);
        }
        catch (TimeoutException)
        {
            Cancel();
            Log.TimedOut(LoggerOf(function), function.Name, timeout);
        }
        catch (WorkerHostException gone)
        {
            Log.Failed(LoggerOf(function), function.Name, gone.Message);
        }

        return null;

        void Cancel() =>
            channel.Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = invocation.InvocationId } });
    }

    private ILogger LoggerOf(WorkerFunction function) => loggers.CreateLogger($"Function.{function.Name}");

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Function} failed: {Why}")]
        public static partial void Failed(ILogger logger, string function, string? why);

        [LoggerMessage(3, LogLevel.Information, "{Function} was cancelled.")]
        public static partial void Cancelled(ILogger logger, string function);

        [LoggerMessage(2, LogLevel.Error, "{Function} took longer than functionTimeout of host.json, {Timeout}; it was cancelled.")]
        public static partial void TimedOut(ILogger logger, string function, TimeSpan? timeout);
    }
}
