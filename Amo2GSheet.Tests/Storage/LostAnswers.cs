using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Amo2GSheet.Tests.Storage;

/// <summary>Loses answers (or requests) on the way, of requests that are not reads.</summary>
internal sealed class LostAnswers(HttpPipelinePosition position) : HttpPipelinePolicy
{
    private int _answers;
    private int _requests;

    /// <summary>The next answer is lost: the effect is there, nobody knows.</summary>
    public void LoseNextAnswer() => _answers = 1;

    /// <summary>The next request is lost: there is no effect, nobody knows.</summary>
    public void LoseNextRequest() => _requests = 1;

    public void Configure(TableClientOptions options) => options.AddPolicy(this, position);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var isWrite = message.Request.Method != RequestMethod.Get;
        if (isWrite && Interlocked.Exchange(ref _requests, 0) == 1)
            throw new IOException("The request was lost.");

        await ProcessNextAsync(message, pipeline);
        if (isWrite && Interlocked.Exchange(ref _answers, 0) == 1)
            throw new IOException("The answer was lost.");
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
}
