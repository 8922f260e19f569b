using Amo2GSheet.SelfHost.FunctionsWorker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amo2GSheet.SelfHost;

/// <summary>
/// The service on Kestrel. <c>Program.cs</c> of Amo2GSheet.Functions is this assembly's entry point and knows nothing of it, so there
/// are two ways in: run the assembly, or call <see cref="RunAsync"/> from another program, which calls that entry point. Either way a
/// start that fails for a reason that an operator can mend (a missing or wrong setting, a port in use) ends with exit code 1 and one
/// line per reason on stderr. The first way catches it as the process's unhandled exception, the second here.
/// </summary>
public static class SelfHostApplication
{
    /// <summary>Runs until Ctrl-C, SIGTERM or the token.</summary>
    /// <param name="args">As on the command line: <c>--NAME=value</c>, <c>--port 7071</c>.</param>
    /// <param name="cancellationToken">Stops as SIGTERM does: running requests finish first.</param>
    /// <returns>The exit code: 0, or 1 when it failed; why stands on stderr.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken = default)
    {
        var run = new SelfHostRun(new SelfHostOptions());
        try
        {
            var ended = run.EnterAsync(args);
            await Task.WhenAny(ended, run.HostStarted);
            if (ended.IsCompleted)
                return await ended;

            var host = await run.HostStarted;
            await using var stop = cancellationToken.Register(
                host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication);
            return await ended;
        }
        catch (Exception e)
        {
            return StartFailure.Report(e, Console.Error);
        }
    }

    /// <summary>Starts the same application in this process and comes back when it listens; throws what stopped the start.</summary>
    internal static async Task<RunningSelfHost> StartAsync(string[] args, SelfHostOptions? options = null)
    {
        var run = new SelfHostRun(options ?? new SelfHostOptions());
        var ended = run.EnterAsync(args);
        await Task.WhenAny(ended, run.HostStarted);
        if (ended.IsCompleted)
        {
            await ended;
            throw new InvalidOperationException("The application ended before its host had started.");
        }

        return new RunningSelfHost(await run.HostStarted, ended);
    }
}

/// <summary>An application that listens; disposing stops it as SIGTERM does and waits for its end.</summary>
internal sealed class RunningSelfHost(FunctionsHost host, Task<int> ended) : IAsyncDisposable
{
    public Uri Address { get; } = host.Address;

    public IServiceProvider Services => host.Services;

    public async ValueTask DisposeAsync()
    {
        if (!ended.IsCompleted)
            host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await ended;
    }
}
