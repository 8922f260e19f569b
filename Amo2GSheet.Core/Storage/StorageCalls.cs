using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Amo2GSheet.Core.Storage;

/// <summary>Counts requests to Table Storage, so that budgets are asserted instead of believed. A retry is a request, too.</summary>
public sealed class StorageCalls
{
    private readonly ConcurrentDictionary<(string Table, string Method), long> _counts = new();

    /// <summary>All requests so far.</summary>
    public long Total => _counts.Values.Sum();

    /// <summary>Requests so far by table (without the prefix) and HTTP method; a transaction is one <c>POST</c>.</summary>
    public IReadOnlyDictionary<(string Table, string Method), long> Snapshot() => new Dictionary<(string, string), long>(_counts);

    /// <summary>The policy that counts a table's requests.</summary>
    internal HttpPipelinePolicy For(string table) => new Policy(this, table);

    private sealed class Policy(StorageCalls calls, string table) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) =>
            calls._counts.AddOrUpdate((table, message.Request.Method.Method), 1, static (_, count) => count + 1);
    }
}
