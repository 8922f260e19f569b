using Amo2GSheet.Core.State;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Amo2GSheet.Core.Storage;

/// <summary>Counts requests to Table Storage, so that budgets are asserted instead of believed. A retry is a request, too.</summary>
public sealed class StorageCalls
{
    private long _total;
    private volatile bool _isDown;
    private int _lostTables;

    /// <summary>Counts.</summary>
    public StorageCalls() => Policy = new CountingPolicy(this);

    /// <summary>All requests so far; a transaction is one.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Whether the last request got no answer, or a refusal that makes every other one pointless.</summary>
    public bool IsDown => _isDown;

    /// <summary>Whether tables were gone while this process ran, and are made anew.</summary>
    public bool LostTables => Volatile.Read(ref _lostTables) > 0;

    /// <summary>Tables were gone.</summary>
    /// <returns>True the first time.</returns>
    internal bool ReportLostTables() => Interlocked.Exchange(ref _lostTables, 1) == 0;

    /// <summary>A caller could not wait any longer for an answer.</summary>
    public void ReportTimeout() => _isDown = true;

    /// <summary>Counts whatever passes by it; belongs behind the retries.</summary>
    internal HttpPipelinePolicy Policy { get; }

    private sealed class CountingPolicy(StorageCalls calls) : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Interlocked.Increment(ref calls._total);
            try
            {
                ProcessNext(message, pipeline);
            }
            catch (Exception) when (!message.CancellationToken.IsCancellationRequested)
            {
                calls._isDown = true;
                throw;
            }

            calls._isDown = StorageOutage.IsRefusal(message.Response.Status);
        }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Interlocked.Increment(ref calls._total);
            try
            {
                await ProcessNextAsync(message, pipeline);
            }
            catch (Exception) when (!message.CancellationToken.IsCancellationRequested)
            {
                calls._isDown = true;
                throw;
            }

            calls._isDown = StorageOutage.IsRefusal(message.Response.Status);
        }
    }
}
