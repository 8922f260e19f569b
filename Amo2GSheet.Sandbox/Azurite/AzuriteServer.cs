using System.Globalization;
using Amo2GSheet.Sandbox.Processes;

namespace Amo2GSheet.Sandbox.Azurite;

/// <summary>
/// Azurite's table service, in memory, on a free port of 127.0.0.1, gone when this is disposed: the measure of the embedded table service, and
/// the demo's tables where it is asked for; or an existing account, when <see cref="AzuriteOptions.ExistingTables"/> names one.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    // Azurite's documented development account: the same key on every machine, no secret.
    // https://learn.microsoft.com/azure/storage/common/storage-use-azurite#well-known-storage-account-and-key
    private const string AccountName = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string PortLine = "listening on port ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ChildProcess? _process;

    private AzuriteServer(ChildProcess? process, string connectionString, string version)
    {
        _process = process;
        ConnectionString = connectionString;
        Version = version;
    }

    /// <summary>For <c>TableServiceClient</c>; of the existing account when there is one.</summary>
    public string ConnectionString { get; }

    /// <summary>Azurite's version, such as <c>3.35.0</c>, or <c>existing account</c>.</summary>
    public string Version { get; }

    /// <summary>The id of the process that we own; null when an existing account is used.</summary>
    public int? ProcessId => _process?.Id;

    /// <summary>Installs Azurite if it has to, starts it and waits until it listens.</summary>
    /// <param name="options">What to start; <see cref="AzuriteOptions.FromEnvironment"/> as a rule.</param>
    /// <param name="cancellationToken">Gives up; nothing stays behind.</param>
    /// <exception cref="AzuriteUnavailableException">Node or npm is missing, or the install failed; says what to do.</exception>
    /// <exception cref="ChildProcessException">Azurite did not start; quotes its output.</exception>
    public static async Task<AzuriteServer> StartAsync(AzuriteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!string.IsNullOrWhiteSpace(options.ExistingTables))
        {
            return new AzuriteServer(null, options.ExistingTables, "existing account");
        }

        var folder = AzuriteFolder.Find(AppContext.BaseDirectory);
        try
        {
            await folder.EnsureInstalledAsync(options, cancellationToken);
            return await StartAsync(folder, options, cancellationToken);
        }
        catch (CommandNotFoundException exception)
        {
            throw new AzuriteUnavailableException(
                $"Azurite, the emulator of Azure Table Storage, needs '{exception.Command}', which is not on the PATH.", exception);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<AzuriteServer> StartAsync(AzuriteFolder folder, AzuriteOptions options, CancellationToken cancellationToken)
    {
        var port = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = ChildProcess.Start(Spec(folder, options, ReadPort));
        try
        {
            var listeningOn = await process.WaitForAsync("listen", port.Task, Patience, options.Time, cancellationToken);
            return new AzuriteServer(process, ConnectionStringFor(listeningOn), folder.ReadVersion());
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }

        void ReadPort(string line)
        {
            if (line.StartsWith(PortLine, StringComparison.Ordinal))
            {
                port.TrySetResult(int.Parse(line.AsSpan(PortLine.Length), CultureInfo.InvariantCulture));
            }
        }
    }

    private static ChildProcessSpec Spec(AzuriteFolder folder, AzuriteOptions options, Action<string> onLine) => new()
    {
        Name = "Azurite",
        // Node itself, not npm's wrapper script: what we kill is then the server.
        Command = options.Node,
        Arguments =
        [
            "--require", folder.OwnedScript, folder.TableScript,
            "--tableHost", "127.0.0.1", "--tablePort", "0",
            "--inMemoryPersistence", "--disableTelemetry", "--skipApiVersionCheck", "--silent",
        ],
        WorkingDirectory = folder.Path,
        // Somebody's own emulator settings would take the well-known account away.
        Environment = new Dictionary<string, string?> { ["AZURITE_ACCOUNTS"] = null },
        OnLine = onLine,
    };

    private static string ConnectionStringFor(int port) =>
        $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};"
        + $"TableEndpoint=http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/{AccountName};";
}
