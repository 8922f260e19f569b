using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Tests.Sandbox.AmoCrm;

public sealed class AmoOAuthTests : IAsyncLifetime
{
    private static readonly AmoCrmSimulatorOptions Defaults = new();
    private AmoBench _bench = null!;

    public async Task InitializeAsync() => _bench = await AmoBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task A_code_gives_a_pair_that_opens_the_api()
    {
        var answer = await ExchangeCodeAsync(_bench.World.MakeCode());

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("Bearer", (string)answer.Json["token_type"]!);
        Assert.Equal(86_400, (int)answer.Json["expires_in"]!);
        Assert.Equal(_bench.Clock.GetUtcNow().ToUnixTimeSeconds(), (long)answer.Json["server_time"]!);
        Assert.Equal(HttpStatusCode.OK, await ProbeAsync((string)answer.Json["access_token"]!));
    }

    [Fact]
    public async Task An_access_token_is_a_JWT_that_names_account_and_expiry()
    {
        var answer = await ExchangeCodeAsync(_bench.World.MakeCode());

        var payload = ((string)answer.Json["access_token"]!).Split('.')[1].Replace('-', '+').Replace('_', '/');
        var claims = JsonNode.Parse(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '=')))!;
        Assert.Equal(DemoAccount.AccountId, (long)claims["account_id"]!);
        Assert.Equal(_bench.Clock.GetUtcNow().AddDays(1).ToUnixTimeSeconds(), (long)claims["exp"]!);
        Assert.Equal(_bench.Simulator.BaseUri.Authority, (string)claims["api_domain"]!);
    }

    [Fact]
    public async Task A_form_encoded_token_request_is_understood()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["client_id"] = Defaults.ClientId,
            ["client_secret"] = Defaults.ClientSecret,
            ["grant_type"] = "authorization_code",
            ["code"] = _bench.World.MakeCode(),
            ["redirect_uri"] = Defaults.RedirectUri,
        });
        using var answer = await _bench.Http.PostAsync(new Uri("/oauth2/access_token", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_code_works_once()
    {
        var code = _bench.World.MakeCode();
        await ExchangeCodeAsync(code);
        Refused(await ExchangeCodeAsync(code), 400, "Authorization code has been revoked");
    }

    [Fact]
    public async Task A_code_dies_after_twenty_minutes()
    {
        var code = _bench.World.MakeCode();
        _bench.Clock.Advance(TimeSpan.FromMinutes(20));
        Refused(await ExchangeCodeAsync(code), 400, "Authorization code has expired");
    }

    [Theory]
    [InlineData("code", "rubbish", "Cannot decrypt the authorization code")]
    [InlineData("client_id", "x", "Check the `client_id` parameter")]
    [InlineData("client_secret", "x", "Check the `client_secret` parameter")]
    [InlineData("redirect_uri", "https://elsewhere.example/", "Redirect URI is not associated with client")]
    public async Task A_wrong_parameter_is_named_in_the_hint(string name, string value, string hint)
    {
        var body = CodeBody(_bench.World.MakeCode());
        body[name] = value;
        Refused(await _bench.PostAsync("/oauth2/access_token", body.ToJsonString()), 400, hint);
    }

    [Fact]
    public async Task A_refusal_has_no_error_key()
    {
        var answer = await ExchangeCodeAsync("rubbish");
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal(["hint", "title", "type", "status", "detail"], answer.Json.AsObject().Select(pair => pair.Key));
    }

    [Fact]
    public async Task A_request_to_another_account_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth2/access_token")
        {
            Content = new StringContent(CodeBody(_bench.World.MakeCode()).ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Host = "other.amocrm.ru";
        Refused(await _bench.SendAsync(request), 400, "Invalid account");
    }

    [Fact]
    public async Task Strict_rotation_revokes_the_spent_refresh_token()
    {
        var first = (string)(await ExchangeCodeAsync(_bench.World.MakeCode())).Json["refresh_token"]!;
        var second = (string)(await RefreshAsync(first)).Json["refresh_token"]!;

        Assert.NotEqual(first, second);
        Refused(await RefreshAsync(first), 401, "Token has been revoked");
        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(second)).Status);
    }

    [Fact]
    public async Task Grace_rotation_keeps_the_old_token_until_the_new_pair_is_used()
    {
        _bench.World.Switches = _bench.World.Switches with { Rotation = RotationMode.Grace };
        var first = (string)(await ExchangeCodeAsync(_bench.World.MakeCode())).Json["refresh_token"]!;
        await RefreshAsync(first);

        var again = await RefreshAsync(first);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(HttpStatusCode.OK, await ProbeAsync((string)again.Json["access_token"]!));
        Refused(await RefreshAsync(first), 401, "Token has been revoked");
    }

    [Fact]
    public async Task An_answer_lost_after_rotation_leaves_the_client_with_a_spent_token()
    {
        var first = (string)(await ExchangeCodeAsync(_bench.World.MakeCode())).Json["refresh_token"]!;
        await _bench.PostAsync("/_control/faults", """{"kind":"answer-lost","times":1,"route":"/oauth2/access_token"}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => RefreshAsync(first));
        Refused(await RefreshAsync(first), 401, "Token has been revoked");
    }

    [Fact]
    public async Task An_access_token_expires_and_an_unused_refresh_token_too()
    {
        var pair = (await ExchangeCodeAsync(_bench.World.MakeCode())).Json;
        _bench.Clock.Advance(TimeSpan.FromSeconds(86_400));
        Assert.Equal(HttpStatusCode.Unauthorized, await ProbeAsync((string)pair["access_token"]!));
        _bench.Clock.Advance(TimeSpan.FromDays(90));
        Refused(await RefreshAsync((string)pair["refresh_token"]!), 401, "Token has been revoked");
    }

    [Fact]
    public async Task Without_a_valid_bearer_the_answer_is_401_problem_json()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v4/leads");
        request.Headers.Authorization = new("Bearer", "nonsense");
        var answer = await _bench.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal("Invalid user name or password", (string)answer.Json["detail"]!);
    }

    [Fact]
    public async Task A_live_refresh_token_discovers_the_accounts_domain()
    {
        var refresh = (string)(await ExchangeCodeAsync(_bench.World.MakeCode())).Json["refresh_token"]!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/oauth2/account/current/subdomain");
        request.Headers.Add("X-Refresh-Token", refresh);
        var answer = await _bench.SendAsync(request);

        Assert.Equal("demosotuv.amocrm.ru", (string)answer.Json["domain"]!);
        Assert.Equal("demosotuv", (string)answer.Json["subdomain"]!);
    }

    [Theory]
    [InlineData("/oauth")]
    [InlineData("/oauth/")]
    public async Task Consent_redirects_with_a_code_that_works(string path)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _bench.Simulator.BaseUri };
        using var answer = await http.GetAsync(new Uri($"{path}?client_id={Defaults.ClientId}&state=s1&mode=popup", UriKind.Relative));

        var query = answer.Headers.Location!.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal("s1", query["state"]);
        Assert.Equal("demosotuv.amocrm.ru", query["referer"]);
        Assert.Equal(HttpStatusCode.OK, (await ExchangeCodeAsync(query["code"])).Status);
    }

    private static JsonObject CodeBody(string code) => new()
    {
        ["client_id"] = Defaults.ClientId,
        ["client_secret"] = Defaults.ClientSecret,
        ["grant_type"] = "authorization_code",
        ["code"] = code,
        ["redirect_uri"] = Defaults.RedirectUri,
    };

    private Task<AmoAnswer> ExchangeCodeAsync(string code) => _bench.PostAsync("/oauth2/access_token", CodeBody(code).ToJsonString());

    private Task<AmoAnswer> RefreshAsync(string refresh)
    {
        var body = CodeBody("");
        body["grant_type"] = "refresh_token";
        body["refresh_token"] = refresh;
        return _bench.PostAsync("/oauth2/access_token", body.ToJsonString());
    }

    private async Task<HttpStatusCode> ProbeAsync(string access)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v4/account");
        request.Headers.Authorization = new("Bearer", access);
        return (await _bench.SendAsync(request)).Status;
    }

    private static void Refused(AmoAnswer answer, int status, string hint)
    {
        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(hint, (string)answer.Json["hint"]!);
    }
}
