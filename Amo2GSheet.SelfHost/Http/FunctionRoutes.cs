using Amo2GSheet.SelfHost.Invocations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.SelfHost.Http;

/// <summary>Gives every HTTP function its route, and every other request its bare status.</summary>
internal static class FunctionRoutes
{
    private const string HomepageSetting = "AzureWebJobsDisableHomepage";

    public static string PathOf(FunctionDescriptor function, string prefix) =>
        $"{(prefix.Length == 0 ? "" : "/")}{prefix}/{(function.Http!.Route ?? function.Name).TrimStart('/')}";

    public static void MapFunctions(this WebApplication app, FunctionCatalog catalog, string prefix)
    {
        app.Use(next => http => app.Services.GetRequiredService<UnreadBody>().DiscardAsync(http, next));
        var isHomepageOff = string.Equals(app.Configuration[HomepageSetting], bool.TrueString, StringComparison.OrdinalIgnoreCase);
        // Before routing's own endpoints, so that its 405 becomes the real host's 404.
        app.Use(next => http =>
        {
            if (HttpFunctionHandler.FunctionOf(http) is not null)
                return next(http);

            // The real host has a page of its own at the root; where it is off, it answers every method there that no function takes.
            http.Response.StatusCode = isHomepageOff && http.Request.Path == "/" ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        foreach (var function in catalog.Http)
        {
            var path = PathOf(function, prefix);
            var endpoint = function.Http!.Methods is { Length: > 0 } methods
                ? app.MapMethods(path, methods, Handle)
                : app.Map(path, Handle);
            endpoint.WithMetadata(function);
        }

        // Made at the first request, not here: its keys are settings, and those are validated at the start.
        Task Handle(HttpContext http) =>
            app.Services.GetRequiredService<HttpFunctionHandler>().HandleAsync(http);
    }
}
