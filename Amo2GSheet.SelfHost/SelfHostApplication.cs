using Amo2GSheet.Core;
using Amo2GSheet.Functions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amo2GSheet.SelfHost;

/// <summary>
/// The functions of Amo2GSheet.Functions on Kestrel. A start that fails for a reason that an operator can fix (a missing or wrong setting,
/// a port in use) ends with exit code 1 and one line per reason on stderr.
/// </summary>
public static class SelfHostApplication
{
    /// <summary>Runs until Ctrl-C, SIGTERM or the token.</summary>
    /// <param name="args">As on the command line: <c>--NAME=value</c>, <c>--port 7071</c>.</param>
    /// <param name="cancellationToken">Stops as SIGTERM does: running requests finish first.</param>
    /// <returns>The exit code: 0, or 1 when it failed; stderr has the reason.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var running = await StartAsync(args);
            await running.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (Exception e)
        {
            return StartFailure.Report(e, Console.Error);
        }
    }

    /// <summary>Starts the application in this process and returns when it listens; throws what stopped the start.</summary>
    internal static async Task<RunningSelfHost> StartAsync(string[] args, SelfHostOptions? options = null)
    {
        var host = SelfHostBuilder.Build(args, options ?? new SelfHostOptions(), AddApplication);
        try
        {
            // A host's own start creates every hosted service first and would report only the first wrong setting.
            host.Services.ValidateSettings();
            await host.StartAsync();
            return new RunningSelfHost(host);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>The deployable's own composition, and the table service that only this host offers.</summary>
    private static void AddApplication(IHostApplicationBuilder builder)
    {
        builder.AddAmo2GSheetFunctions();
        builder.Services.AddEmbeddedTables();
    }
}

/// <summary>An application that listens; disposing stops it as SIGTERM does and waits for its end.</summary>
internal sealed class RunningSelfHost(FunctionsHost host) : IAsyncDisposable
{
    public Uri Address { get; } = host.Address;

    public IServiceProvider Services => host.Services;

    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => host.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await host.StopAsync();
        await host.DisposeAsync();
    }
}
