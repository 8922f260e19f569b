using System.Net;
using Google.Apis.Http;
using Google.Apis.Util;

namespace Amo2GSheet.GoogleSheets;

/// <summary>
/// Tries a call again after a growing wait or the one that Google asks for (<c>Retry-After</c>): three tries, two waits of at most five
/// seconds each. A longer <c>Retry-After</c> is not waited for: the next pass comes anyway.
/// </summary>
internal sealed class SheetBackOff : BackOffHandler
{
    /// <summary>One worker at a time calls, under its lease: there is nobody to keep out of step with.</summary>
    private static readonly TimeSpan NoJitter = TimeSpan.Zero;

    private readonly TimeProvider _time;

    private SheetBackOff(TimeProvider time, Func<HttpStatusCode, bool> passes) : base(new Initializer(new ExponentialBackOff(NoJitter))
    {
        HandleUnsuccessfulResponseFunc = answer => passes(answer.StatusCode),
        MaxTimeSpan = TimeSpan.FromSeconds(5),
        RespectRetryAfterHeader = true,
    }) => _time = time;

    /// <summary>For reads: quota, Google's own failures, and a network that fails.</summary>
    public static SheetBackOff ForRead(TimeProvider time) => new(time, status => status is HttpStatusCode.TooManyRequests || (int)status >= 500);

    /// <summary>For writes: quota only, since nothing else tells that the write did not take place.</summary>
    public static SheetBackOff ForWrite(TimeProvider time) => new(time, status => status is HttpStatusCode.TooManyRequests);

    /// <inheritdoc />
    protected override Task Wait(TimeSpan ts, CancellationToken cancellationToken) => Task.Delay(ts, _time, cancellationToken);
}
