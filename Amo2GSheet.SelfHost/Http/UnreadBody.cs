using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace Amo2GSheet.SelfHost.Http;

/// <summary>
/// Sends the whole answer first and then reads what is left of the body. A connection that is closed while its caller is still sending is
/// reset, and the caller would see a broken pipe instead of its 401 or 413. What a caller can make this host read is bounded.
/// </summary>
internal sealed class UnreadBody(IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>More is not read: the connection is closed. Above the largest body that the real host takes.</summary>
    public const long MostBytes = 128 * 1024 * 1024;

    /// <summary>After it the connection is closed, however much is missing.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public async Task DiscardAsync(HttpContext http, RequestDelegate next)
    {
        // Whether a body is too long is the handler's question; Kestrel's own limit would also stop the reading here.
        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        await next(http);
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
            return;

        await http.Response.CompleteAsync();
        using var timeout = new CancellationTokenSource(Longest, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping, timeout.Token);
        try
        {
            if (await ReadAsync(http.Request.Body, MostBytes, stop.Token) > MostBytes)
                http.Abort();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The caller has had its answer. Where it sends too slowly, or the host stops, the read was cut short, and Kestrel cannot read on.
            if (e is OperationCanceledException)
                http.Abort();
        }
    }

    /// <summary>Reads and forgets; ends with the body, or as soon as there is more than <paramref name="most"/>.</summary>
    /// <returns>How many bytes were read.</returns>
    public static async Task<long> ReadAsync(Stream body, long most, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            var total = 0L;
            int read;
            while (total <= most && (read = await body.ReadAsync(buffer, cancellationToken)) > 0)
                total += read;
            return total;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
