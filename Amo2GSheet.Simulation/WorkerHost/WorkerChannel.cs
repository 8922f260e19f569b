using System.Collections.Concurrent;
using System.Threading.Channels;
using Amo2GSheet.Simulation.WorkerHost.Rpc;
using Grpc.Core;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>The messages between host and worker: requests wait for the response that carries their id; logs go to the log.</summary>
/// <param name="workerId">The id that the worker was started with.</param>
/// <param name="log">Takes the worker's log.</param>
internal sealed class WorkerChannel(string workerId, WorkerLog log)
{
    private readonly Channel<StreamingMessage> _toWorker =
        Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });

    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _waiting = new();
    private readonly TaskCompletionSource<bool> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _closed;

    /// <summary>Where the worker's log goes.</summary>
    public WorkerLog Log { get; } = log;

    /// <summary>Completes when the worker has opened the stream and said who it is.</summary>
    public Task<bool> Connected => _connected.Task;

    /// <summary>Sends a message to which there is no response.</summary>
    public void Send(StreamingMessage message) => _toWorker.Writer.TryWrite(message);

    /// <summary>Sends a request and waits for its response.</summary>
    /// <exception cref="WorkerHostException">The worker is gone.</exception>
    public async Task<StreamingMessage> AskAsync(StreamingMessage request)
    {
        request.RequestId = Guid.NewGuid().ToString();
        var response = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[request.RequestId] = response;
        // Looked at after the registration: either this sees that the worker is gone, or Close sees the registration.
        if (Volatile.Read(ref _closed) is { } reason)
            response.TrySetException(reason);
        Send(request);
        try
        {
            return await response.Task;
        }
        finally
        {
            _waiting.TryRemove(request.RequestId, out _);
        }
    }

    /// <summary>Nothing more comes from the worker: every waiting caller gets the reason.</summary>
    public void Close(Exception reason)
    {
        Interlocked.CompareExchange(ref _closed, reason, null);
        _toWorker.Writer.TryComplete();
        _connected.TrySetException(reason);
        // Not waited for when the start has already failed otherwise.
        _ = _connected.Task.Exception;
        foreach (var response in _waiting.Values)
            response.TrySetException(reason);
    }

    /// <summary>Carries messages both ways until the worker closes its side or the call ends.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> fromWorker, IServerStreamWriter<StreamingMessage> toWorker, CancellationToken cancellationToken)
    {
        if (!await fromWorker.MoveNext(cancellationToken) || fromWorker.Current.StartStream?.WorkerId != workerId)
            throw new WorkerHostException("The first message on the stream is not the StartStream of the worker that was started.");

        var writing = WriteAsync(toWorker, cancellationToken);
        _connected.TrySetResult(true);
        await foreach (var message in fromWorker.ReadAllAsync(cancellationToken))
            Take(message);
        _toWorker.Writer.TryComplete();
        await writing;
    }

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> toWorker, CancellationToken cancellationToken)
    {
        await foreach (var message in _toWorker.Reader.ReadAllAsync(cancellationToken))
            await toWorker.WriteAsync(message, cancellationToken);
    }

    private void Take(StreamingMessage message)
    {
        if (message.ContentCase == StreamingMessage.ContentOneofCase.RpcLog)
            Log.Write(message.RpcLog);
        else if (_waiting.TryGetValue(message.RequestId, out var response))
            response.TrySetResult(message);
    }
}
