using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of one function.</summary>
public abstract class FunctionContext
{
    /// <summary>Unique to the invocation; stands in every log line about it.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The function's id; the same for all its invocations.</summary>
    public abstract string FunctionId { get; }

    /// <summary>Services of the invocation's own scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function that is invoked.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>A place for middleware to leave things for those after it.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Fires when the caller has gone, the function's time is over, or the host cannot wait any longer.</summary>
    public virtual CancellationToken CancellationToken { get; } = CancellationToken.None;
}

/// <summary>What a function is, apart from its invocations.</summary>
public abstract class FunctionDefinition
{
    /// <summary>File of the assembly that holds the function.</summary>
    public abstract string PathToAssembly { get; }

    /// <summary>Full name of its method.</summary>
    public abstract string EntryPoint { get; }

    /// <summary>Its id.</summary>
    public abstract string Id { get; }

    /// <summary>The name given with <see cref="FunctionAttribute"/>.</summary>
    public abstract string Name { get; }
}

/// <summary>Loggers from a <see cref="FunctionContext"/>.</summary>
public static class FunctionContextLoggerExtensions
{
    /// <summary>A logger whose category is the type's name.</summary>
    /// <param name="context">The invocation.</param>
    public static ILogger<T> GetLogger<T>(this FunctionContext context) =>
        context.InstanceServices.GetService<ILogger<T>>()!;

    /// <summary>A logger of the category named.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="categoryName">The category.</param>
    public static ILogger GetLogger(this FunctionContext context, string categoryName) =>
        context.InstanceServices.GetService<ILoggerFactory>()!.CreateLogger(categoryName);
}

/// <summary>The HTTP side of a <see cref="FunctionContext"/>.</summary>
public static class FunctionContextHttpRequestExtensions
{
    /// <summary>The request that started the invocation; null when something else did.</summary>
    /// <param name="context">The invocation.</param>
    public static ValueTask<HttpRequestData?> GetHttpRequestDataAsync(this FunctionContext context) =>
        new((context as Amo2GSheet.SelfHost.FunctionsWorker.InvocationContext)?.Request);
}
