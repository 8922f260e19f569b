using Amo2GSheet.Sandbox.Processes;
using Amo2GSheet.Simulation.WorkerHost.Rpc;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>One run of the worker: its process, the channel to it, and the functions that it has loaded.</summary>
internal sealed class WorkerSession : IAsyncDisposable
{
    /// <summary>The version that the conformance suite was recorded with.</summary>
    private const string HostVersion = "4.1037.0.0";

    /// <summary>Lines of output that the message about a dead worker quotes.</summary>
    private const int Quoted = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RpcServer _server;
    private readonly ChildProcess _process;
    private readonly TaskCompletionSource<WorkerHostException> _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private volatile bool _isStopping;

    private WorkerSession(RpcServer server, ChildProcess process, WorkerChannel channel, TimeProvider time)
    {
        (_server, _process, Channel, _time) = (server, process, channel, time);
        _ = WatchAsync();
    }

    /// <summary>The way to the worker.</summary>
    public WorkerChannel Channel { get; }

    /// <summary>What it offers, by name.</summary>
    public IReadOnlyList<WorkerFunction> Functions { get; private set; } = [];

    /// <summary>Completes when the worker ended although nothing had told it to; the exception quotes its last output.</summary>
    public Task<WorkerHostException> Died => _died.Task;

    /// <summary>The worker's process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts the worker and lets it load its functions.</summary>
    /// <exception cref="WorkerHostException">It ended, did not connect, or refused.</exception>
    /// <exception cref="CommandNotFoundException">There is no such program as the worker needs.</exception>
    public static async Task<WorkerSession> StartAsync(WorkerHostOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var workerId = Guid.NewGuid().ToString();
        var log = new WorkerLog(loggers);
        var channel = new WorkerChannel(workerId, log);
        var server = await RpcServer.StartAsync(channel, loggers, cancellationToken);
        WorkerSession? session = null;
        try
        {
            var process = ChildProcess.Start(WorkerProgram.Spec(options, server.Address, workerId, log.WriteConsoleLine));
            session = new WorkerSession(server, process, channel, options.Time);
            await channel.Connected.WaitAsync(Patience, options.Time, cancellationToken);
            await session.LoadAsync(Path.GetFullPath(options.WorkerFolder)).WaitAsync(Patience, options.Time, cancellationToken);
            return session;
        }
        catch (TimeoutException e) when (session is not null)
        {
            var late = session.Failure($"did not start within {Patience.TotalSeconds:0} s", e);
            await session.DisposeAsync();
            throw late;
        }
        catch
        {
            await (session is null ? server.DisposeAsync() : session.DisposeAsync());
            throw;
        }
    }

    /// <summary>Tells the worker to end and waits for it; kills it when the time is over.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        _isStopping = true;
        Channel.Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(grace) } });
        Task exited = _process.Exited;
        await exited.WaitAsync(grace, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        await _process.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task LoadAsync(string folder)
    {
        var started = await Channel.AskAsync(new StreamingMessage
        {
            WorkerInitRequest = new WorkerInitRequest { HostVersion = HostVersion, WorkerDirectory = folder, FunctionAppDirectory = folder },
        });
        Ensure(started.WorkerInitResponse.Result, "refused to start");

        var indexed = await Channel.AskAsync(new StreamingMessage
        {
            FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = folder },
        });
        Ensure(indexed.FunctionMetadataResponse.Result, "could not list its functions");
        if (indexed.FunctionMetadataResponse.UseDefaultMetadataIndexing)
            throw new WorkerHostException("The worker does not list its functions itself.");

        Functions = [.. indexed.FunctionMetadataResponse.FunctionMetadataResults.Select(WorkerFunction.From).OrderBy(one => one.Name, StringComparer.Ordinal)];
        foreach (var function in Functions)
        {
            var loaded = await Channel.AskAsync(new StreamingMessage
            {
                FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.Metadata.FunctionId, Metadata = function.Metadata },
            });
            Ensure(loaded.FunctionLoadResponse.Result, $"could not load {function.Name}");
        }
    }

    private async Task WatchAsync()
    {
        var reason = Failure($"ended with code {await _process.Exited}");
        Channel.Close(reason);
        if (!_isStopping)
            _died.TrySetResult(reason);
    }

    private WorkerHostException Failure(string what, Exception? cause = null) => new(
        $"The worker {what}. Its last output:{string.Concat(_process.RecentOutput.TakeLast(Quoted).Select(line => $"{Environment.NewLine}  {line}"))}", cause);

    private static void Ensure(StatusResult result, string failure)
    {
        if (result.Status != StatusResult.Types.Status.Success)
            throw new WorkerHostException($"The worker {failure}: {result.Exception?.Message}");
    }
}
