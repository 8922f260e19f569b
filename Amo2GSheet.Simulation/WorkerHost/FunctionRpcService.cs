using Amo2GSheet.Simulation.WorkerHost.Rpc;
using Grpc.Core;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>The gRPC service that the worker calls.</summary>
internal sealed class FunctionRpcService(WorkerChannel channel) : FunctionRpc.FunctionRpcBase
{
    /// <inheritdoc />
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        try
        {
            await channel.RunAsync(requestStream, responseStream, context.CancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The worker died or the host stops; callers that wait for the worker learn it from the end of its process.
        }
    }
}
