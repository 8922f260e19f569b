using System.Net;
using Amo2GSheet.Core.AmoCrm;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.AmoCrm;

public sealed class AmoTokenTests : IDisposable
{
    private const string Read = "GET /api/v4/leads?";
    private readonly AmoWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Failure_12_many_calls_at_once_refresh_once()
    {
        _world.Store.Put(_world.Tokens(1, left: TimeSpan.FromMinutes(4)));
        _world.Amo.On(AmoWorld.TokenCall, body: AmoWorld.Pair(2));
        for (var i = 0; i < 8; i++)
            _world.Amo.On(Read, HttpStatusCode.NoContent);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _world.ReadOneAsync()));

        _world.Amo.Played();
        Assert.All(_world.Amo.Calls.Skip(1), call => Assert.Equal("access-2", call.Token));
        Assert.Equal("refresh-2", _world.Store.Stored!.Tokens.RefreshToken);
    }

    [Fact]
    public async Task Failure_12_a_token_is_trusted_by_its_age_and_not_for_23_hours()
    {
        _world.Amo.On(Read, HttpStatusCode.NoContent).On(AmoWorld.TokenCall, body: AmoWorld.Pair(2)).On(Read, HttpStatusCode.NoContent);

        _world.Store.Put(_world.Tokens(1, left: TimeSpan.FromMinutes(6)));
        await _world.ReadOneAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.ReadOneAsync();

        _world.Amo.Played();
        var body = _world.Amo.Calls[1].Json;
        Assert.Equal("refresh_token", (string?)body["grant_type"]);
        Assert.Equal("refresh-1", (string?)body["refresh_token"]);
        Assert.Equal("client-1", (string?)body["client_id"]);
        Assert.Equal("client-secret", (string?)body["client_secret"]);
        Assert.Equal("https://example.test/oauth", (string?)body["redirect_uri"]);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, 1)]
    [InlineData(HttpStatusCode.InternalServerError, 2)]
    [InlineData(HttpStatusCode.BadGateway, 2)]
    [InlineData(HttpStatusCode.PaymentRequired, 1)]
    [InlineData(HttpStatusCode.NotFound, 1)]
    [InlineData(HttpStatusCode.Redirect, 1)]
    public async Task Failure_12_an_outage_of_the_token_endpoint_does_not_burn_the_refresh_token(HttpStatusCode status, int tries)
    {
        _world.Store.Put(_world.Tokens(1, left: TimeSpan.Zero));
        for (var i = 0; i < tries; i++)
            _world.Amo.On(AmoWorld.TokenCall, status, """{"retry_after":300}""");

        await Assert.ThrowsAsync<AmoUnavailableException>(_world.ReadOneAsync);
        _world.Time.Advance(TimeSpan.FromMinutes(6));
        _world.Amo.On(AmoWorld.TokenCall, body: AmoWorld.Pair(2)).On(Read, HttpStatusCode.NoContent);
        await _world.ReadOneAsync();

        _world.Amo.Played();
        Assert.Equal("refresh-1", (string?)_world.Amo.Calls[^2].Json["refresh_token"]);
    }

    [Fact]
    public async Task Failure_12_a_401_refreshes_once_and_repeats_the_call_once()
    {
        _world.Amo.On(Read, HttpStatusCode.Unauthorized, AmoWorld.Unauthorized)
            .On(AmoWorld.TokenCall, body: AmoWorld.Pair(2))
            .On(Read, HttpStatusCode.NoContent);

        await _world.ReadOneAsync();

        _world.Amo.Played();
        Assert.Equal(["access-1", null, "access-2"], _world.Amo.Calls.Select(call => call.Token));
        Assert.IsType<AmoReady>(_world.Status);
    }

    [Fact]
    public async Task A_401_to_a_fresh_token_is_not_tried_a_third_time()
    {
        _world.Amo.On(Read, HttpStatusCode.Unauthorized, AmoWorld.Unauthorized)
            .On(AmoWorld.TokenCall, body: AmoWorld.Pair(2))
            .On(Read, HttpStatusCode.Unauthorized, AmoWorld.Unauthorized);

        await Assert.ThrowsAsync<AmoUnauthorizedException>(_world.ReadOneAsync);

        _world.Amo.Played();
        Assert.IsType<AmoUnauthorized>(_world.Status);
    }

    [Fact]
    public async Task A_401_when_another_worker_has_refreshed_takes_its_token_and_refreshes_nothing()
    {
        _world.Amo.On(Read, HttpStatusCode.NoContent);
        await _world.ReadOneAsync();
        _world.Store.Put(_world.Tokens(2));
        _world.Amo.On(Read, HttpStatusCode.Unauthorized, AmoWorld.Unauthorized).On(Read, HttpStatusCode.NoContent);

        await _world.ReadOneAsync();

        _world.Amo.Played();
        Assert.Equal("access-2", _world.Amo.Calls[^1].Token);
    }

    [Fact]
    public async Task While_another_worker_refreshes_we_wait_for_its_tokens()
    {
        _world.Store.Put(_world.Tokens(1, left: TimeSpan.Zero));
        _world.Store.HoldLease(true);
        var asked = 0;
        _world.Store.OnLock = () =>
        {
            if (++asked < 4)
                return;
            _world.Store.Put(_world.Tokens(2));
            _world.Store.HoldLease(false);
        };
        _world.Amo.On(Read, HttpStatusCode.NoContent);

        await _world.ReadOneAsync();

        _world.Amo.Played();
        Assert.Equal("access-2", _world.Amo.Calls[^1].Token);
        Assert.Equal(3, _world.Time.Delays.Count(delay => delay == TimeSpan.FromMilliseconds(250)));
    }

    [Fact]
    public async Task A_lease_that_is_never_given_back_is_an_outage_and_not_a_hang()
    {
        _world.Store.Put(_world.Tokens(1, left: TimeSpan.Zero));
        _world.Store.HoldLease(true);

        await Assert.ThrowsAsync<AmoUnavailableException>(_world.ReadOneAsync);
    }

    [Fact]
    public async Task Two_workers_with_a_dying_token_refresh_once_between_them()
    {
        _world.Store.Put(_world.Tokens(1, left: TimeSpan.Zero));
        var second = _world.Worker().GetRequiredService<IAmoCrm>();
        _world.Amo.On(AmoWorld.TokenCall, body: AmoWorld.Pair(2)).On(Read, HttpStatusCode.NoContent).On(Read, HttpStatusCode.NoContent);

        await _world.ReadOneAsync();
        await second.ReadLeadsAsync([new(502)], CancellationToken.None);

        _world.Amo.Played();
    }

    [Fact]
    public async Task New_tokens_are_saved_before_their_first_use()
    {
        _world.Store.Put(_world.Tokens(1, left: TimeSpan.Zero));
        _world.Amo.On(AmoWorld.TokenCall, body: AmoWorld.Pair(2)).On(Read, call =>
        {
            Assert.Equal("access-2", _world.Store.Stored!.Tokens.AccessToken);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NoContent));
        });

        await _world.ReadOneAsync();

        _world.Amo.Played();
    }

    [Fact]
    public async Task A_pair_that_could_not_be_saved_is_kept_and_saved_later_instead_of_buying_with_the_spent_token()
    {
        _world.Store.Put(_world.Tokens(1, left: TimeSpan.Zero));
        _world.Store.FailingSaves = 1;
        _world.Amo.On(AmoWorld.TokenCall, body: AmoWorld.Pair(2)).On(Read, HttpStatusCode.NoContent);

        await Assert.ThrowsAsync<IOException>(_world.ReadOneAsync);
        await _world.ReadOneAsync();

        _world.Amo.Played();
        Assert.Equal("access-2", _world.Amo.Calls[^1].Token);
    }

    [Fact]
    public async Task A_lost_answer_of_a_refresh_is_asked_once_more_with_the_same_token()
    {
        _world.Store.Put(_world.Tokens(1, left: TimeSpan.Zero));
        _world.Amo.Lost(AmoWorld.TokenCall).On(AmoWorld.TokenCall, body: AmoWorld.Pair(3)).On(Read, HttpStatusCode.NoContent);

        await _world.ReadOneAsync();

        _world.Amo.Played();
        Assert.Equal("refresh-1", (string?)_world.Amo.Calls[1].Json["refresh_token"]);
        Assert.Equal("access-3", _world.Amo.Calls[^1].Token);
    }

    [Fact]
    public async Task A_refused_refresh_is_terminal_and_is_not_asked_again_until_a_person_logs_in()
    {
        _world.Store.Put(_world.Tokens(1, left: TimeSpan.Zero));
        _world.Amo.On(AmoWorld.TokenCall, HttpStatusCode.Unauthorized, AmoWorld.Revoked);

        var refused = await Assert.ThrowsAsync<AmoUnauthorizedException>(_world.ReadOneAsync);
        await Assert.ThrowsAsync<AmoUnauthorizedException>(_world.ReadOneAsync);

        _world.Amo.Played();
        Assert.Contains("/oauth/login", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Token has been revoked", refused.Message, StringComparison.Ordinal);
        Assert.Equal(_world.Time.GetUtcNow(), Assert.IsType<AmoUnauthorized>(_world.Status).Since);
        _world.NoSecretsIn(refused);

        _world.Store.Put(_world.Tokens(2));
        _world.Amo.On(Read, HttpStatusCode.NoContent);
        await _world.ReadOneAsync();
        Assert.IsType<AmoReady>(_world.Status);
    }

    [Fact]
    public async Task A_refused_refresh_is_survived_when_the_store_has_a_newer_pair()
    {
        _world.Store.Put(_world.Tokens(1, left: TimeSpan.Zero));
        _world.Amo.On(AmoWorld.TokenCall, call =>
        {
            _world.Store.Put(_world.Tokens(7));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StringContent(AmoWorld.Revoked) });
        }).On(Read, HttpStatusCode.NoContent);

        await _world.ReadOneAsync();

        Assert.Equal("access-7", _world.Amo.Calls[^1].Token);
    }

    [Fact]
    public async Task Tokens_that_a_person_saved_during_a_refresh_win()
    {
        _world.Store.Put(_world.Tokens(1, left: TimeSpan.Zero));
        _world.Amo.On(AmoWorld.TokenCall, call =>
        {
            _world.Store.Put(_world.Tokens(7));
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent(AmoWorld.Pair(2)) });
        }).On(Read, HttpStatusCode.NoContent);

        await _world.ReadOneAsync();

        Assert.Equal("access-7", _world.Amo.Calls[^1].Token);
        Assert.Equal("access-7", _world.Store.Stored!.Tokens.AccessToken);
    }

    [Fact]
    public async Task A_code_is_exchanged_for_tokens_over_whatever_was_there()
    {
        _world.Amo.On(AmoWorld.TokenCall, body: AmoWorld.Pair(5)).On("GET /api/v4/account", body: """{"subdomain":"acme"}""").On(Read, HttpStatusCode.NoContent);

        var outcome = await _world.LogIn.ExchangeCodeAsync("code-1", CancellationToken.None);
        await _world.ReadOneAsync();

        Assert.Equal(_world.Store.Stored!.Tokens.ExpiresAt, Assert.IsType<AmoLoggedIn>(outcome).ExpiresAt);
        Assert.Equal("code-1", (string?)_world.Amo.Calls[0].Json["code"]);
        Assert.Equal("authorization_code", (string?)_world.Amo.Calls[0].Json["grant_type"]);
        Assert.Equal(["access-5", "access-5"], _world.Amo.Calls.Skip(1).Select(call => call.Token));
        _world.NoSecretsIn();
    }

    [Fact]
    public async Task A_refused_code_is_a_value_with_amoCRMs_hint_and_leaves_the_tokens_alone()
    {
        _world.Amo.On(AmoWorld.TokenCall, HttpStatusCode.BadRequest, """{"hint":"Authorization code has expired","status":400}""");

        var outcome = await _world.LogIn.ExchangeCodeAsync("code-1", CancellationToken.None);

        Assert.Equal(new AmoLogInRefused("Authorization code has expired"), outcome);
        Assert.Equal(0, _world.Store.Saves);
    }

    [Fact]
    public async Task Without_a_log_in_nothing_is_called()
    {
        Assert.IsType<AmoNotCalled>(_world.Status);
        _world.Store.Clear();

        var missing = await Assert.ThrowsAsync<AmoUnauthorizedException>(_world.ReadOneAsync);

        Assert.Contains("/oauth/login", missing.Message, StringComparison.Ordinal);
        Assert.Empty(_world.Amo.Calls);
    }
}
