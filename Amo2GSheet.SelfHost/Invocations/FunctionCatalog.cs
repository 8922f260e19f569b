using System.Reflection;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.SelfHost.Invocations;

/// <summary>All functions found, and what is wrong with those that cannot be hosted.</summary>
internal sealed class FunctionCatalog
{
    private static readonly HashSet<Type> Returns = [typeof(void), typeof(Task), typeof(HttpResponseData), typeof(Task<HttpResponseData>)];

    private readonly List<FunctionDescriptor> _functions = [];
    private readonly List<string> _errors = [];

    public IEnumerable<FunctionDescriptor> Http => _functions.Where(f => f.Http is not null);

    public IEnumerable<FunctionDescriptor> Timers => _functions.Where(f => f.Timer is not null);

    public IReadOnlyList<string> Errors => _errors;

    public static FunctionCatalog Scan(IEnumerable<Type> types)
    {
        var catalog = new FunctionCatalog();
        const BindingFlags All = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var classes = types.Where(t => t is { IsClass: true, ContainsGenericParameters: false });
        foreach (var method in classes.SelectMany(t => t.GetMethods(All)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is { } attribute)
                catalog.Add(attribute.Name, method);
        }

        return catalog;
    }

    private void Add(string name, MethodInfo method)
    {
        var http = TriggerOf<HttpTriggerAttribute>(method, typeof(HttpRequestData));
        var timer = TriggerOf<TimerTriggerAttribute>(method, typeof(TimerInfo));
        List<string> errors = [.. Problems(method, http, timer)];
        if (_functions.Any(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            errors.Add("another function has that name.");

        if (errors.Count == 0)
            _functions.Add(new FunctionDescriptor(name, method, http, timer));
        else
            _errors.AddRange(errors.Select(e => $"Function {name}: {e}"));
    }

    private static T? TriggerOf<T>(MethodInfo method, Type parameterType)
        where T : Attribute =>
        method.GetParameters().Where(p => p.ParameterType == parameterType)
            .Select(p => p.GetCustomAttribute<T>()).FirstOrDefault(a => a is not null);

    private static IEnumerable<string> Problems(MethodInfo method, HttpTriggerAttribute? http, TimerTriggerAttribute? timer)
    {
        if (http is null == timer is null)
            yield return "exactly one parameter must have a trigger, HttpTrigger on HttpRequestData or TimerTrigger on TimerInfo.";
        if (!Returns.Contains(method.ReturnType))
            yield return $"it cannot return {method.ReturnType.Name}.";
        foreach (var parameter in method.GetParameters().Where(p => ParameterBinding.For(p) is null))
            yield return $"its parameter {parameter.Name} cannot be a {parameter.ParameterType.Name}.";
        if (http?.AuthLevel is AuthorizationLevel.User or AuthorizationLevel.System)
            yield return $"authorization level {http.AuthLevel} is not supported.";
        if (http?.Route is { } route && !IsRoute(route))
            yield return $"its route \"{route}\" is malformed.";
    }

    private static bool IsRoute(string route)
    {
        try
        {
            RoutePatternFactory.Parse(route);
            return true;
        }
        catch (RoutePatternException)
        {
            return false;
        }
    }
}
