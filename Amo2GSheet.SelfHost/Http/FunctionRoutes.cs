using Amo2GSheet.SelfHost.Invocations;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.SelfHost.Http;

/// <summary>Gives every HTTP function its route.</summary>
internal static class FunctionRoutes
{
    public static string PathOf(FunctionDescriptor function, string prefix) =>
        $"{(prefix.Length == 0 ? "" : "/")}{prefix}/{(function.Http!.Route ?? function.Name).TrimStart('/')}";

    public static void MapFunctions(this WebApplication app, FunctionCatalog catalog, string prefix)
    {
        app.Use(HttpFunctionHandler.OnlyFunctionsAsync);
        foreach (var function in catalog.Http)
        {
            var path = PathOf(function, prefix);
            var endpoint = function.Http!.Methods is { Length: > 0 } methods
                ? app.MapMethods(path, methods, Handle)
                : app.Map(path, Handle);
            endpoint.WithMetadata(function);
        }

        // Made at the first request, not here: its keys are settings, and those are validated at the start.
        Task Handle(Microsoft.AspNetCore.Http.HttpContext http) =>
            app.Services.GetRequiredService<HttpFunctionHandler>().HandleAsync(http);
    }
}
