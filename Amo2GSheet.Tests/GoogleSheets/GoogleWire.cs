using System.IO.Compression;
using System.Net;
using System.Text;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;
using Google.Apis.Services;
using Google.Apis.Sheets.v4;

namespace Amo2GSheet.Tests.GoogleSheets;

/// <summary>Google's end of the wire, in process: records what arrives and plays the answers in order; a call too many fails.</summary>
internal sealed class GoogleWire : HttpMessageHandler
{
    private readonly Queue<Func<WireCall, HttpResponseMessage>> _answers = new();

    internal List<WireCall> Calls { get; } = [];

    internal Google.Apis.Http.IHttpClientFactory ClientFactory => new HttpClientFromMessageHandlerFactory(_ =>
        new HttpClientFromMessageHandlerFactory.ConfiguredHttpMessageHandler(this, performsAutomaticDecompression: false, handlesRedirect: false));

    /// <summary>Answers whatever no queued answer is there for; null: such a call is a surprise.</summary>
    internal Func<WireCall, string>? Otherwise { get; set; }

    /// <summary>What the token endpoint answers; token calls are not among <see cref="Calls"/>.</summary>
    internal (HttpStatusCode Status, string Json) Token { get; set; } =
        (HttpStatusCode.OK, """{"access_token":"token","expires_in":3599,"token_type":"Bearer"}""");

    internal GoogleWire Answer(string json, HttpStatusCode status = HttpStatusCode.OK, int? retryAfterSeconds = null)
    {
        _answers.Enqueue(_ =>
        {
            var answer = Reply(json, status);
            if (retryAfterSeconds is { } seconds)
                answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
            return answer;
        });
        return this;
    }

    /// <summary>Lets <see cref="Otherwise"/> answer one call, before the answers queued after it.</summary>
    internal GoogleWire Pass()
    {
        _answers.Enqueue(call => Reply(Otherwise!(call), HttpStatusCode.OK));
        return this;
    }

    internal GoogleWire Refuse(HttpStatusCode status, string message) =>
        Answer($$$"""{"error":{"code":{{{(int)status}}},"message":"{{{message}}}","status":"ANY"}}""", status);

    internal GoogleWire Fail(Exception failure)
    {
        _answers.Enqueue(_ => throw failure);
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
        var call = new WireCall(
            request.Method.Method,
            request.RequestUri!,
            Encoding.UTF8.GetString(gzip ? Unzip(bytes) : bytes),
            gzip,
            request.Headers.Authorization?.ToString(),
            request.Headers.TryGetValues("X-HTTP-Method-Override", out var method) ? method.Single() : null);
        var answer = AnswerTo(call);
        answer.RequestMessage = request;
        if (request.Headers.AcceptEncoding.Any(encoding => encoding.Value == "gzip"))
            await PackAsync(answer, cancellationToken);
        return answer;
    }

    private HttpResponseMessage AnswerTo(WireCall call)
    {
        if (call.Uri.AbsolutePath == "/token")
            return Reply(Token.Json, Token.Status);

        Calls.Add(call);
        if (_answers.TryDequeue(out var next))
            return next(call);
        return Otherwise is { } otherwise
            ? Reply(otherwise(call), HttpStatusCode.OK)
            : throw new InvalidOperationException($"Surprise call: {call.Uri}");
    }

    private static HttpResponseMessage Reply(string json, HttpStatusCode status) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    /// <summary>Google packs its answers for clients that accept it, as its own do.</summary>
    private static async Task PackAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            await answer.Content.CopyToAsync(gzip, cancellationToken);
        packed.Position = 0;
        answer.Content = new StreamContent(packed) { Headers = { ContentType = answer.Content.Headers.ContentType } };
        answer.Content.Headers.ContentEncoding.Add("gzip");
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
