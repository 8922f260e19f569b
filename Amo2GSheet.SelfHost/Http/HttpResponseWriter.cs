using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;

namespace Amo2GSheet.SelfHost.Http;

/// <summary>Sends a function's answer.</summary>
internal static class HttpResponseWriter
{
    // The length is the body's; what a function says of it can only be wrong.
    private static readonly HashSet<string> Framing = new(StringComparer.OrdinalIgnoreCase) { "Content-Length", "Transfer-Encoding" };

    public static async Task WriteAsync(HttpResponseData data, HttpResponse response, CancellationToken cancellationToken)
    {
        response.StatusCode = (int)data.StatusCode;
        foreach (var (name, values) in data.Headers.NonValidated)
        {
            if (!Framing.Contains(name))
                response.Headers.Append(name, values.ToArray());
        }

        if (data.Body.CanSeek)
        {
            data.Body.Position = 0;
            if (data.Body.Length == 0)
                return;
            response.ContentLength = data.Body.Length;
        }

        await data.Body.CopyToAsync(response.Body, cancellationToken);
    }
}
