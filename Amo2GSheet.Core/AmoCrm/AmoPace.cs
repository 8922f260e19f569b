using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>Keeps a gap between the starts of any two calls of this process. amoCRM blocks who goes over seven a second.</summary>
internal sealed class AmoPace(IOptions<AmoCrmOptions> options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private long? _lastStart;

    /// <summary>Waits for this call's turn. The gap is measured between real starts, so a late timer never lets two calls bunch up.</summary>
    public async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            while (_lastStart is { } last && options.Value.RequestDelay - time.GetElapsedTime(last) is var left && left > TimeSpan.Zero)
                // A delay is cut to whole milliseconds: without rounding up the last part of one would be spun through.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time, cancellationToken);
            _lastStart = time.GetTimestamp();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
