using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>
/// A host of the published worker, for tests and the sandbox: starts it as a process of its own, serves its HTTP functions and runs its
/// timers as the Azure Functions host does. It restarts nothing: a worker that ends by itself ends the host's work (<see cref="Died"/>).
/// </summary>
internal sealed partial class FunctionsWorkerHost : IAsyncDisposable
{
    /// <summary>The real host's limit of a request's body.</summary>
    public const long LargestBody = 104_857_600;

    private readonly ILoggerFactory _loggers;
    private readonly WorkerSession _session;
    private readonly WebApplication _app;
    private readonly TimerTriggers _timers;
    private readonly WorkerHostOptions _options;

    private FunctionsWorkerHost(
        WorkerHostOptions options, ILoggerFactory loggers, WorkerSession session, WebApplication app, TimerTriggers timers) =>
        (_options, _loggers, _session, _app, _timers) = (options, loggers, session, app, timers);

    /// <summary>Where it serves HTTP.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>The worker's process.</summary>
    public int WorkerProcessId => _session.ProcessId;

    /// <summary>The worker's functions.</summary>
    public IReadOnlyList<WorkerFunction> Functions => _session.Functions;

    /// <inheritdoc cref="WorkerSession.Died" />
    public Task<WorkerHostException> Died => _session.Died;

    /// <summary>Starts the worker, then HTTP, then the timers.</summary>
    /// <exception cref="WorkerHostException">That is no published worker, a schedule is wrong, or the worker ended or refused.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<FunctionsWorkerHost> StartAsync(WorkerHostOptions options, CancellationToken cancellationToken)
    {
        var file = HostFile.Read(options.WorkerFolder);
        var loggers = LoggerFactory.Create(logging => options.ConfigureLogging(logging
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)
            .AddFilter("Grpc", LogLevel.Warning)
            .AddConfiguration(file.Logging)));
        WorkerSession? session = null;
        WebApplication? app = null;
        TimerTriggers? timers = null;
        try
        {
            session = await WorkerSession.StartAsync(options, loggers, cancellationToken);
            var invoker = new Invoker(session.Channel, file.FunctionTimeout, options.Time, loggers);
            timers = new TimerTriggers(session.Functions, SettingOf, invoker, options.Time);
            var triggers = new HttpTriggers(
                session.Functions, file.RoutePrefix, new KeyRing(options.FunctionKeys, options.MasterKey), invoker, loggers.CreateLogger<HttpTriggers>());
            app = Build(options, loggers);
            triggers.Map(app, hasHomePage: !string.Equals(SettingOf("AzureWebJobsDisableHomepage"), bool.TrueString, StringComparison.OrdinalIgnoreCase));
            await app.StartAsync(cancellationToken);
            var host = new FunctionsWorkerHost(options, loggers, session, app, timers);
            host.Announce(triggers);
            timers.Start();
            return host;
        }
        catch
        {
            timers?.Dispose();
            if (app is not null)
                await app.DisposeAsync();
            if (session is not null)
                await session.DisposeAsync();
            loggers.Dispose();
            throw;
        }

        string? SettingOf(string name) =>
            options.Settings.TryGetValue(name, out var value) ? value : Environment.GetEnvironmentVariable(name);
    }

    /// <summary>As SIGTERM does it: begins nothing, lets requests and timers that run finish, then ends the worker.</summary>
    public async Task StopAsync()
    {
        var timers = _timers.StopAsync(_options.Grace);
        await _app.StopAsync();
        await timers;
        await _session.StopAsync(_options.Grace);
    }

    /// <summary>As a crash does it: the worker is killed, and connections are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _session.DisposeAsync();
        await _timers.StopAsync(TimeSpan.Zero);
        await _app.DisposeAsync();
        _timers.Dispose();
        _loggers.Dispose();
    }

    private static WebApplication Build(WorkerHostOptions options, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Listen(options.Listen);
        });
        builder.Services.AddRouting().AddSingleton(loggers).AddSingleton<IHostLifetime, NoLifetime>().Configure<HostOptions>(host => host.ShutdownTimeout = options.Grace);
        return builder.Build();
    }

    private void Announce(HttpTriggers triggers)
    {
        var logger = _loggers.CreateLogger<FunctionsWorkerHost>();
        var root = Address;
        foreach (var function in Functions)
        {
            if (function.Http is { } http)
                Log.HttpFunction(logger, function.Name, string.Join(',', http.Methods ?? ["any method"]), $"{root.AbsoluteUri}{triggers.PathOf(function)}");
            else
                Log.TimerFunction(logger, function.Name, function.Timer!.Schedule);
        }

        Log.Listening(logger, root, WorkerProcessId);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Function}: [{Methods}] {Url}")]
        public static partial void HttpFunction(ILogger logger, string function, string methods, string url);

        [LoggerMessage(2, LogLevel.Information, "{Function}: timer {Schedule}")]
        public static partial void TimerFunction(ILogger logger, string function, string schedule);

        [LoggerMessage(3, LogLevel.Information, "Listening on {Address}; the worker is process {ProcessId}. Ctrl-C or SIGTERM stops both.")]
        public static partial void Listening(ILogger logger, Uri address, int processId);
    }
}
