using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Storage;
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

    private sealed class BrokenLine : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            return Task.FromException<HttpResponseMessage>(new HttpRequestException("The connection broke."));
        }
    }
}
