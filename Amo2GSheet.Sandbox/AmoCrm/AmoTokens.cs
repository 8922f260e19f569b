using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>An integration as registered: what a client must present.</summary>
internal sealed record AmoIntegration(string ClientId, string ClientSecret, string RedirectUri);

/// <summary>Who a bearer token speaks for.</summary>
internal sealed record AmoBearer(string ClientId, long UserId);

/// <summary>Answer of the token endpoint: a body, and 200 or the status of a refusal.</summary>
internal sealed record TokenReply(int Status, JsonObject Body);

/// <summary>Codes, access and refresh tokens, and how they are rotated. Guarded by the world's lock.</summary>
internal sealed class AmoTokens(AmoIntegration integration, AmoSeed seed, Func<AmoSwitches> switches)
{
    private readonly Dictionary<string, Code> _codes = [];
    private readonly Dictionary<string, Pair> _byAccess = [];
    private readonly Dictionary<string, Pair> _byRefresh = [];
    private long _number;

    public AmoIntegration Integration => integration;

    private AmoSwitches Switches => switches();

    public string MakeCode(long userId, long now)
    {
        var code = "def502" + Hex("code", 400);
        _codes[code] = new Code(userId, now + Switches.CodeSeconds);
        return code;
    }

    public string MakeLongLived(long userId, long now, long seconds, string host)
    {
        var access = Jwt(userId, now, now + seconds, host);
        _byAccess[access] = new Pair(access, null, userId, now + seconds, 0);
        return access;
    }

    /// <summary>Makes a token of the caller's own choosing valid, so that settings can be written before the start.</summary>
    public void Accept(string access, long userId) => _byAccess[access] = new Pair(access, null, userId, long.MaxValue, 0);

    public void RevokeAll()
    {
        _byAccess.Clear();
        foreach (var pair in _byRefresh.Values)
            pair.Dead = true;
    }

    /// <summary>The bearer's owner, or null for a token that is unknown, expired or revoked.</summary>
    public AmoBearer? Check(string? access, long now)
    {
        if (access is null || !_byAccess.TryGetValue(access, out var pair) || now >= pair.AccessUntil)
            return null;
        pair.Used = true;
        return new AmoBearer(integration.ClientId, pair.UserId);
    }

    public bool IsLiveRefresh(string? refresh, long now) =>
        refresh is not null && _byRefresh.TryGetValue(refresh, out var pair) && IsUsable(pair, now);

    public TokenReply Exchange(IReadOnlyDictionary<string, string> request, string host, long now)
    {
        var grant = request.GetValueOrDefault("grant_type");
        if (grant is not ("authorization_code" or "refresh_token"))
            return Refuse(400, "Check that all required parameters have been provided");
        if (request.GetValueOrDefault("client_id") != integration.ClientId)
            return Refuse(400, "Check the `client_id` parameter");
        if (request.GetValueOrDefault("client_secret") != integration.ClientSecret)
            return Refuse(400, "Check the `client_secret` parameter");
        if (!IsOwnHost(host))
            return Refuse(400, "Invalid account");
        if (request.GetValueOrDefault("redirect_uri") != integration.RedirectUri)
            return Refuse(400, "Redirect URI is not associated with client");
        return grant == "authorization_code"
            ? FromCode(request.GetValueOrDefault("code"), host, now)
            : FromRefresh(request.GetValueOrDefault("refresh_token"), host, now);
    }

    private TokenReply FromCode(string? text, string host, long now)
    {
        if (string.IsNullOrEmpty(text))
            return Refuse(400, "Check the `code` parameter");
        if (!_codes.TryGetValue(text, out var code))
            return Refuse(400, "Cannot decrypt the authorization code");
        if (code.Used)
            return Refuse(400, "Authorization code has been revoked");
        if (now >= code.Until)
            return Refuse(400, "Authorization code has expired");
        code.Used = true;
        return Answer(Issue(code.UserId, host, now), now);
    }

