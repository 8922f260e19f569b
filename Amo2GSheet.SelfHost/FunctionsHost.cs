using Amo2GSheet.SelfHost.Http;
using Amo2GSheet.SelfHost.Invocations;
using Amo2GSheet.SelfHost.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.SelfHost;

/// <summary>The running host: says what it listens on.</summary>
internal sealed partial class FunctionsHost(WebApplication app) : IHost, IAsyncDisposable
{
    public IServiceProvider Services => app.Services;

    /// <summary>Where it listens; after the start.</summary>
    public Uri Address => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            throw StartFailure.Explain(e, Services.GetRequiredService<IOptions<SelfHostSettings>>().Value);
        }

        Announce();
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    public void Dispose() => ((IDisposable)app).Dispose();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private void Announce()
    {
        var logger = Services.GetRequiredService<ILogger<FunctionsHost>>();
        var catalog = Services.GetRequiredService<FunctionCatalog>();
        var prefix = Services.GetRequiredService<HostJson>().RoutePrefix;
        foreach (var function in catalog.Http)
        {
            var methods = function.Http!.Methods is { Length: > 0 } some ? string.Join(',', some).ToUpperInvariant() : "any method";
            var url = Address.GetLeftPart(UriPartial.Authority) + FunctionRoutes.PathOf(function, prefix);
            Log.HttpFunction(logger, function.Name, methods, url, KeyNote(function));
        }

        foreach (var function in catalog.Timers)
            Log.TimerFunction(logger, function.Name, function.Timer!.Schedule);
        Log.Listening(logger, Address);
    }

    private string KeyNote(FunctionDescriptor function) => function.Http!.AuthLevel switch
    {
        AuthorizationLevel.Anonymous => "no key",
        AuthorizationLevel.Function => "function key",
        _ when Services.GetRequiredService<IOptions<SelfHostSettings>>().Value.MasterKey is null => "shut: MASTER_KEY is not set",
        _ => "master key",
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Function}: [{Methods}] {Url} ({Key})")]
        public static partial void HttpFunction(ILogger logger, string function, string methods, string url, string key);

        [LoggerMessage(2, LogLevel.Information, "{Function}: timer {Schedule}")]
        public static partial void TimerFunction(ILogger logger, string function, string schedule);

        [LoggerMessage(3, LogLevel.Information, "Listening on {Address}. Ctrl-C or SIGTERM stops.")]
        public static partial void Listening(ILogger logger, Uri address);
    }
}
