using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Amo2GSheet.Sandbox.Page;

/// <summary>
/// Keeps other pages of the same browser out: the page asks for no log-in, and its orders change things. A foreign page can neither name
/// this host (a name that leads to 127.0.0.1 is refused) nor send JSON without being asked for its origin.
/// </summary>
internal static class PageGuard
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static async Task HandleAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers[HeaderNames.CacheControl] = "no-cache";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (Refusal(http.Request) is { } why)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            await http.Response.WriteAsync(why);
            return;
        }

        await next(http);
    }

    private static string? Refusal(HttpRequest request)
    {
        if (!ControlGuard.IsLoopback(request.Host.Host))
            return "This page is for the machine that it runs on.";
        // A link from anywhere may lead here: what is shown cannot be read by the page that it stands on.
        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? null : ControlGuard.WhyForeign(request) ?? ControlGuard.WhyNotJson(request);
    }
}
