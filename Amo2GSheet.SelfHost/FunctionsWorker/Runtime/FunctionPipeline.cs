using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Amo2GSheet.SelfHost.FunctionsWorker;

/// <summary>The application's middleware, the first added outermost, with the function at the end.</summary>
internal sealed class FunctionPipeline(IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
{
    private readonly FunctionExecutionDelegate _first =
        middleware.Reverse().Aggregate((FunctionExecutionDelegate)CallFunctionAsync, (next, step) => step(next));

    public Task RunAsync(InvocationContext context) => _first(context);

    private static async Task CallFunctionAsync(FunctionContext context)
    {
        var invocation = (InvocationContext)context;
        invocation.Response = await invocation.Function.CallAsync(invocation);
    }
}
