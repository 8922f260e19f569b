using Microsoft.Extensions.Hosting;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>Signals of the process are its owner's to handle; the servers stop when they are told.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
