using System.Diagnostics;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace Amo2GSheet.SelfHost.Invocations;

/// <summary>The trace that Kestrel has opened for the request; empty for a timer.</summary>
internal sealed class CurrentTrace : TraceContext
{
    public override string TraceParent { get; } = Activity.Current?.Id ?? "";
    public override string TraceState { get; } = Activity.Current?.TraceStateString ?? "";
}

/// <summary>What the trigger says about an invocation: the values of its route.</summary>
internal sealed class RouteBindings(RouteValueDictionary route) : BindingContext
{
    public override IReadOnlyDictionary<string, object?> BindingData => route;
}

/// <summary>A failed invocation is not repeated.</summary>
internal sealed class NoRetries : RetryContext
{
    public override int RetryCount => 0;
    public override int MaxRetryCount => 0;
}

/// <summary>What is attached to an invocation, by type.</summary>
internal sealed class InvocationFeatures : Dictionary<Type, object>, IInvocationFeatures
{
    public void Set<T>(T instance) => this[typeof(T)] = instance!;

    public T? Get<T>() => TryGetValue(typeof(T), out var feature) ? (T)feature : default;
}
