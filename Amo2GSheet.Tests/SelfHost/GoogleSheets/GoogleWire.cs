using System.IO.Compression;
using System.Net;
using System.Text;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;
using Google.Apis.Services;
using Google.Apis.Sheets.v4;

namespace Amo2GSheet.Tests.SelfHost.GoogleSheets;

/// <summary>Google's end of the wire, in process: records what arrives and plays the answers in order; a call too many fails.</summary>
internal sealed class GoogleWire : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = new();

    internal List<WireCall> Calls { get; } = [];

    internal Google.Apis.Http.IHttpClientFactory ClientFactory => new HttpClientFromMessageHandlerFactory(_ =>
        new HttpClientFromMessageHandlerFactory.ConfiguredHttpMessageHandler(this, performsAutomaticDecompression: false, handlesRedirect: false));

    internal GoogleWire Answer(string json, HttpStatusCode status = HttpStatusCode.OK, int? retryAfterSeconds = null)
    {
        _answers.Enqueue(() =>
        {
            var answer = new HttpResponseMessage(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
            if (retryAfterSeconds is { } seconds)
                answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
            return answer;
        });
        return this;
    }

    internal GoogleWire Refuse(HttpStatusCode status, string message) =>
        Answer($$$"""{"error":{"code":{{{(int)status}}},"message":"{{{message}}}","status":"ANY"}}""", status);

    internal GoogleWire Fail(Exception failure)
    {
        _answers.Enqueue(() => throw failure);
        return this;
    }

    internal SheetsService Service(Action<BaseClientService.Initializer>? configure = null)
    {
        var initializer = new BaseClientService.Initializer
        {
            ApplicationName = "amo2gsheet",
            HttpClientFactory = ClientFactory,
            HttpClientInitializer = GoogleCredential.FromAccessToken("token"),
        };
        configure?.Invoke(initializer);
        return new SheetsService(initializer);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var bytes = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var gzip = request.Content?.Headers.ContentEncoding.Contains("gzip") ?? false;
        Calls.Add(new(
            request.Method.Method,
            request.RequestUri!,
            Encoding.UTF8.GetString(gzip ? Unzip(bytes) : bytes),
            gzip,
            request.Headers.Authorization?.ToString(),
            request.Headers.TryGetValues("X-HTTP-Method-Override", out var method) ? method.Single() : null));
        var answer = _answers.TryDequeue(out var next) ? next() : throw new InvalidOperationException($"Surprise call: {request.RequestUri}");
        answer.RequestMessage = request;
        return answer;
    }

    private static byte[] Unzip(byte[] bytes)
    {
        using var unzipped = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
            gzip.CopyTo(unzipped);
        return unzipped.ToArray();
    }
}

/// <summary>A request as it arrived.</summary>
internal sealed record WireCall(string Method, Uri Uri, string Body, bool Gzip, string? Authorization, string? MethodOverride)
{
    /// <summary>Path and query with its percent-encoding.</summary>
    internal string PathAndQuery => Uri.GetComponents(UriComponents.PathAndQuery, UriFormat.UriEscaped);
}
