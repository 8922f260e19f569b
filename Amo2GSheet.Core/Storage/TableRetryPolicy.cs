using System.Runtime.ExceptionServices;
using Amo2GSheet.Core.AmoCrm;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Amo2GSheet.Core.Storage;

/// <summary>
/// Azure's own retry policy with two differences: it waits by the injected clock, and after the last try it throws that try's failure instead of
/// an <see cref="AggregateException"/>, so that callers catch one type for storage that is out of reach. A network timeout is such a failure, too:
/// as a cancellation it would pass for the caller's own.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="jitter">Spreads the retries.</param>
internal sealed class TableRetryPolicy(TimeProvider time, Jitter jitter)
    : RetryPolicy(MaxRetries, DelayStrategy.CreateFixedDelayStrategy(TimeSpan.Zero))
{
    private const int MaxRetries = 2;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc />
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await base.ProcessAsync(message, pipeline);
        }
        catch (Exception failure) when (failure is AggregateException or OperationCanceledException)
        {
            var last = failure is AggregateException tries ? tries.InnerExceptions[^1] : failure;
            if (last is OperationCanceledException && !message.CancellationToken.IsCancellationRequested)
                throw new RequestFailedException(0, "Table Storage gave no answer in time.", last);
            ExceptionDispatchInfo.Throw(last);
        }
    }

    /// <inheritdoc />
    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception)
    {
        if (!await base.ShouldRetryAsync(message, exception))
            return false;
        // Doubled each time, and a fifth more or less.
        var delay = FirstDelay * (1 << message.ProcessingContext.RetryNumber) * (0.8 + (0.4 * jitter.Next()));
        await Task.Delay(delay, time, message.CancellationToken);
        return true;
    }
}
