using System.Collections.Concurrent;
using Amo2GSheet.SelfHost;
using Amo2GSheet.Tests.Hardening.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Tests.SelfHost;

/// <summary>A host of the test's own functions on a free port, in a directory of its own, blind to the machine's environment.</summary>
internal sealed class FunctionsTestHost : IAsyncDisposable
{
    public const string Key = "0123456789abcdef";

    private readonly DirectoryInfo _directory;
    private readonly FunctionsHost _host;

    private FunctionsTestHost(DirectoryInfo directory, FunctionsHost host, CollectedLogs logs)
    {
        _directory = directory;
        _host = host;
        Logs = logs;
        Client = new HttpClient { BaseAddress = host.Address };
    }

    public HttpClient Client { get; }

    public CollectedLogs Logs { get; }

    public Uri Address => _host.Address;

    public IServiceProvider Services => _host.Services;

    public static Task<FunctionsTestHost> StartAsync<T>(FunctionsTestSetup? setup = null) => StartAsync([typeof(T)], setup);

    public static async Task<FunctionsTestHost> StartAsync(Type[] functions, FunctionsTestSetup? setup = null)
    {
        setup ??= new FunctionsTestSetup();
        var directory = Directory.CreateTempSubdirectory("selfhost");
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "host.json"), setup.HostJson);
        if (setup.LocalSettings is { } localSettings)
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "local.settings.json"), localSettings);

        SuiteLog.LearnSettings(setup.Environment);
        var logs = new CollectedLogs();
        var host = SelfHostBuilder.Build(
            setup.Args,
            new SelfHostOptions
            {
                FunctionTypes = functions,
                WorkingDirectory = directory.FullName,
                Environment = setup.Environment,
                ConfigureServices = s => s.AddSingleton<ILoggerProvider>(logs).AddSingleton(SuiteLog.Provider),
            },
            setup.Configure);
        try
        {
            await host.StartAsync();
            return new FunctionsTestHost(directory, host, logs);
        }
        catch
        {
            await host.DisposeAsync();
            directory.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>What SIGTERM does.</summary>
    public Task StopAsync()
    {
        Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        return _host.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        await _host.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}

internal sealed record FunctionsTestSetup
{
    public string HostJson { get; init; } = """{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }""";

    public string? LocalSettings { get; init; }

    public string[] Args { get; init; } = [];

    public Dictionary<string, string?> Environment { get; init; } = new() { ["PORT"] = "0", ["FUNCTION_KEY"] = FunctionsTestHost.Key };

    public Action<IHostApplicationBuilder> Configure { get; init; } = _ => { };
}

/// <summary>Warnings and errors that the host logged.</summary>
internal sealed class CollectedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Problems => _lines;

    public ILogger CreateLogger(string categoryName) => new Collector(_lines);

    public void Dispose()
    {
    }

    private sealed class Collector(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                lines.Enqueue(formatter(state, exception));
        }
    }
}
