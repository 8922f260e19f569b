using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Amo2GSheet.Sandbox.InMemory;

/// <summary>
/// Carries a client's request to a simulator in the same process, without socket, thread or wait. A dropped connection is what it is over
/// a network: an <see cref="HttpRequestException"/>.
/// </summary>
internal sealed class InMemoryHandler(InMemoryServer server) : HttpMessageHandler
{
    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri ?? throw new ArgumentException("A request has an address.", nameof(request));
        var incoming = new HttpRequestFeature
        {
            Protocol = "HTTP/1.1",
            Method = request.Method.Method,
            Scheme = uri.Scheme,
            Path = Uri.UnescapeDataString(uri.AbsolutePath),
            QueryString = uri.Query,
            RawTarget = uri.PathAndQuery,
        };
        incoming.Headers.Host = uri.Authority;
        foreach (var (name, values) in request.Headers)
            incoming.Headers[name] = string.Join(", ", values);
        foreach (var (name, values) in request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
            incoming.Headers[name] = string.Join(", ", values);
        if (request.Content is not null)
            incoming.Body = new MemoryStream(await request.Content.ReadAsByteArrayAsync(cancellationToken));

        var answer = new MemoryStream();
        var outgoing = new HttpResponseFeature();
        var connection = new Connection(cancellationToken);
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(incoming);
        features.Set<IHttpResponseFeature>(outgoing);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        features.Set<IHttpRequestLifetimeFeature>(connection);
        await server.ProcessAsync(features);

        cancellationToken.ThrowIfCancellationRequested();
        return connection.IsAborted
            ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was closed without an answer.")
            : Respond(request, outgoing, answer.ToArray());
    }

    private static HttpResponseMessage Respond(HttpRequestMessage request, HttpResponseFeature outgoing, byte[] body)
    {
        var response = new HttpResponseMessage((HttpStatusCode)outgoing.StatusCode)
        {
            RequestMessage = request,
            ReasonPhrase = outgoing.ReasonPhrase,
            Content = new ByteArrayContent(body),
        };
        foreach (var (name, values) in outgoing.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                response.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        return response;
    }

    private sealed class Connection(CancellationToken hungUp) : IHttpRequestLifetimeFeature
    {
        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; } = hungUp;

        public void Abort() => IsAborted = true;
    }
}
