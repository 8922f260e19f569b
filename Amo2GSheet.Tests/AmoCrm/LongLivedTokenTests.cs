using System.Net;
using System.Text;
using Amo2GSheet.Core.AmoCrm;
using Microsoft.Extensions.DependencyInjection;

namespace Amo2GSheet.Tests.AmoCrm;

public sealed class LongLivedTokenTests
{
    private const string Read = "GET /api/v4/leads?";

    [Fact]
    public async Task The_token_is_the_bearer_of_every_call_and_asks_for_no_integration()
    {
        using var world = World("access-7");
        world.Amo.On(Read, HttpStatusCode.NoContent).On(Read, HttpStatusCode.NoContent);

        await world.ReadOneAsync();
        world.Time.Advance(TimeSpan.FromDays(400));
        await world.ReadOneAsync();

        world.Amo.Played();
        Assert.All(world.Amo.Calls, call => Assert.Equal("access-7", call.Token));
        Assert.Null(world.First.GetRequiredService<AmoHealth>().Warning);
        world.NoSecretsIn();
    }

    [Fact]
    public async Task A_refused_token_is_not_refreshed_and_the_sentence_names_the_setting()
    {
        using var world = World(" access-7\n");
        world.Amo.On(Read, HttpStatusCode.Unauthorized, AmoWorld.Unauthorized);

        var refused = await Assert.ThrowsAsync<AmoUnauthorizedException>(world.ReadOneAsync);

        world.Amo.Played();
        Assert.Contains("AMO_LONG_LIVED_TOKEN", refused.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Message, Assert.IsType<AmoUnauthorized>(world.Status).Sentence);
        world.NoSecretsIn(refused);
    }

    [Fact]
    public async Task Nobody_logs_in_beside_it()
    {
        using var world = World("access-7");

        var refused = await Assert.ThrowsAsync<AmoUnavailableException>(() => world.LogIn.ExchangeCodeAsync("code-1", CancellationToken.None));

        Assert.Empty(world.Amo.Calls);
        Assert.Contains("AMO_LONG_LIVED_TOKEN", refused.Message, StringComparison.Ordinal);
        world.NoSecretsIn(refused);
    }

    [Theory]
    [InlineData(15, null)]
    [InlineData(13, "AMO_LONG_LIVED_TOKEN ends on ")]
    [InlineData(-1, "AMO_LONG_LIVED_TOKEN ended on ")]
    public async Task Its_end_is_told_a_fortnight_ahead(int days, string? sentence)
    {
        var clock = new SkippingTime();
        using var world = World(Jwt($$"""{"exp":{{clock.GetUtcNow().AddDays(days).ToUnixTimeSeconds()}}}"""));
        world.Amo.On(Read, HttpStatusCode.NoContent);

        await world.ReadOneAsync();

        var warning = world.First.GetRequiredService<AmoHealth>().Warning;
        Assert.Equal(sentence, sentence is null ? warning : warning?[..sentence.Length]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"exp":"soon"}""")]
    [InlineData("""{"exp":99999999999999}""")]
    [InlineData("nonsense")]
    public void A_token_that_does_not_say_its_end_has_none(string claims) => Assert.Null(LongLivedToken.EndOf(Jwt(claims)));

    [Theory]
    [InlineData("opaque")]
    [InlineData("a..b")]
    [InlineData("a.%%%.b")]
    [InlineData("a.b")]
    public void A_token_that_is_no_jwt_has_none_either(string token) => Assert.Null(LongLivedToken.EndOf(token));

    private static AmoWorld World(string token) => new(
        ("AMO_LONG_LIVED_TOKEN", token), ("AMO_CLIENT_ID", null), ("AMO_CLIENT_SECRET", null), ("AMO_REDIRECT_URI", null));

    private static string Jwt(string claims) => $"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims)).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.c2ln";
}
