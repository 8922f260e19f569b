using Amo2GSheet.Simulation.WorkerHost.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>
/// The worker's HTTP functions as the real host serves them: route, key, body, function, answer. Routes are those of the real host too,
/// an ordered list of <see cref="Route"/> in which a method is a constraint like any other: one that fails is a 404.
/// </summary>
/// <param name="functions">All functions of the worker.</param>
/// <param name="prefix">In front of every route.</param>
/// <param name="keys">The host's keys.</param>
/// <param name="invoker">Runs functions.</param>
/// <param name="logger">Takes what is wrong with requests themselves.</param>
internal sealed partial class HttpTriggers(IReadOnlyList<WorkerFunction> functions, string prefix, KeyRing keys, Invoker invoker, ILogger logger)
{
    private static readonly object Invoked = new();

    /// <summary>Puts the functions into an application.</summary>
    /// <param name="app">The application.</param>
    /// <param name="hasHomePage">The host shows a page of its own at <c>/</c> where no function answers; otherwise it answers with 204.</param>
    public void Map(WebApplication app, bool hasHomePage)
    {
        app.Use((http, next) => HomeAsync(http, next, hasHomePage));
        app.UseRouter(Routes(app.Services.GetRequiredService<IInlineConstraintResolver>()));
    }

    /// <summary>Where a function is.</summary>
    public string PathOf(WorkerFunction function)
    {
        // An empty route is no route: the function's name.
        var route = string.IsNullOrEmpty(function.Http!.Route) ? function.Name : function.Http.Route;
        return prefix.Length == 0 ? route : $"{prefix}/{route}";
    }

    private RouteCollection Routes(IInlineConstraintResolver constraints)
    {
        var routes = new RouteCollection();
        foreach (var function in functions.Where(one => one.Http is not null))
        {
            var methods = new Dictionary<string, object>();
            if (function.Http!.Methods is { } some)
                methods["httpMethod"] = new HttpMethodRouteConstraint(some);
            routes.Add(new Route(
                new RouteHandler(http => InvokeAsync(http, function)), function.Name, PathOf(function), null, methods, null, constraints));
        }

        return routes;
    }

    private static async Task HomeAsync(HttpContext http, RequestDelegate next, bool hasHomePage)
    {
        await next(http);
        if (http.Request.Path != "/" || http.Items.ContainsKey(Invoked))
            return;

        http.Response.StatusCode = hasHomePage ? StatusCodes.Status200OK : StatusCodes.Status204NoContent;
        if (hasHomePage)
        {
            http.Response.ContentType = "text/html";
            await http.Response.WriteAsync("<!DOCTYPE html><title>Functions</title><p>The worker is running.");
        }
    }

    private async Task InvokeAsync(HttpContext http, WorkerFunction function)
    {
        http.Items[Invoked] = true;
        if (!keys.Opens(function.Http!.AuthLevel, http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var answer = await TryAskAsync(http, function);
        if (answer is null)
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        else
            await RpcHttpMessages.WriteAsync(answer, http.Response, http.RequestAborted);
    }

    private async Task<RpcHttp?> TryAskAsync(HttpContext http, WorkerFunction function)
    {
        RpcHttp request;
        try
        {
            request = await RpcHttpMessages.FromAsync(http.Request, http.RequestAborted);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Too long, broken, or given up by the client: for the real host an error of the invocation like any other.
            if (!http.RequestAborted.IsCancellationRequested)
                Log.NoBody(logger, function.Name, e.Message);
            return null;
        }

        var values = http.Request.Query
            .Where(value => !value.Key.Equals("code", StringComparison.OrdinalIgnoreCase))
            .Select(value => KeyValuePair.Create(value.Key, value.Value.ToString()))
            // The route's values come later and win.
            .Concat(request.NullableParams.Select(value => KeyValuePair.Create(value.Key, value.Value.Value)));
        var returned = await invoker.InvokeAsync(function, new TypedData { Http = request }, values, http.RequestAborted);
        return returned?.Http;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Function} was not invoked, the request's body could not be read: {Why}")]
        public static partial void NoBody(ILogger logger, string function, string why);
    }
}
