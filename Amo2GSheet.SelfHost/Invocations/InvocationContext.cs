using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.SelfHost.Invocations;

/// <summary>One invocation, with what its trigger provides.</summary>
internal sealed class InvocationContext(FunctionDescriptor function, IServiceProvider services, CancellationToken cancellationToken)
    : FunctionContext
{
    private static readonly RouteValueDictionary NoRouteValues = [];

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => function.Id;

    public override TraceContext TraceContext { get; } = new CurrentTrace();

    public override BindingContext BindingContext => new RouteBindings(RouteValues);

    public override RetryContext RetryContext { get; } = new NoRetries();

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => function;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    public override CancellationToken CancellationToken { get; } = cancellationToken;

    public HttpRequestData? Request { get; set; }
    public RouteValueDictionary RouteValues { get; set; } = NoRouteValues;
    public TimerInfo? Timer { get; set; }
}
