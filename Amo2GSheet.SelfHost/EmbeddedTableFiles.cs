using Amo2GSheet.Core.Storage;
using Amo2GSheet.EmbeddedTables;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.SelfHost;

/// <summary>Tables in SQLite files, by the embedded table service.</summary>
internal sealed class EmbeddedTableFiles(TimeProvider clock, ILogger<EmbeddedTableFiles> log) : ITableFiles, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TableService> _services = [];

    /// <inheritdoc />
    /// <exception cref="TableFileException">The file cannot be used; it was not changed.</exception>
    public HttpPipelineTransport Open(string path)
    {
        var file = Path.GetFullPath(path);
        lock (_lock)
        {
            if (!_services.TryGetValue(file, out var service))
            {
                StateDirectory.EnsureFor(file);
                _services[file] = service = TableService.OnFile(file, clock, log);
            }

            return new HttpClientTransport(new TableMessageHandler(service));
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var service in _services.Values)
                service.Dispose();
            _services.Clear();
        }
    }
}

/// <summary>Registers the embedded table service.</summary>
internal static class EmbeddedTablesRegistration
{
    /// <summary>Lets <c>AMO2GSHEET_TABLES=sqlite:FILE</c> name a file.</summary>
    public static IServiceCollection AddEmbeddedTables(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ITableFiles, EmbeddedTableFiles>();
        return services;
    }
}
