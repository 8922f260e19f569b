using Amo2GSheet.Core.AmoCrm;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amo2GSheet.Core.Storage;

/// <summary>The tables that hold the state, by name. One place makes them, one place says how requests are retried.</summary>
internal sealed class AzureTables
{
    private readonly TableConnection _connection;

    /// <param name="connection">Where the tables are.</param>
    /// <param name="calls">Counts what is sent.</param>
    /// <param name="time">The clock by which a retry waits; the system's when null.</param>
    /// <param name="jitter">Spreads retries; the process's own when null.</param>
    /// <param name="configure">Changes the client's options; for tests.</param>
    /// <param name="logger">Takes a line when tables are lost.</param>
    public AzureTables(
        TableConnection connection, StorageCalls calls, TimeProvider? time = null, Jitter? jitter = null, Action<TableClientOptions>? configure = null,
        ILogger<AzureTables>? logger = null)
    {
        var options = new TableClientOptions { RetryPolicy = new TableRetryPolicy(time ?? TimeProvider.System, jitter ?? Jitter.Own) };
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        options.AddPolicy(calls.Policy, HttpPipelinePosition.PerRetry);
        options.AddPolicy(new LostTables(this, calls, logger ?? NullLogger<AzureTables>.Instance), HttpPipelinePosition.PerCall);
        configure?.Invoke(options);
        var service = connection.Open(options);
        _connection = connection;
        Bases = Open("bases");
        Inbox = Open("inbox");
        Dedup = Open("dedup");
        Tokens = Open("tokens");
        Leases = Open("leases");
        Cursors = Open("cursors");
        Journal = Open("journal");
        Imports = Open("imports");
        Kpi = Open("kpi");
        All = new SortedDictionary<string, TableClient>(StringComparer.Ordinal)
        {
            ["bases"] = Bases,
            ["inbox"] = Inbox,
            ["dedup"] = Dedup,
            ["tokens"] = Tokens,
            ["leases"] = Leases,
            ["cursors"] = Cursors,
            ["journal"] = Journal,
            ["imports"] = Imports,
            ["kpi"] = Kpi,
        };

        TableClient Open(string table) => service.GetTableClient(connection.Prefix + table);
    }

    public TableClient Bases { get; }

    public TableClient Inbox { get; }

    public TableClient Dedup { get; }

    public TableClient Tokens { get; }

    public TableClient Leases { get; }

    public TableClient Cursors { get; }

    public TableClient Journal { get; }

    public TableClient Imports { get; }

    public TableClient Kpi { get; }

    /// <summary>All of them, by their names without the prefix.</summary>
    public IReadOnlyDictionary<string, TableClient> All { get; }

    /// <summary>The file that holds the tables; null where a server does.</summary>
    public string? File => _connection.File;

    /// <summary>What the names of the tables begin with at their place.</summary>
    public string Prefix => _connection.Prefix;

    /// <summary>Where the tables are, for people: the file, or the host of the service.</summary>
    public string Place => File ?? Bases.Uri.Host;

    /// <summary>This process made sure of them when it started: it may make them again. One that only looks, as a backup does, makes none.</summary>
    public bool AreMade { get; private set; }

    /// <summary>Makes the tables that are missing.</summary>
    /// <exception cref="TablesUnavailableException">The tables cannot be reached or the service refuses us; names the setting.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        try
        {
            await MakeAsync(cancellationToken);
            AreMade = true;
        }
        catch (Exception exception) when (exception is RequestFailedException or AuthenticationFailedException)
        {
            var hint = File is null
                ? $"check {_connection.Setting}, the network, and the identity's role (Storage Table Data Contributor)."
                // Azure's client adds lines with headers.
                : exception.Message.Split('\n', 2)[0].TrimEnd();
            throw new TablesUnavailableException($"The tables cannot be made at {Place}: {hint}", exception);
        }
    }

    /// <summary>Makes the tables that are missing; a failure is the client's own.</summary>
    public Task MakeAsync(CancellationToken cancellationToken) => Task.WhenAll(All.Values.Select(table => table.CreateIfNotExistsAsync(cancellationToken)));

    /// <summary>Deletes the tables, with all that is in them.</summary>
    public Task DropAsync(CancellationToken cancellationToken) => Task.WhenAll(All.Values.Select(table => table.DeleteAsync(cancellationToken)));
}

/// <summary>Makes missing tables before anything else starts.</summary>
internal sealed class AzureTablesStart(AzureTables tables) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => tables.EnsureAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
