using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Amo2GSheet.Sandbox.InMemory;

/// <summary>A server without a network: it keeps the application that the host hands it, for <see cref="InMemoryHandler"/> to call.</summary>
internal sealed class InMemoryServer : IServer
{
    private Func<IFeatureCollection, Task>? _application;

    /// <inheritdoc />
    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <inheritdoc />
    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _application = async features =>
        {
            var context = application.CreateContext(features);
            Exception? failure = null;
            try
            {
                await application.ProcessRequestAsync(context);
            }
            catch (Exception thrown)
            {
                failure = thrown;
                throw;
            }
            finally
            {
                application.DisposeContext(context, failure);
            }
        };
        return Task.CompletedTask;
    }

    /// <summary>Works off one request, on the caller's own thread as long as nothing in it waits.</summary>
    public Task ProcessAsync(IFeatureCollection features) =>
        _application?.Invoke(features) ?? throw new InvalidOperationException("The simulator was not started.");

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
