namespace Amo2GSheet.Core.Storage;

/// <summary>Runs calls side by side, a few at a time, started by the caller itself rather than on threads of the pool: a call to the tables only waits.</summary>
internal static class BoundedConcurrency
{
    /// <summary>Runs a call for every item. After a failure no further call starts, and those under way are waited for.</summary>
    /// <param name="items">The items.</param>
    /// <param name="limit">How many calls are under way at most.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Starts no further call.</param>
    /// <exception cref="Exception">The first failure.</exception>
    public static async Task ForEachAsync<T>(IEnumerable<T> items, int limit, Func<T, Task> call, CancellationToken cancellationToken)
    {
        using var waiting = items.GetEnumerator();
        var failed = false;
        await Task.WhenAll(Enumerable.Range(0, limit).Select(_ => WorkAsync()));

        async Task WorkAsync()
        {
            while (TakeNext(out var item))
            {
                try
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await call(item);
                }
                catch
                {
                    Volatile.Write(ref failed, true);
                    throw;
                }
            }
        }

        bool TakeNext(out T item)
        {
            lock (waiting)
            {
                var has = !Volatile.Read(ref failed) && waiting.MoveNext();
                item = has ? waiting.Current : default!;
                return has;
            }
        }
    }
}
