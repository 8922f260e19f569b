using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.SelfHost.Invocations;

/// <summary>One function: its method, its trigger, and how its parameters are found.</summary>
internal sealed class FunctionDescriptor(string name, MethodInfo method, HttpTriggerAttribute? http, TimerTriggerAttribute? timer)
    : FunctionDefinition
{
    private readonly ObjectFactory? _activator =
        method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.DeclaringType!, Type.EmptyTypes);
    private readonly Func<InvocationContext, object?>[] _bindings = [.. method.GetParameters().Select(p => ParameterBinding.For(p)!)];

    public override string PathToAssembly { get; } = method.DeclaringType!.Assembly.Location;

    public override string EntryPoint { get; } = $"{method.DeclaringType!.FullName}.{method.Name}";

    public override string Id => Name;

    public override string Name { get; } = name;

    public override ImmutableArray<FunctionParameter> Parameters { get; } =
        [.. method.GetParameters().Select(p => new FunctionParameter(p.Name!, p.ParameterType))];

    // Read by middleware and converters only, and this host has neither.
    public override IImmutableDictionary<string, BindingMetadata> InputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;
    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

    public HttpTriggerAttribute? Http { get; } = http;

    public TimerTriggerAttribute? Timer { get; } = timer;

    /// <summary>Creates the class with the invocation's services, as the worker does for every invocation, and calls its method.</summary>
    public async Task<HttpResponseData?> CallAsync(InvocationContext context)
    {
        var target = _activator?.Invoke(context.InstanceServices, []);
        var arguments = Array.ConvertAll(_bindings, bind => bind(context));
        switch (method.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null))
        {
            case Task<HttpResponseData?> withResponse:
                return await withResponse;
            case Task task:
                await task;
                return null;
            case var value:
                return value as HttpResponseData;
        }
    }
}
