namespace Amo2GSheet.Core.Storage.InMemory;

/// <summary>One caller at a time, answered at once: what a store in memory is.</summary>
internal sealed class InMemoryGate
{
    private readonly Lock _one = new();
    private long _versions;

    /// <summary>A version that was never given before; only to be called inside <see cref="Answer{T}"/>.</summary>
    public string NextVersion() => (++_versions).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Answers like a remote store: cancelled when asked too late, a failure inside the task.</summary>
    public Task<T> Answer<T>(Func<T> answer, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);

        try
        {
            lock (_one)
                return Task.FromResult(answer());
        }
        catch (Exception exception)
        {
            return Task.FromException<T>(exception);
        }
    }
}
