using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>What the token endpoint said.</summary>
internal abstract record AmoGrant;

/// <summary>A new pair.</summary>
internal sealed record AmoGranted(AmoTokens Tokens) : AmoGrant;

/// <summary>No, and no again if asked again (400, 401): amoCRM's hint.</summary>
internal sealed record AmoDenied(string Words) : AmoGrant;

/// <summary>amoCRM's token endpoint. Its errors are not RFC 6749: what counts is the status, and <c>hint</c> for a person.</summary>
internal sealed class AmoOAuth(AmoWire wire, IOptions<AmoCrmOptions> options, TimeProvider time)
{
    private const long UsualLifetime = 86400;

    /// <summary>Buys a pair with a code that a person's log-in gave.</summary>
    /// <exception cref="AmoAnswerLostException">Network, time-out, 5xx, or a success that cannot be read.</exception>
    public Task<AmoGrant> ExchangeAsync(string code) => AskAsync("authorization_code", "code", code);

    /// <summary>Buys the next pair.</summary>
    /// <exception cref="AmoAnswerLostException">Network, time-out, 5xx, or a success that cannot be read.</exception>
    public Task<AmoGrant> RefreshAsync(string refreshToken) => AskAsync("refresh_token", "refresh_token", refreshToken);

    /// <summary>The subdomain of the account that a pair is of.</summary>
    /// <exception cref="AmoAnswerLostException">Network, time-out, 5xx.</exception>
    /// <exception cref="AmoUnavailableException">amoCRM does not say.</exception>
    public async Task<string> ReadSubdomainAsync(AmoTokens tokens)
    {
        var answer = await wire.SendAsync(new AmoRequest(HttpMethod.Get, "api/v4/account"), tokens.AccessToken, CancellationToken.None);
        if (answer.IsServerError)
            throw new AmoAnswerLostException($"amoCRM did not say which account was approved (HTTP {(int)answer.Status}).");
        using var json = answer.IsSuccess ? answer.TryJson() : null;
        return json?.RootElement.Text("subdomain") is { Length: > 0 } subdomain
            ? subdomain
            : throw new AmoUnavailableException($"amoCRM did not say which account was approved (HTTP {(int)answer.Status}), so nothing was saved: start the log-in again.");
    }

    private async Task<AmoGrant> AskAsync(string grantType, string secretName, string secret)
    {
        var settings = options.Value;
        var body = new JsonObject
        {
            ["client_id"] = settings.ClientId,
            ["client_secret"] = settings.ClientSecret,
            ["grant_type"] = grantType,
            [secretName] = secret,
            ["redirect_uri"] = settings.RedirectUri,
        };
        var request = new AmoRequest(HttpMethod.Post, "oauth2/access_token", JsonSerializer.SerializeToUtf8Bytes(body));

        // By our clock, and from before the call: whatever the network took, the token ends no later than we think.
        var asked = time.GetUtcNow();
        // Not cancellable: a refresh cut off half-way may have spent the token without giving us the next one.
        var answer = await wire.SendAsync(request, accessToken: null, CancellationToken.None);
        return answer switch
        {
            { IsSuccess: true } => new AmoGranted(Read(answer, asked)),
            { IsServerError: true } or { Status: HttpStatusCode.RequestTimeout } =>
                throw new AmoAnswerLostException($"amoCRM's token endpoint failed with HTTP {(int)answer.Status}."),
            // An unpaid account (402) and a renamed one (404) heal without a log-in, so they are no word about the token.
            { Status: HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableEntity } =>
                new AmoDenied(answer.Words()),
            _ => throw AmoHttp.Refusal(request, answer),
        };
    }

    private static AmoTokens Read(AmoAnswer answer, DateTimeOffset asked)
    {
        using var json = answer.TryJson();
        var root = json?.RootElement ?? default;
        var lifetime = root.Long("expires_in") is { } seconds and > 0 and <= int.MaxValue ? seconds : UsualLifetime;
        return (root.Text("access_token"), root.Text("refresh_token")) is ({ Length: > 0 } access, { Length: > 0 } refresh)
            ? new AmoTokens(access, refresh, asked.AddSeconds(lifetime))
            : throw new AmoAnswerLostException("amoCRM's token endpoint answered success without tokens.");
    }
}
