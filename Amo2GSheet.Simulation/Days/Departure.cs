namespace Amo2GSheet.Simulation.Days;

/// <summary>
/// Where a request leaves the client's code: it may be held up here, or the process be paused or killed. What the client looks at last,
/// right before it sends, it looks at behind this.
/// </summary>
/// <param name="steps">The process's steps.</param>
/// <param name="isEffect">Tells requests that change something.</param>
/// <param name="setsOut">Hears of every request, and whether it changes something.</param>
internal sealed class Departure(ProcessSteps steps, Func<HttpRequestMessage, bool> isEffect, Action<bool>? setsOut = null) : DelegatingHandler
{
    /// <summary>What the trace calls a request.</summary>
    public static string NameOf(HttpRequestMessage request)
    {
        var address = request.RequestUri!;
        var query = Uri.UnescapeDataString(address.Query);
        return $"{request.Method} {address.AbsolutePath[(address.AbsolutePath.LastIndexOf('/') + 1)..]}{(query.Length <= 120 ? query : $"{query[..120]}…")}";
    }

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var changes = isEffect(request);
        setsOut?.Invoke(changes);
        await steps.BeforeAsync(NameOf(request), changes, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