    private TokenReply FromRefresh(string? text, string host, long now)
    {
        if (string.IsNullOrEmpty(text))
            return Refuse(400, "Check the `refresh_token` parameter");
        if (!_byRefresh.TryGetValue(text, out var pair))
            return Refuse(Switches.GarbageRefreshStatus, "Cannot decrypt the refresh token");
        if (!IsUsable(pair, now))
            return Refuse(401, "Token has been revoked");
        if (pair.Next is { } lost)
        {
            lost.Dead = true;
            _byAccess.Remove(lost.Access);
        }
        pair.Used = true;
        pair.Next = Issue(pair.UserId, host, now);
        return Answer(pair.Next, now);
    }

    /// <summary>Strict: a spent token is dead. Grace: it lives until somebody used what it was exchanged for.</summary>
    private bool IsUsable(Pair pair, long now)
    {
        if (pair.Dead || now >= pair.RefreshUntil)
            return false;
        return pair.Next is not { } next || (Switches.Rotation == RotationMode.Grace && !next.Used);
    }

    /// <summary>Tokens are asked of the account's own host. A simulator is usually called by address, where no label is to check.</summary>
    private bool IsOwnHost(string host)
    {
        var name = host.Split(':')[0];
        var isAmo = name.EndsWith(".amocrm.ru", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".amocrm.com", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".kommo.com", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        return !isAmo || name.Split('.')[0].Equals(seed.Account.Subdomain, StringComparison.OrdinalIgnoreCase);
    }

    private Pair Issue(long userId, string host, long now)
    {
        var pair = new Pair(
            Jwt(userId, now, now + Switches.AccessTokenSeconds, host),
            "def50200" + Hex("refresh", 500),
            userId,
            now + Switches.AccessTokenSeconds,
            now + Switches.RefreshTokenSeconds);
        _byAccess[pair.Access] = pair;
        _byRefresh[pair.Refresh!] = pair;
        return pair;
    }

    private TokenReply Answer(Pair pair, long now) => new(200, new JsonObject
    {
        ["token_type"] = "Bearer",
        ["expires_in"] = Switches.AccessTokenSeconds,
        ["server_time"] = now,
        ["access_token"] = pair.Access,
        ["refresh_token"] = pair.Refresh,
    });

    private static TokenReply Refuse(int status, string hint) => new(status, AmoErrors.OAuth(status, hint));

    /// <summary>A real JWT, because official clients read its claims; the signature is only well formed.</summary>
    private string Jwt(long userId, long now, long until, string host)
    {
        var header = new JsonObject { ["typ"] = "JWT", ["alg"] = "HS256" };
        var claims = new JsonObject
        {
            ["aud"] = integration.ClientId,
            ["jti"] = Hex("jti", 80),
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = until,
            ["sub"] = $"{userId}",
            ["grant_type"] = "",
            ["account_id"] = seed.Account.Id,
            ["base_domain"] = seed.Account.TopDomain,
            ["version"] = 2,
            ["scopes"] = new JsonArray("crm", "notifications"),
            ["user_flags"] = 0,
            ["api_domain"] = host,
        };
        var unsigned = $"{Base64Url(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Base64Url(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        var key = Encoding.UTF8.GetBytes(integration.ClientSecret);
        return $"{unsigned}.{Base64Url(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(unsigned)))}";
    }

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>Deterministic stand-in for randomness: the same story gives the same tokens.</summary>
    private string Hex(string salt, int length)
    {
        var number = ++_number;
        var text = new StringBuilder(length + 64);
        for (var part = 0; text.Length < length; part++)
            text.Append(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{salt}:{seed.Account.Id}:{number}:{part}"))));
        return text.ToString(0, length);
    }

    private sealed class Code(long userId, long until)
    {
        public long UserId { get; } = userId;

        public long Until { get; } = until;

        public bool Used { get; set; }
    }

    private sealed class Pair(string access, string? refresh, long userId, long accessUntil, long refreshUntil)
    {
        public string Access { get; } = access;

        public string? Refresh { get; } = refresh;

        public long UserId { get; } = userId;

        public long AccessUntil { get; } = accessUntil;

        public long RefreshUntil { get; } = refreshUntil;

        public Pair? Next { get; set; }

        public bool Used { get; set; }

        public bool Dead { get; set; }
    }
}
