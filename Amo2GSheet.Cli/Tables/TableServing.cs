using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.SelfHost;
using Amo2GSheet.SelfHost.Settings;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Cli.Tables;

/// <summary>What is served.</summary>
/// <param name="File">The file as typed; null for the one of the settings.</param>
/// <param name="Port">The port on 127.0.0.1.</param>
internal sealed record TableServing(string? File, int Port)
{
    /// <summary>Serves until it is cancelled.</summary>
    /// <returns>The process's exit code.</returns>
    public async Task<int> RunAsync(Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            if (File is not null && string.IsNullOrWhiteSpace(File))
                throw new TableFileException("The option --file names no file: give it one, or leave it out for the file of the settings.");
            var file = Path.GetFullPath(File ?? FileOfSettings());
            StateDirectory.EnsureFor(file);
            using var service = TableService.OnFile(file, TimeProvider.System, new FailureLog(terminal));
            await using var server = await TableServer.StartAsync(service, Port, TableKeyFile.ReadOrCreate($"{file}.key"), TimeProvider.System, cancellationToken);
            terminal.Note($"Serving {file} at {server.Address}. Set AMO2GSHEET_TABLES of another program to this connection string; Ctrl-C ends the server.");
            await terminal.Output.WriteLineAsync(server.ConnectionString);
            await terminal.Output.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return CommandFrame.Fine;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return CommandFrame.Fine;
        }
        catch (Exception failure) when (failure is TableFileException or TableServerException or OptionsValidationException or IOException or UnauthorizedAccessException)
        {
            terminal.Fail(failure.Message);
            return CommandFrame.Failed;
        }
    }

    private static string FileOfSettings()
    {
        var settings = SettingsSources.Read([], new SelfHostOptions());
        return TableConnection.From(settings, new EmbeddedTableFiles(TimeProvider.System, NullLogger<EmbeddedTableFiles>.Instance)).File
            ?? throw new TableFileException("The settings name a storage account, not a file: give one with --file.");
    }

    /// <summary>Says on standard error what is wrong with the file.</summary>
    private sealed class FailureLog(Terminal terminal) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            terminal.Fail(formatter(state, exception));
    }
}
