using Amo2GSheet.Core.Storage;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Sandbox.Azurite;
using Amo2GSheet.SelfHost;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Simulation.Sandbox;

/// <summary>
/// The tables of one run: a file of their own unless another place was asked for. Their names have a prefix of their own: the simulators begin
/// with new accounts each time, so what an earlier run left somewhere must not be taken for state of this one, and what this run leaves there
/// is removed.
/// </summary>
internal sealed class SandboxTables : IAsyncDisposable
{
    /// <summary>The value of <c>--tables</c> that starts Azurite.</summary>
    public const string Azurite = "azurite";

    private readonly EmbeddedTableFiles _files = new(TimeProvider.System, NullLogger<EmbeddedTableFiles>.Instance);
    private readonly AzuriteServer? _azurite;
    private readonly DirectoryInfo? _folder;
    private TableService? _service;
    private TableServer? _server;

    private SandboxTables(string setting, AzuriteServer? azurite, DirectoryInfo? folder)
    {
        Setting = setting;
        (_azurite, _folder) = (azurite, folder);
    }

    /// <summary>For <c>AMO2GSHEET_TABLES</c>.</summary>
    public string Setting { get; private set; }

    /// <summary>For <c>AMO2GSHEET_TABLE_PREFIX</c>.</summary>
    public string Prefix { get; } = $"sandbox{Guid.NewGuid():n}"[..16];

    /// <summary>What holds the tables, for people.</summary>
    public string Description => (_azurite, _folder) switch
    {
        _ when _server is { } server => $"served at {server.Address}, tables {Prefix}…",
        ({ } azurite, _) => $"Azurite {azurite.Version} at {new TableServiceClient(Setting).Uri}, tables {Prefix}…",
        (_, not null) => $"{Setting} (SQLite), tables {Prefix}…",
        _ when IsFile => $"{Setting}, tables {Prefix}…",
        _ => $"your account, tables {Prefix}…",
    };

    private bool IsFile => Setting.StartsWith(TableConnection.FileScheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes the place for the tables.</summary>
    /// <param name="tables">
    /// <c>azurite</c>, a connection string or <c>sqlite:FILE</c>; null for <c>AMO2GSHEET_TABLES</c> of the environment, and a new file without it.
    /// </param>
    /// <param name="progress">Told what takes a while.</param>
    /// <param name="cancellationToken">Gives up; nothing stays behind.</param>
    public static async Task<SandboxTables> StartAsync(string? tables, Action<string> progress, CancellationToken cancellationToken)
    {
        if (string.Equals(tables, Azurite, StringComparison.OrdinalIgnoreCase))
        {
            var server = await AzuriteServer.StartAsync(new AzuriteOptions { Progress = progress }, cancellationToken);
            return new SandboxTables(server.ConnectionString, server, null);
        }

        tables ??= Environment.GetEnvironmentVariable(TableConnection.OwnSetting);
        if (!string.IsNullOrWhiteSpace(tables))
            return new SandboxTables(Absolute(tables.Trim()), null, null);

        var folder = Directory.CreateTempSubdirectory("amo2gsheet-tables-");
        return new SandboxTables($"{TableConnection.FileScheme}{Path.Combine(folder.FullName, "tables.db")}", null, folder);
    }

    /// <summary>Serves a file on 127.0.0.1, for a worker, which can open none; nothing where there is a server anyway.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        if (!IsFile)
            return;
        _service = TableService.OnFile(Setting[TableConnection.FileScheme.Length..], TimeProvider.System, NullLogger<TableService>.Instance);
        _server = await TableServer.StartAsync(_service, port: 0, TableServer.NewKey(), TimeProvider.System, cancellationToken);
        Setting = _server.ConnectionString;
    }

    /// <summary>Opens the tables from this process, beside the service.</summary>
    public AzureTables Open() => new(
        TableConnection.From(
            new ConfigurationBuilder().AddInMemoryCollection([new(TableConnection.OwnSetting, Setting), new(TableConnection.PrefixSetting, Prefix)]).Build(),
            _files),
        new StorageCalls());

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_azurite is null && _folder is null)
            await DropAsync();
        _files.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        _service?.Dispose();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        _folder?.Delete(recursive: true);
    }

    private async Task DropAsync()
    {
        try
        {
            await Open().DropAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is RequestFailedException or OptionsValidationException or TableFileException)
        {
            // The place went away before us: what ended the run says so better than this.
        }
    }

    // The service runs in a folder of its own.
    private static string Absolute(string tables) => tables.StartsWith(TableConnection.FileScheme, StringComparison.OrdinalIgnoreCase)
        ? TableConnection.FileScheme + Path.GetFullPath(tables[TableConnection.FileScheme.Length..].Trim())
        : tables;
}
