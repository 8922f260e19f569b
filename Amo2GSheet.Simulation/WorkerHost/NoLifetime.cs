using Microsoft.Extensions.Hosting;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>The owner of the process handles its signals and stops the servers.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
