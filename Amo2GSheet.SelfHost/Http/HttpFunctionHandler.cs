using System.Text.Json;
using Amo2GSheet.Functions;
using Amo2GSheet.SelfHost.Invocations;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Options;
using KestrelServerOptions = Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions;

namespace Amo2GSheet.SelfHost.Http;

/// <summary>One request: route → key → body → function → answer. Whatever the function does not say is a bare status.</summary>
internal sealed class HttpFunctionHandler(FunctionKeys keys, FunctionInvoker invoker, IOptions<KestrelServerOptions> kestrel)
{
    private static readonly byte[] TooLarge = JsonSerializer.SerializeToUtf8Bytes(Refusal.TooLarge, JsonSerializerOptions.Web);

    public static FunctionDescriptor? FunctionOf(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<FunctionDescriptor>();

    public async Task HandleAsync(HttpContext http)
    {
        var function = FunctionOf(http)!;
        if (!keys.Open(function.Http!.AuthLevel, http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        // HTTP/1.0 allows a request without a Host header.
        if (!http.Request.Host.HasValue)
            http.Request.Host = new HostString("localhost", http.Connection.LocalPort);
        if (!Uri.TryCreate(http.Request.GetEncodedUrl(), UriKind.Absolute, out var url))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (await ReadBodyAsync(http) is not { } body)
            return;

        var (result, response) = await invoker.InvokeAsync(
            function,
            context =>
            {
                context.Request = new KestrelRequestData(context, http.Request, url, body);
                context.RouteValues = http.Request.RouteValues;
            },
            http.RequestAborted);
        if (response is not null)
            await HttpResponseWriter.WriteAsync(response, http.Response, http.RequestAborted);
        else
            http.Response.StatusCode = StatusOf(result);
    }

    private static async Task RefuseAsync(HttpResponse response, long length)
    {
        if (length > ConnectionLimits.LargestBodyOfRealHost)
        {
            (response.StatusCode, response.Headers.Connection) = (StatusCodes.Status500InternalServerError, "close");
            return;
        }

        (response.StatusCode, response.ContentType, response.ContentLength) = (StatusCodes.Status413PayloadTooLarge, "application/json; charset=utf-8", TooLarge.Length);
        await response.Body.WriteAsync(TooLarge);
    }

    private static int StatusOf(InvocationResult result) => result switch
    {
        InvocationResult.Done => StatusCodes.Status204NoContent,
        InvocationResult.Cancelled => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>
    /// The body from its start, or null when it was too long, malformed or never came; the status is then set. As in the real host, only a
    /// body with a Content-Length reaches the function; of one that comes in chunks the length is looked at and nothing is kept.
    /// </summary>
    private async Task<MemoryStream?> ReadBodyAsync(HttpContext http)
    {
        var most = kestrel.Value.Limits.MaxRequestBodySize ?? long.MaxValue;
        var body = new MemoryStream();
        try
        {
            var length = http.Request.ContentLength ?? await UnreadBody.ReadAsync(http.Request.Body, most, http.RequestAborted);
            if (length > most)
            {
                await RefuseAsync(http.Response, length);
                return null;
            }

            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            body.Position = 0;
            return body;
        }
        catch (BadHttpRequestException e)
        {
            http.Response.StatusCode = e.StatusCode;
        }
        catch (Exception e) when (e is OperationCanceledException or ConnectionResetException or ConnectionAbortedException)
        {
            // No one is left to read a status.
            http.Abort();
        }
        catch (IOException)
        {
            // What Kestrel throws at a chunk whose size is no number of ours, instead of the exception that it has for that.
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        return null;
    }
}
