using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Amo2GSheet.Core.Storage;

/// <summary>Counts requests to Table Storage, so that budgets are asserted instead of believed. A retry is a request, too.</summary>
public sealed class StorageCalls
{
    private readonly ConcurrentDictionary<(string Table, string Method), long> _counts = new();
    private volatile bool _isDown;

    /// <summary>All requests so far.</summary>
    public long Total => _counts.Values.Sum();

    /// <summary>Whether the last request got no answer, or a refusal that makes every other one pointless.</summary>
    public bool IsDown => _isDown;

    /// <summary>Requests so far by table (without the prefix) and HTTP method; a transaction is one <c>POST</c>.</summary>
    public IReadOnlyDictionary<(string Table, string Method), long> Snapshot() => new Dictionary<(string, string), long>(_counts);

    /// <summary>A caller could not wait any longer for an answer.</summary>
    public void ReportTimeout() => _isDown = true;

    /// <summary>The policy that counts a table's requests.</summary>
    internal HttpPipelinePolicy For(string table) => new Policy(this, table);

    private sealed class Policy(StorageCalls calls, string table) : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Count(message);
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
            Count(message);
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

        private void Count(HttpMessage message) =>
            calls._counts.AddOrUpdate((table, message.Request.Method.Method), 1, static (_, count) => count + 1);
    }
}
