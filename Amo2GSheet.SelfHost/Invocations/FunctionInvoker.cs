using Amo2GSheet.SelfHost.Settings;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.SelfHost.Invocations;

/// <summary>How an invocation ended.</summary>
internal enum InvocationResult
{
    Done,
    Failed,
    Cancelled,
}

/// <summary>Runs one invocation in a scope of its own and logs its failure, so that no trigger has to.</summary>
internal sealed partial class FunctionInvoker(
    IServiceScopeFactory scopes,
    HostJson hostJson,
    ShutdownGrace grace,
    TimeProvider time,
    ILogger<FunctionInvoker> logger)
{
    /// <summary>Fills the context with what the trigger provides and runs the function; the token is the trigger's own reason to stop.</summary>
    public async Task<(InvocationResult Result, HttpResponseData? Response)> InvokeAsync(
        FunctionDescriptor function, Action<InvocationContext> fill, CancellationToken cancellationToken)
    {
        using var timeout = hostJson.FunctionTimeout is { } limit
            ? new CancellationTokenSource(limit, time)
            : new CancellationTokenSource();
        using var token = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, grace.Over, timeout.Token);
        await using var scope = scopes.CreateAsyncScope();
        var context = new InvocationContext(function, scope.ServiceProvider, token.Token);
        try
        {
            fill(context);
            return (InvocationResult.Done, await function.CallAsync(context));
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            if (timeout.IsCancellationRequested)
                Log.TimedOut(logger, function.Name, context.InvocationId, hostJson.FunctionTimeout);
            else
                Log.Cancelled(logger, function.Name, context.InvocationId);
            return (InvocationResult.Cancelled, null);
        }
        catch (Exception e)
        {
            Log.Failed(logger, e, function.Name, context.InvocationId);
            return (InvocationResult.Failed, null);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Function {Function} failed, invocation {InvocationId}.")]
        public static partial void Failed(ILogger logger, Exception exception, string function, string invocationId);

        [LoggerMessage(2, LogLevel.Error, "Function {Function} was cancelled, invocation {InvocationId}: it ran longer than functionTimeout of host.json, {Limit}.")]
        public static partial void TimedOut(ILogger logger, string function, string invocationId, TimeSpan? limit);

        [LoggerMessage(3, LogLevel.Information, "Function {Function} was cancelled, invocation {InvocationId}: its caller has gone or the host is stopping.")]
        public static partial void Cancelled(ILogger logger, string function, string invocationId);
    }
}
