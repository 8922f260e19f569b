using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Benchmarks.World;

/// <summary>What the service complains of while it is measured. Other lines are asked for, as by a real log, and dropped.</summary>
internal sealed class Troubles : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _errors = [];
    private readonly ConcurrentQueue<string> _warnings = [];

    public IReadOnlyCollection<string> Errors => _errors;

    public IReadOnlyCollection<string> Warnings => _warnings;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(Troubles troubles, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
                (logLevel >= LogLevel.Error ? troubles._errors : troubles._warnings).Enqueue($"{category}: {formatter(state, exception)} {exception?.Message}");
        }
    }
}
