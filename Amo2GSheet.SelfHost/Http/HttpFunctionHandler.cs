using Amo2GSheet.SelfHost.Invocations;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Amo2GSheet.SelfHost.Http;

/// <summary>One request: route → key → body → function → answer. Whatever the function does not say is a bare status.</summary>
internal sealed class HttpFunctionHandler(FunctionKeys keys, FunctionInvoker invoker)
{
    /// <summary>Stands before routing's own endpoints, so that its 405 becomes the real host's 404.</summary>
    public static Task OnlyFunctionsAsync(HttpContext http, RequestDelegate next)
    {
        if (FunctionOf(http) is not null)
            return next(http);

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    public async Task HandleAsync(HttpContext http)
    {
        var function = FunctionOf(http)!;
        if (!keys.Open(function.Http!.AuthLevel, http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        // Without a Host header, which HTTP/1.0 allows, there is no address to give the function.
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

    private static int StatusOf(InvocationResult result) => result switch
    {
        InvocationResult.Done => StatusCodes.Status204NoContent,
        InvocationResult.Cancelled => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static FunctionDescriptor? FunctionOf(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<FunctionDescriptor>();

    /// <summary>The body from its start, or null when it was too long, malformed or never came; the status is then set.</summary>
    private static async Task<MemoryStream?> ReadBodyAsync(HttpContext http)
    {
        var body = new MemoryStream();
        try
        {
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
            // Nobody is left to read a status.
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
