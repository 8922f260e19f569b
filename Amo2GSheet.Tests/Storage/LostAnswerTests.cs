using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;
using Azure.Core;

namespace Amo2GSheet.Tests.Storage;

/// <summary>Failures whose effect nobody knows. «Given up»: the client's retries are over; else the client itself tries again.</summary>
public sealed class LostAnswerTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly MemoryWorld _world = new();
    private readonly LostAnswers _givenUp = new(HttpPipelinePosition.PerCall);
    private readonly LostAnswers _retried = new(HttpPipelinePosition.PerRetry);

    [Theory]
    [InlineData(true, "22")]
    [InlineData(false, "")]
    public async Task After_a_save_with_unknown_effect_the_next_load_looks_even_when_undisturbed(bool hasEffect, string expected)
    {
        var worker = await _world.OpenWorkerAsync(_givenUp.Configure);
        await worker.Bases.SaveAsync(Some.Bases(3), default);
        var read = await worker.Bases.LoadAsync(undisturbed: true, default);
        if (hasEffect)
            _givenUp.LoseNextAnswer();
        else
            _givenUp.LoseNextRequest();

        await Assert.ThrowsAsync<IOException>(() => worker.Bases.SaveAsync([read[new LeadId(2)] with { OrderNumber = "22" }], default));

        var loaded = (await worker.Bases.LoadAsync(undisturbed: true, default))[new LeadId(2)];
        Assert.Equal(expected, loaded.OrderNumber);
        await worker.Bases.SaveAsync([loaded with { OrderNumber = "23" }], default);
    }

    [Fact]
    public async Task A_save_that_the_client_repeated_is_a_conflict_and_the_next_load_shows_it_done()
    {
        var worker = await _world.OpenWorkerAsync(_retried.Configure);
        await worker.Bases.LoadAsync(undisturbed: false, default);
        _retried.LoseNextAnswer();

        await Assert.ThrowsAsync<StateConflictException>(() => worker.Bases.SaveAsync(Some.Bases(2), default));

        Assert.Equal(2, (await worker.Bases.LoadAsync(undisturbed: true, default)).Count);
    }

    [Fact]
    public async Task A_lease_whose_answer_was_lost_is_still_taken()
    {
        var worker = await _world.OpenWorkerAsync(_retried.Configure);
        _retried.LoseNextAnswer();
        var first = await worker.Leases.TryAcquireAsync("pass", "a", Minute, default);
        Assert.NotNull(first);
        await worker.Leases.ReleaseAsync(first, default);

        _retried.LoseNextAnswer();
        var second = await worker.Leases.TryAcquireAsync("pass", "a", Minute, default);

        Assert.True(second!.Undisturbed);
    }

    [Fact]
    public async Task A_lease_whose_answer_was_lost_is_disturbed_by_whoever_held_it_before()
    {
        var (worker, other) = (await _world.OpenWorkerAsync(_retried.Configure), await _world.OpenWorkerAsync());
        await worker.Leases.ReleaseAsync((await worker.Leases.TryAcquireAsync("pass", "a", Minute, default))!, default);
        var theirs = (await other.Leases.TryAcquireAsync("pass", "b", Minute, default))!;
        Assert.Null(await worker.Leases.TryAcquireAsync("pass", "a", Minute, default));
        await other.Leases.ReleaseAsync(theirs, default);
        _retried.LoseNextAnswer();

        var lease = await worker.Leases.TryAcquireAsync("pass", "a", Minute, default);

        Assert.False(lease!.Undisturbed);
    }

    [Fact]
    public async Task A_lease_given_back_without_an_answer_is_free_and_still_undisturbed()
    {
        var worker = await _world.OpenWorkerAsync(_retried.Configure);
        var lease = (await worker.Leases.TryAcquireAsync("pass", "a", Minute, default))!;
        _retried.LoseNextAnswer();

        await worker.Leases.ReleaseAsync(lease, default);

        Assert.True((await worker.Leases.TryAcquireAsync("pass", "a", Minute, default))!.Undisturbed);
    }

    [Fact]
    public async Task A_bell_whose_answer_was_lost_is_one_entry()
    {
        var worker = await _world.OpenWorkerAsync(_retried.Configure);
        _retried.LoseNextAnswer();

        await worker.Inbox.PutAsync([Some.Bell(7, Some.Time)], _world.Now, default);

        Assert.Equal(Some.Time, Assert.Single(await worker.Inbox.ReadAsync(10, default)).LastModified);
    }

    [Fact]
    public async Task A_deletion_whose_answer_was_lost_counts_nothing_as_staying()
    {
        var worker = await _world.OpenWorkerAsync(_retried.Configure);
        await worker.Inbox.PutAsync([Some.Bell(7), Some.Bell(8)], _world.Now, default);
        var read = await worker.Inbox.ReadAsync(10, default);
        _retried.LoseNextAnswer();

        Assert.Equal(0, await worker.Inbox.CompleteAsync(read, default));
    }

    [Fact]
    public async Task A_refresh_that_could_not_give_its_lease_back_is_done_all_the_same()
    {
        var worker = await _world.OpenWorkerAsync(_givenUp.Configure);
        var held = (await worker.Tokens.TryLockRefreshAsync(default))!;
        await worker.Tokens.SaveAsync(new AmoTokens("access", "refresh", Some.Time), null, default);
        _givenUp.LoseNextRequest();

        await held.DisposeAsync();

        Assert.Null(await worker.Tokens.TryLockRefreshAsync(default));
        _world.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.NotNull(await worker.Tokens.TryLockRefreshAsync(default));
    }
}
