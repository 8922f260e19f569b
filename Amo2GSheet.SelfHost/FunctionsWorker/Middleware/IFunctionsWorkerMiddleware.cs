namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>The rest of the pipeline, the function itself at its end.</summary>
/// <param name="context">The invocation.</param>
public delegate Task FunctionExecutionDelegate(FunctionContext context);

/// <summary>A step that every invocation goes through. One instance serves them all.</summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Does its work before and after <paramref name="next"/>; without calling that the function does not run.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="next">The steps after this one.</param>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
