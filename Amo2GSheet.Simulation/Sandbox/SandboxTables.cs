using Amo2GSheet.Sandbox.Azurite;
using Azure;
using Azure.Data.Tables;

namespace Amo2GSheet.Simulation.Sandbox;

/// <summary>
/// The table store of one run. Its tables bear a prefix of their own: the simulators start anew each time, so what an earlier run
/// left in somebody's account must not be taken for state of this one, and what this run leaves there is taken away.
/// </summary>
internal sealed class SandboxTables : IAsyncDisposable
{
    private readonly AzuriteServer _server;

    private SandboxTables(AzuriteServer server) => _server = server;

    /// <summary>For <c>AMO2GSHEET_TABLES</c>.</summary>
    public string ConnectionString => _server.ConnectionString;

    /// <summary>For <c>AMO2GSHEET_TABLE_PREFIX</c>.</summary>
    public string Prefix { get; } = $"sandbox{Guid.NewGuid():n}"[..16];

    /// <summary>What holds the tables, for people.</summary>
    public string Description => _server.ProcessId is null
        ? $"your account of {AzuriteOptions.TablesVariable}, tables {Prefix}…"
        : $"Azurite {_server.Version} at {new TableServiceClient(ConnectionString).Uri}, tables {Prefix}…";

    /// <summary>Starts Azurite, or takes the account that the environment names.</summary>
    public static async Task<SandboxTables> StartAsync(Action<string> progress, CancellationToken cancellationToken) =>
        new(await AzuriteServer.StartAsync(AzuriteOptions.FromEnvironment() with { Progress = progress }, cancellationToken));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_server.ProcessId is null)
            await DropAsync();
        await _server.DisposeAsync();
    }

    private async Task DropAsync()
    {
        try
        {
            var service = new TableServiceClient(ConnectionString);
            await foreach (var table in service.QueryAsync(maxPerPage: 1000))
            {
                if (table.Name.StartsWith(Prefix, StringComparison.Ordinal))
                    await service.DeleteTableAsync(table.Name);
            }
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException or FormatException or ArgumentException or InvalidOperationException)
        {
            // The account went away before us: what ended the run says so better than this.
        }
    }
}
