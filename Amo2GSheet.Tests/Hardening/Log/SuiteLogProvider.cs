using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Tests.Hardening.Log;

/// <summary>Gives all lines of a host to a <see cref="LogWatch"/>, exceptions and scopes included.</summary>
internal sealed class SuiteLogProvider(LogWatch watch) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger(watch, categoryName);

    public void Dispose()
    {
        // One for all hosts, of which each disposes it.
    }

    private sealed class Logger(LogWatch watch, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            watch.Take($"{category}, scope", $"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            watch.Take(category, $"{formatter(state, exception)} {exception}");
    }
}
