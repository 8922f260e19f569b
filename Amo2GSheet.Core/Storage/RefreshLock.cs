using Amo2GSheet.Core.State;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Core.Storage;

/// <summary>The lease under which one worker at a time refreshes amoCRM's tokens.</summary>
internal sealed partial class RefreshLock(ILeaseStore leases, string process, ILogger<RefreshLock> logger)
{
    private const string Name = "oauth-refresh";

    // A refresh is one short call; a worker that died in it must not keep the others waiting.
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    private long _attempts;

    /// <summary>Takes the lease; null when another has it. Each attempt is an owner of its own: two of one process exclude each other, too.</summary>
    public async Task<IAsyncDisposable?> TryTakeAsync(CancellationToken cancellationToken)
    {
        var lease = await leases.TryAcquireAsync(Name, $"{process}-{Interlocked.Increment(ref _attempts)}", Duration, cancellationToken);
        return lease is null ? null : new Held(leases, lease, logger);
    }

    private sealed class Held(ILeaseStore leases, Lease lease, ILogger logger) : IAsyncDisposable
    {
        private Lease? _lease = lease;

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _lease, null) is not { } held)
                return;

            try
            {
                await leases.ReleaseAsync(held, CancellationToken.None);
            }
            catch (Exception exception)
            {
                // The refresh itself is done and saved; throwing here would hide that.
                Log.NotReleased(logger, held.Until, exception);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The token refresh lease was not given back; it ends by itself at {Until}.")]
        public static partial void NotReleased(ILogger logger, DateTimeOffset until, Exception exception);
    }
}
