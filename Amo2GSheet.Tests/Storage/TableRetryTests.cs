using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.SelfHost;
using Amo2GSheet.Simulation;
using Azure;
using Microsoft.Extensions.Time.Testing;

namespace Amo2GSheet.Tests.Storage;

/// <summary>What becomes of requests while the tables are out of reach.</summary>
public sealed class TableRetryTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly BrokenLine _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public async Task Tables_that_cannot_be_reached_are_asked_three_times_by_the_given_clock_and_fail_like_one_request()
    {
        // What the clock lets go on goes on here and now.
        SynchronizationContext.SetSynchronizationContext(null);
        var tables = EmbeddedTableStores.Open(_line, new StorageCalls(), _clock, new Jitter(() => 0.5));

        var reading = new TableCursorStore(tables, new AccountPartition("some")).ReadAsync("any", CancellationToken.None);

        Assert.Equal(1, _line.Requests);
        _clock.Advance(TimeSpan.FromMilliseconds(199));
        Assert.Equal(1, _line.Requests);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, _line.Requests);
        _clock.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Equal(3, _line.Requests);
        // And not an AggregateException of three.
        await Assert.ThrowsAsync<RequestFailedException>(() => reading);
    }

    [Fact]
    public async Task Tables_that_never_answer_fail_as_tables_that_cannot_be_reached()
    {
        var tables = OpenSilent();

        var reading = new TableCursorStore(tables, new AccountPartition("some")).ReadAsync("any", CancellationToken.None);
        PassRetries();

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => reading);
        Assert.Equal(3, _line.Requests);
        Assert.Equal(0, failure.Status);
        Assert.True(StorageOutage.IsCauseOf(failure));
        Assert.Equal("no answer in time", StorageOutage.Reason(failure));
    }

    [Fact]
    public async Task A_start_with_tables_that_never_answer_is_one_sentence()
    {
        var tables = OpenSilent();

        var making = tables.EnsureAsync(CancellationToken.None);
        PassRetries();

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => making);
        Assert.Contains("The tables cannot be made", Assert.Single(StartFailure.Messages(failure)), StringComparison.Ordinal);
        Assert.Contains("The tables cannot be made", Assert.Single(CommandFailure.Sentences(failure)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_that_never_answer_are_not_a_lost_lease()
    {
        var state = Worker.Over(OpenSilent(), new AccountPartition("some"), _clock, new StorageCalls());
        using var turn = new KpiTurn(state.Leases, state.Kpi, state.Intake, state.Cursors, _clock);

        var working = turn.TryAsync(_ => Task.CompletedTask, CancellationToken.None);
        PassRetries();

        await Assert.ThrowsAsync<RequestFailedException>(() => working);
    }

    [Fact]
    public async Task A_caller_that_goes_away_during_a_try_is_not_an_outage()
    {
        var tables = OpenSilent();
        using var caller = new CancellationTokenSource();
        _line.Sending = caller.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new TableCursorStore(tables, new AccountPartition("some")).ReadAsync("any", caller.Token));
    }

    [Fact]
    public async Task A_caller_that_goes_away_does_not_wait_for_the_next_try()
    {
        var tables = OpenSilent();
        using var caller = new CancellationTokenSource();

        var reading = new TableCursorStore(tables, new AccountPartition("some")).ReadAsync("any", caller.Token);
        Assert.False(reading.IsCompleted);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(1, _line.Requests);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(401, true)]
    [InlineData(403, true)]
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(412, false)]
    [InlineData(413, false)]
    public void An_answer_that_says_our_request_is_wrong_is_a_defect_and_not_an_outage(int status, bool isOutage) =>
        Assert.Equal(isOutage, StorageOutage.IsCauseOf(new RequestFailedException(status, "It failed.")));

    /// <summary>Tables whose requests run into the client's network timeout: a cancellation that the caller did not ask for.</summary>
    private AzureTables OpenSilent()
    {
        // What the clock lets go on goes on here and now.
        SynchronizationContext.SetSynchronizationContext(null);
        _line.Failure = () => new TaskCanceledException("The operation exceeded the network timeout.");
        return EmbeddedTableStores.Open(_line, new StorageCalls(), _clock, new Jitter(() => 0.5));
    }

    private void PassRetries()
    {
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        _clock.Advance(TimeSpan.FromMilliseconds(400));
    }

    private sealed class BrokenLine : HttpMessageHandler
    {
        public int Requests { get; private set; }

        public Func<Exception> Failure { get; set; } = () => new HttpRequestException("The connection broke.");

        public Action? Sending { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            Sending?.Invoke();
            return Task.FromException<HttpResponseMessage>(Failure());
        }
    }
}
