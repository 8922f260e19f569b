using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Amo2GSheet.Sandbox;

/// <summary>
/// Keeps other pages of the same browser out of what listens on this machine. A page of another site can send requests to 127.0.0.1, and with a
/// name of its own that leads here it can even read the answers.
/// </summary>
internal static class ControlGuard
{
    /// <summary>The header that carries the token of a change.</summary>
    public const string Header = "X-Control-Token";

    private const string Root = "/_control";

    /// <summary>A token for one start.</summary>
    public static string NewToken() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Guards the control API: changes need the token, too.</summary>
    /// <param name="token">The token of this start.</param>
    public static Func<HttpContext, RequestDelegate, Task> ForControl(string token) => async (http, next) =>
    {
        if (http.Request.Path.StartsWithSegments(Root) && (WhyForeign(http.Request) ?? WhyNoChange(http.Request, token)) is { } why)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            await http.Response.WriteAsJsonAsync(new { error = why });
            return;
        }

        await next(http);
    };

    /// <summary>Why a request does not come from this machine's user; null when it may.</summary>
    public static string? WhyForeign(HttpRequest request)
    {
        if (!IsLoopback(request.Host.Host))
            return "This is for the machine that it runs on: use 127.0.0.1, localhost or [::1].";
        if (request.Headers.Origin.Count > 0 && request.Headers.Origin.ToString() != $"{request.Scheme}://{request.Host}")
            return "A page of another origin may not use this.";
        return request.Headers["Sec-Fetch-Site"].ToString() is "" or "none" or "same-origin" ? null : "A page of another site may not use this.";
    }

    /// <summary>Why the body of a change is refused; null when it may, or for a request that only reads.</summary>
    public static string? WhyNotJson(HttpRequest request) =>
        // A browser asks before it sends JSON to another origin, and nobody here says yes.
        IsRead(request) || request.HasJsonContentType() ? null : "A change has to be sent as application/json.";

    /// <summary>Whether a host's name is one of this machine's own.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static string? WhyNoChange(HttpRequest request, string token) => WhyNotJson(request)
        ?? (IsRead(request) || Same(request.Headers[Header].ToString(), token) ? null : $"A change needs the header {Header} with the token that the sandbox prints at its start.");

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static bool Same(string shown, string token) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(token));
}
