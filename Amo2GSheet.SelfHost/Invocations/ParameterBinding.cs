using System.Globalization;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.SelfHost.Invocations;

/// <summary>What a function's parameter can be: a few types by type, a value of the route by name.</summary>
internal static class ParameterBinding
{
    /// <summary>How the parameter gets its value; null when this host does not know.</summary>
    public static Func<InvocationContext, object?>? For(ParameterInfo parameter)
    {
        if (ByType(parameter.ParameterType) is { } binding)
            return binding;

        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type != typeof(string) && type != typeof(int) && type != typeof(long))
            return null;

        var name = parameter.Name!;
        return context => context.RouteValues.TryGetValue(name, out var value) && value is not null
            ? Convert.ChangeType(value, type, CultureInfo.InvariantCulture)
            : null;
    }

    private static Func<InvocationContext, object?>? ByType(Type type) => type switch
    {
        _ when type == typeof(HttpRequestData) => context => context.Request,
        _ when type == typeof(TimerInfo) => context => context.Timer,
        _ when type == typeof(FunctionContext) => context => context,
        _ when type == typeof(CancellationToken) => context => context.CancellationToken,
        _ => null,
    };
}
