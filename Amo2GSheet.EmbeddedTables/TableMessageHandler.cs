using System.Net;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>
/// The service in process: the transport of Azure's own client, so that its pipeline, its retries and its reading of errors stay in play
/// (<c>TableClientOptions.Transport = new HttpClientTransport(handler)</c>). Checks no signature, since who has the handler has the service.
/// </summary>
/// <param name="service">The service; the handler does not dispose of it.</param>
public sealed class TableMessageHandler(TableService service) : HttpMessageHandler
{
    private readonly TableProtocol _protocol = new(service);

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = request.Content is null ? default : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        return Response(request, await _protocol.AnswerAsync(Read(request, body), cancellationToken));
    }

    private static TableRequest Read(HttpRequestMessage request, ReadOnlyMemory<byte> body) => new(request.Method.Method, request.RequestUri!.PathAndQuery, body)
    {
        ContentType = request.Content?.Headers.NonValidated.TryGetValues("Content-Type", out var type) == true ? type.ToString() : null,
        Accept = Header(request, "Accept"),
        IfMatch = Header(request, "If-Match"),
        Prefer = Header(request, "Prefer"),
    };

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static HttpResponseMessage Response(HttpRequestMessage request, TableResponse answer)
    {
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { RequestMessage = request, Content = new ReadOnlyMemoryContent(answer.Body) };
        if (answer.ContentType is not null)
            response.Content.Headers.TryAddWithoutValidation("Content-Type", answer.ContentType);
        foreach (var (name, value) in answer.Headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }
}
