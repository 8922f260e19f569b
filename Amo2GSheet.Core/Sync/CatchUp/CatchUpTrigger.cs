using System.Threading.Channels;
using Microsoft.Extensions.Hosting;

namespace Amo2GSheet.Core.Sync.CatchUp;

/// <summary>
/// Asks for a catch-up out of turn: something changed in amoCRM, and its notification did not say what. Many requests while one runs are one.
/// </summary>
/// <param name="runner">Catches up.</param>
/// <param name="time">The clock.</param>
public sealed class CatchUpTrigger(CatchUpRunner runner, TimeProvider time) : BackgroundService
{
    /// <summary>Least time between two: each costs amoCRM two calls at least.</summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _requests = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Asks for one soon. Never waits.</summary>
    public void Request() => _requests.Writer.TryWrite(true);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in _requests.Reader.ReadAllAsync(stoppingToken))
        {
            await runner.RunAsync(stoppingToken);
            await Task.Delay(Spacing, time, stoppingToken);
        }
    }
}
