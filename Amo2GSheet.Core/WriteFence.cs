namespace Amo2GSheet.Core;

/// <summary>
/// Keeps a process that stood still from writing on a lease that has ended meanwhile. Neither remote system knows preconditions, and a
/// timer that should have stopped the pass may ring after the pass itself has gone on: so the clock is asked again right before a change
/// leaves the process.
/// </summary>
public sealed class WriteFence
{
    private Func<bool>? _isPassed;

    /// <summary>Whether the lease under which this process writes has ended. Without a lease (a command at the terminal) it has not.</summary>
    public bool IsPassed => Volatile.Read(ref _isPassed)?.Invoke() == true;

    /// <summary>From now on this process writes under a lease.</summary>
    /// <param name="isPassed">Tells whether it has ended.</param>
    public void Raise(Func<bool> isPassed) => Volatile.Write(ref _isPassed, isPassed);

    /// <summary>The lease was given back.</summary>
    public void Lower() => Volatile.Write(ref _isPassed, null);
}

/// <summary>Lets no change leave the process once the fence is passed; reads go on.</summary>
/// <param name="fence">The fence.</param>
/// <param name="isChange">Tells requests that change something under the pass lease.</param>
public sealed class WriteFenceHandler(WriteFence fence, Func<HttpRequestMessage, bool> isChange) : DelegatingHandler
{
    /// <inheritdoc />
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        isChange(request) && fence.IsPassed
            ? throw new HttpRequestException("The pass lease has ended while the process stood still; the change was not sent.")
            : base.SendAsync(request, cancellationToken);
}
