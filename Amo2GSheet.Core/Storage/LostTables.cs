using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Core.Storage;

/// <summary>
/// Makes tables that are gone while the service runs, and sends the request again: the service goes on as at a first start. Somebody deleted them, or
/// the storage account or the file was replaced.
/// </summary>
/// <param name="tables">Makes them.</param>
/// <param name="calls">Is told, for <c>/health</c>.</param>
/// <param name="logger">Takes one line.</param>
internal sealed partial class LostTables(AzureTables tables, StorageCalls calls, ILogger logger) : HttpPipelinePolicy
{
    private const string Code = "TableNotFound";

    // The answer to a whole transaction is a success, and says inside what failed. An answer that is longer is no failure.
    private const int LongestFailure = 8_192;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The stores call their tables asynchronously only.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (!tables.AreMade || !IsOfLostTable(message.Response))
            return;

        await tables.MakeAsync(message.CancellationToken);
        if (calls.ReportLostTables())
            Log.Made(logger, tables.Place);
        await ProcessNextAsync(message, pipeline);
    }

    private static bool IsOfLostTable(Response response)
    {
        // The client has buffered the answer by now.
        if (response.Status is not (404 or 202) || response.ContentStream is not { CanSeek: true, Length: <= LongestFailure } body)
            return false;

        using var reader = new StreamReader(body, leaveOpen: true);
        var text = reader.ReadToEnd();
        body.Position = 0;
        return text.Contains(Code, StringComparison.Ordinal);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Tables were gone at {Place} and are made anew; the service goes on as at a first start. Restore a backup if there is one: amo2gsheet restore")]
        public static partial void Made(ILogger logger, string place);
    }
}
