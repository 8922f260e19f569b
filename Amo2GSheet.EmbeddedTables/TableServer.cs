using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>
/// The service on a port of 127.0.0.1, for other processes and other languages. Who has no key gets nothing, and a web page in a browser gets
/// nothing even with one: a request that names another host (DNS rebinding) or comes from a page is refused before its signature is looked at.
/// </summary>
public sealed class TableServer : IAsyncDisposable
{
    // More than any transaction, so that one that is too long is read and gets its code; a connection that is cut off would look like an outage.
    private const int LongestBody = 32 * 1024 * 1024;

    // Two keys of 512 characters, each of which may be nine when escaped, and room for a filter that names them.
    private const int LongestRequestLine = 32 * 1024;

    private readonly WebApplication _app;

    private TableServer(WebApplication app, int port, string key)
    {
        _app = app;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/{SharedKey.Account}"));
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={SharedKey.Account};AccountKey={key};TableEndpoint={Address};";
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What a client needs, the key included.</summary>
    public string ConnectionString { get; }

    /// <summary>A new key.</summary>
    public static string NewKey() => SharedKey.New();

    /// <summary>Whether a text is a key: base64 of at least 32 bytes. A shorter one can be guessed.</summary>
    public static bool IsKey(string text) => SharedKey.IsKey(text);

    /// <summary>Starts to listen.</summary>
    /// <param name="service">The service; the server does not dispose of it.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="key">The key that clients sign with: <see cref="IsKey"/>.</param>
    /// <param name="clock">The clock that the date of a request is compared with.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TableServerException">The port is in use.</exception>
    public static async Task<TableServer> StartAsync(TableService service, int port, string key, TimeProvider clock, CancellationToken cancellationToken)
    {
        var signatures = new SharedKey(key, clock);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LongestBody;
            kestrel.Limits.MaxRequestLineSize = LongestRequestLine;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        // Ctrl-C is the program's to handle.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        var face = new Face(new TableProtocol(service), signatures);
        app.Run(face.AnswerAsync);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await app.DisposeAsync();
            throw new TableServerException($"127.0.0.1:{port} is in use by another process; choose another port.", exception);
        }
        catch (SocketException exception)
        {
            await app.DisposeAsync();
            throw new TableServerException($"127.0.0.1:{port} cannot be used ({exception.Message}); choose another port.", exception);
        }

        return new TableServer(app, new Uri(app.Urls.First()).Port, key);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>The protocol on HTTP.</summary>
    private sealed class Face(TableProtocol protocol, SharedKey key)
    {
        public async Task AnswerAsync(HttpContext context)
        {
            var request = context.Request;
            var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            await WriteAsync(context.Response, Refusal(request, target) is { } refusal
                ? TableProtocol.Error(refusal)
                : await AnswerAsync(request, target, context.RequestAborted));
        }

        private TableServiceException? Refusal(HttpRequest request, string target)
        {
            if (request.Host.Host is not ("127.0.0.1" or "localhost") || request.Headers.Origin.Count > 0)
                return new TableServiceException(403, "Forbidden", "Requests from web pages are not answered.");
            return key.Signed(request.Headers.Authorization, request.Method, target, name => request.Headers[name])
                ? null
                : new TableServiceException(403, "AuthenticationFailed", "Server failed to authenticate the request. Make sure the value of the Authorization header is formed correctly including the signature.");
        }

        private async Task<TableResponse> AnswerAsync(HttpRequest request, string target, CancellationToken cancellationToken)
        {
            using var body = new MemoryStream();
            try
            {
                await request.Body.CopyToAsync(body, cancellationToken);
            }
            catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                return TableProtocol.Error(TableServiceException.BodyTooLarge());
            }

            return await protocol.AnswerAsync(new TableRequest(request.Method, target, body.GetBuffer().AsMemory(0, (int)body.Length))
            {
                ContentType = request.ContentType,
                Accept = request.Headers.Accept,
                IfMatch = request.Headers.IfMatch.Count > 0 ? request.Headers.IfMatch : (string?)null,
                Prefer = request.Headers["Prefer"],
            }, cancellationToken);
        }

        private static async Task WriteAsync(HttpResponse response, TableResponse answer)
        {
            response.StatusCode = answer.Status;
            response.ContentType = answer.ContentType;
            foreach (var (name, value) in answer.Headers)
                response.Headers[name] = value;
            response.Headers["x-ms-version"] = "2020-12-06";
            response.Headers.XContentTypeOptions = "nosniff";
            if (answer.Status == StatusCodes.Status204NoContent)
                return;
            response.ContentLength = answer.Body.Length;
            await response.Body.WriteAsync(answer.Body);
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>The server cannot listen; the message says what to do.</summary>
public sealed class TableServerException(string message, Exception? cause = null) : Exception(message, cause);
