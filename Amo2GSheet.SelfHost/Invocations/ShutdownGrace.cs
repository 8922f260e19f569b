using Microsoft.Extensions.Hosting;

namespace Amo2GSheet.SelfHost.Invocations;

/// <summary>
/// How long a running invocation may go on once the host was told to stop. Then its token fires, and <see cref="Rest"/> is left to
/// it to end well before its connection is cut.
/// </summary>
internal sealed class ShutdownGrace : IDisposable
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(25);
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _over = new();
    private ITimer? _timer;

    public ShutdownGrace(IHostApplicationLifetime lifetime, TimeProvider time) =>
        lifetime.ApplicationStopping.Register(() =>
            _timer = time.CreateTimer(_ => _over.Cancel(), null, Length, Timeout.InfiniteTimeSpan));

    public CancellationToken Over => _over.Token;

    public void Dispose()
    {
        _timer?.Dispose();
        _over.Dispose();
    }
}
