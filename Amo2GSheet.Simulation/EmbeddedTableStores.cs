using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.EmbeddedTables;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Simulation;

/// <summary>The product's own stores over the embedded table service.</summary>
internal static class EmbeddedTableStores
{
    /// <summary>Puts the registered stores over a table service of this process. Whatever shares the service shares the state.</summary>
    public static IServiceCollection AddTables(this IServiceCollection services, TableService service) => services.AddSingleton(provider => Open(
        new TableMessageHandler(service),
        provider.GetRequiredService<StorageCalls>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<Jitter>()));

    /// <summary>Opens the tables as one process sees them.</summary>
    /// <param name="handler">The service's handler, or one before it.</param>
    /// <param name="calls">Counts what is sent.</param>
    /// <param name="time">The clock by which a retry waits.</param>
    /// <param name="jitter">Spreads retries.</param>
    /// <param name="services">Has the logger that takes a line when tables are lost.</param>
    public static AzureTables Open(HttpMessageHandler handler, StorageCalls calls, TimeProvider time, Jitter jitter, IServiceProvider? services = null)
    {
        // Timeouts of the client and of its pipeline go by the machine's clock.
        var transport = new HttpClientTransport(new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan });
        var connection = TableConnection.ByTransport("the embedded tables");
        return new AzureTables(connection, calls, time, jitter, options =>
        {
            options.Transport = transport;
            options.Retry.NetworkTimeout = Timeout.InfiniteTimeSpan;
            options.Diagnostics.IsLoggingEnabled = false;
            options.Diagnostics.IsDistributedTracingEnabled = false;
            options.Diagnostics.IsTelemetryEnabled = false;
        }, services?.GetService<ILogger<AzureTables>>());
    }
}
