using System.Net;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Tests.AmoCrm;

public sealed class AmoGateTests : IDisposable
{
    private const string Read = "GET /api/v4/leads?";
    private const string Patch = "PATCH /api/v4/leads";
    private readonly AmoWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Failure_10_calls_at_once_start_no_closer_than_the_delay()
    {
        for (var i = 0; i < 20; i++)
            _world.Amo.On(Read, HttpStatusCode.NoContent);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _world.ReadOneAsync()));

        var starts = _world.Amo.Calls.Select(call => call.At).Order().ToList();
        Assert.All(starts.Zip(starts.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(0.2)));
    }

    [Fact]
    public async Task Failure_10_a_block_stops_all_calls_for_longer_and_longer_and_says_what_it_is()
    {
        foreach (var minutes in new[] { 15, 30, 60, 120, 240, 240 })
        {
            _world.Amo.On(Read, HttpStatusCode.Forbidden, AmoWorld.Block);
            var block = await Assert.ThrowsAsync<AmoUnavailableException>(_world.ReadOneAsync);

            Assert.Equal(_world.Time.GetUtcNow().AddMinutes(minutes), block.RetryAt);
            Assert.Contains("support", block.Message, StringComparison.Ordinal);
            Assert.Equal(block.RetryAt, Assert.IsType<AmoBlocked>(_world.Status).Until);

            _world.Time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            var refused = await Assert.ThrowsAsync<AmoUnavailableException>(_world.ReadOneAsync);
            Assert.Equal(block.RetryAt, refused.RetryAt);
            _world.Amo.Played();
            _world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        _world.Amo.On(Read, HttpStatusCode.NoContent).On(Read, HttpStatusCode.Forbidden, AmoWorld.Block);
        await _world.ReadOneAsync();
        Assert.IsType<AmoReady>(_world.Status);
        var next = await Assert.ThrowsAsync<AmoUnavailableException>(_world.ReadOneAsync);
        Assert.Equal(_world.Time.GetUtcNow().AddMinutes(15), next.RetryAt);
    }

    [Fact]
    public async Task A_429_with_a_short_wait_is_waited_and_the_call_made_again()
    {
        _world.Amo.On(Read, HttpStatusCode.TooManyRequests, """{"title":"Too Many Requests","status":429,"retry_after":3}""").On(Read, HttpStatusCode.NoContent);

        await _world.ReadOneAsync();

        _world.Amo.Played();
        Assert.True(_world.Amo.Calls[1].At - _world.Amo.Calls[0].At >= TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData("""{"status":429,"retry_after":300}""", null, 300)]
    [InlineData("""{"status":429,"retry_after":"300"}""", "10", 300)]
    [InlineData("<html>429 Too Many Requests</html>", "120", 120)]
    [InlineData("", "Mon, 16 Jun 2025 00:10:00 GMT", 600)]
    [InlineData("""{"retry_after":1e27}""", null, 86400)]
    public async Task A_429_with_a_long_wait_closes_the_gate_for_it(string body, string? header, int seconds)
    {
        _world.Store.Put(_world.Tokens(1, left: TimeSpan.FromDays(30)));
        _world.Amo.On(Read, HttpStatusCode.TooManyRequests, body, header);

        var closed = await Assert.ThrowsAsync<AmoUnavailableException>(_world.ReadOneAsync);
        var second = await Assert.ThrowsAsync<AmoUnavailableException>(_world.ReadOneAsync);

        _world.Amo.Played();
        Assert.Equal(_world.Time.GetUtcNow().AddSeconds(seconds), closed.RetryAt);
        Assert.Equal(closed.RetryAt, second.RetryAt);
        Assert.Equal(closed.RetryAt, Assert.IsType<AmoPaused>(_world.Status).Until);

        _world.Time.Advance(TimeSpan.FromSeconds(seconds));
        _world.Amo.On(Read, HttpStatusCode.NoContent);
        await _world.ReadOneAsync();
        _world.Amo.Played();
    }

    [Fact]
    public async Task A_row_of_429s_without_a_hint_ends_at_a_closed_gate()
    {
        for (var i = 0; i < 4; i++)
            _world.Amo.On(Read, HttpStatusCode.TooManyRequests, "<html></html>");

        var closed = await Assert.ThrowsAsync<AmoUnavailableException>(_world.ReadOneAsync);

        _world.Amo.Played();
        Assert.Equal(_world.Time.GetUtcNow().AddSeconds(8), closed.RetryAt);
    }

    [Fact]
    public async Task A_read_is_tried_three_times_over_server_errors_and_lost_answers()
    {
        _world.Amo.On(Read, HttpStatusCode.BadGateway, "<html></html>").Lost(Read).On(Read, HttpStatusCode.NoContent);

        await _world.ReadOneAsync();

        _world.Amo.Played();
    }

    [Fact]
    public async Task A_read_that_fails_three_times_is_an_outage()
    {
        _world.Amo.Lost(Read).On(Read, HttpStatusCode.InternalServerError).Lost(Read);

        var outage = await Assert.ThrowsAsync<AmoUnavailableException>(_world.ReadOneAsync);

        _world.Amo.Played();
        Assert.Contains("GET /api/v4/leads", outage.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("501", outage.Message, StringComparison.Ordinal);
        _world.NoSecretsIn(outage);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_change_of_unknown_effect_is_not_repeated(HttpStatusCode status)
    {
        _world.Amo.On(Patch, status).Lost(Patch);

        await Assert.ThrowsAsync<AmoUnavailableException>(ChangeAsync);
        await Assert.ThrowsAsync<AmoUnavailableException>(ChangeAsync);

        _world.Amo.Played();
    }

    [Fact]
    public async Task A_change_turned_away_by_429_had_no_effect_and_is_made_again()
    {
        _world.Amo.On(Patch, HttpStatusCode.TooManyRequests).On(Patch, body: """{"_embedded":{"leads":[{"id":501,"updated_at":1750000123}]}}""");

        await ChangeAsync();

        _world.Amo.Played();
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(30, true)]
    public async Task A_silent_amoCRM_is_given_up_after_20_seconds_or_30_for_a_change(int seconds, bool isChange)
    {
        var asked = new SemaphoreSlim(0);
        for (var i = 0; i < (isChange ? 1 : 3); i++)
        {
            _world.Amo.On(isChange ? Patch : Read, _ =>
            {
                asked.Release();
                return new TaskCompletionSource<HttpResponseMessage>().Task;
            });
        }

        var call = Task.Run(isChange ? ChangeAsync : _world.ReadOneAsync);
        for (var i = 0; i < (isChange ? 1 : 3); i++)
        {
            await asked.WaitAsync();
            _world.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.False(call.IsCompleted);
            _world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var silent = await Assert.ThrowsAsync<AmoUnavailableException>(() => call);
        Assert.Contains($"{seconds} s", silent.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.PaymentRequired, """{"status":402,"title":"Payment Required"}""", "paid")]
    [InlineData(HttpStatusCode.Forbidden, """{"status":403,"title":"Forbidden"}""", "rights")]
    [InlineData(HttpStatusCode.NotFound, """{"status":404}""", "AMO_SUBDOMAIN")]
    [InlineData(HttpStatusCode.MovedPermanently, "", "AMO_SUBDOMAIN")]
    [InlineData(HttpStatusCode.BadRequest, """{"status":400,"detail":"Bad filter"}""", "Bad filter")]
    [InlineData(HttpStatusCode.OK, "<html>Log in</html>", "cannot be read")]
    [InlineData(HttpStatusCode.OK, "{}", "cannot be read")]
    [InlineData(HttpStatusCode.OK, "", "cannot be read")]
    [InlineData(HttpStatusCode.OK, "{\"_embedded\":", "cannot be read")]
    public async Task Other_refusals_say_what_they_are_and_are_never_taken_for_an_empty_list(HttpStatusCode status, string body, string word)
    {
        _world.Amo.On(Read, status, body);

        var refused = await Assert.ThrowsAsync<AmoUnavailableException>(_world.ReadOneAsync);

        Assert.Contains(word, refused.Message, StringComparison.Ordinal);
        Assert.Null(refused.RetryAt);
        _world.NoSecretsIn(refused);
    }

    [Fact]
    public async Task The_client_names_itself()
    {
        _world.Amo.On(Read, HttpStatusCode.NoContent);

        await _world.ReadOneAsync();

        Assert.Matches(@"^amo2gsheet/\d+\.\d+\.\d+$", _world.Amo.Calls[0].UserAgent);
    }

    private Task ChangeAsync() => _world.Client.ChangeLeadsAsync(
        [new LeadChange(new LeadId(501), new StageKey(1, 142), null)], (_, _) => Task.CompletedTask, CancellationToken.None);
}
