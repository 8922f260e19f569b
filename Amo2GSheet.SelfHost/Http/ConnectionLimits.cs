using Amo2GSheet.Core.AmoCrm;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Amo2GSheet.SelfHost.Http;

/// <summary>
/// What one caller, or a thousand, may cost. A connection holds no thread, so silent ones are let be for a while; one that has begun a
/// request must go on with it. Told to operators in <c>docs/self-host.md</c>.
/// </summary>
internal static class ConnectionLimits
{
    /// <summary>More are closed as they come: each costs a few kilobytes, and the system has only so many handles.</summary>
    public const long MostConnections = 5_000;

    /// <summary>No function takes a longer body: the caller gets 413, and what it still sends is discarded by <see cref="UnreadBody"/>.</summary>
    public const long LargestBody = WebhookForm.MostBytes;

    /// <summary>At a longer body the real host fails, whatever the function.</summary>
    public const long LargestBodyOfRealHost = 100 * 1024 * 1024;

    /// <summary>What is received ahead of a function that reads slowly, or not at all.</summary>
    private const long ReceivedAhead = 64 * 1024;

    public static void Apply(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = MostConnections;
        limits.MaxRequestBodySize = LargestBody;
        limits.MaxRequestBufferSize = ReceivedAhead;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        // Longer than the minute for which proxies keep theirs: a POST sent into a connection that we close right then is lost.
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
    }
}
