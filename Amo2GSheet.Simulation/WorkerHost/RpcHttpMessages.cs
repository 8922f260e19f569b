using System.Globalization;
using Amo2GSheet.Simulation.WorkerHost.Rpc;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>HTTP as the protocol carries it, in both directions.</summary>
internal static class RpcHttpMessages
{
    /// <summary>A request, its body included. A body whose length is not announced, a chunked one, reaches no worker: it gets an empty one.</summary>
    /// <exception cref="BadHttpRequestException">The body is longer than the server allows, or is not what was announced.</exception>
    public static async Task<RpcHttp> FromAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var http = new RpcHttp
        {
            Method = request.Method,
            Url = $"{request.Scheme}://{request.Host}{request.Path}{request.QueryString}",
        };
        foreach (var (name, values) in request.Query)
            http.NullableQuery[name] = new NullableString { Value = values.ToString() };
        foreach (var (name, values) in request.Headers)
            http.NullableHeaders[name.ToLowerInvariant()] = new NullableString { Value = values.ToString() };
        foreach (var (name, value) in request.RouteValues)
        {
            if (value is not null)
                http.NullableParams[name] = new NullableString { Value = value.ToString() };
        }

        if (request.ContentLength > 0)
            http.Body = new TypedData { Bytes = await ByteString.FromStreamAsync(request.Body, cancellationToken) };
        return http;
    }

    /// <summary>Sends what a function answered; of a header that the server has already set, the server's value stays.</summary>
    public static async Task WriteAsync(RpcHttp answer, HttpResponse response, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in answer.Headers)
        {
            if (!response.Headers.ContainsKey(name))
                response.Headers[name] = value;
        }

        response.StatusCode = int.Parse(answer.StatusCode, CultureInfo.InvariantCulture);
        // Nothing is written of an empty body, so that the server says its length; of any other one it says none and sends chunks.
        if (answer.Body is { Bytes.IsEmpty: false } body)
            await response.Body.WriteAsync(body.Bytes.Memory, cancellationToken);
    }
}
