using Amo2GSheet.Core.Storage;

namespace Amo2GSheet.Tests.Storage;

public sealed class BoundedConcurrencyTests
{
    private readonly List<TaskCompletionSource> _calls = [];

    [Fact]
    public async Task No_more_calls_are_under_way_than_the_limit()
    {
        var all = RunAsync(items: 5, limit: 2);

        Assert.Equal(2, _calls.Count);
        _calls[0].SetResult();
        Assert.Equal(3, _calls.Count);
        for (var call = 1; call < 5; call++)
            _calls[call].SetResult();
        await all;
        Assert.Equal(5, _calls.Count);
    }

    [Fact]
    public async Task After_a_failure_no_call_starts_and_those_under_way_are_waited_for()
    {
        var all = RunAsync(items: 5, limit: 2);

        _calls[0].SetException(new InvalidOperationException("first"));
        Assert.False(all.IsCompleted);
        _calls[1].SetResult();

        await Assert.ThrowsAsync<InvalidOperationException>(() => all);
        Assert.Equal(2, _calls.Count);
    }

    [Fact]
    public async Task A_caller_that_gives_up_starts_no_call()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => BoundedConcurrency.ForEachAsync([1], 2, _ => throw new InvalidOperationException("started"), new CancellationToken(canceled: true)));
    }

    private Task RunAsync(int items, int limit)
    {
        // What a call's end lets go on goes on here and now.
        SynchronizationContext.SetSynchronizationContext(null);
        return BoundedConcurrency.ForEachAsync(Enumerable.Range(0, items), limit, _ =>
        {
            _calls.Add(new TaskCompletionSource());
            return _calls[^1].Task;
        }, CancellationToken.None);
    }
}
