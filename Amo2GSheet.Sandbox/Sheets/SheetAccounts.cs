using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>Who may ask for tokens, and the tokens given out.</summary>
internal sealed class SheetAccounts(TimeProvider time, bool verifyAssertions) : IDisposable
{
    public const int TokenSeconds = 3599;

    private const string AuthPrefix = "https://www.googleapis.com/auth/";

    private readonly ConcurrentDictionary<string, (RSA Key, string KeyId)> _services = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _refreshTokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AccessToken> _tokens = new(StringComparer.Ordinal);

    /// <summary>Makes a service account's key file and remembers its public key; a later key of the same e-mail replaces it.</summary>
    public string CreateServiceAccountKey(string email, Uri tokenUri)
    {
        var key = RSA.Create(2048);
        var keyId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        _services[email] = (key, keyId);
        return new JsonObject
        {
            ["type"] = "service_account",
            ["project_id"] = "amo2gsheet-sandbox",
            ["private_key_id"] = keyId,
            ["private_key"] = key.ExportPkcs8PrivateKeyPem() + "\n",
            ["client_email"] = email,
            ["client_id"] = "100000000000000000001",
            ["token_uri"] = tokenUri.ToString(),
            ["universe_domain"] = "googleapis.com",
        }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    /// <summary>Makes the credentials of a person: `authorized_user`, with a refresh token.</summary>
    public string CreateUserCredentials(string email)
    {
        var refreshToken = "1//" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        _refreshTokens[refreshToken] = email;
        return new JsonObject
        {
            ["type"] = "authorized_user",
            ["client_id"] = "sandbox.apps.googleusercontent.com",
            ["client_secret"] = "sandbox",
            ["refresh_token"] = refreshToken,
            ["universe_domain"] = "googleapis.com",
        }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    /// <summary>Makes a token of the caller's choosing valid for good.</summary>
    public void Accept(string token, string email) => _tokens[token] = new AccessToken(email, [AuthPrefix + "spreadsheets"], DateTimeOffset.MaxValue);

    /// <summary>Answers a token request: the status and the flat OAuth JSON.</summary>
    public (int Status, JsonObject Body) Grant(SheetsQuery form) => form["grant_type"] switch
    {
        "urn:ietf:params:oauth:grant-type:jwt-bearer" => GrantJwt(form["assertion"]),
        "refresh_token" => form["refresh_token"] is { } token && _refreshTokens.TryGetValue(token, out var email)
            ? Issue(email, [AuthPrefix + "spreadsheets", AuthPrefix + "drive"])
            : Failure("invalid_grant", "Bad Request"),
        null => Failure("invalid_request", "Required parameter is missing: grant_type"),
        var other => Failure("unsupported_grant_type", $"Invalid grant_type: {other}"),
    };

    /// <summary>Who a bearer token stands for; null when it is unknown or too old.</summary>
    public AccessToken? Find(string bearer)
    {
        if (_tokens.TryGetValue(bearer, out var token))
            return token.Expires > time.GetUtcNow() ? token : null;
        // Without scopes Google's libraries sign a token themselves and send that.
        return bearer.Count(letter => letter == '.') == 2 && ReadJwt(bearer, out var email, out _) is null
            ? new AccessToken(email, [AuthPrefix + "spreadsheets"], time.GetUtcNow())
            : null;
    }

    public void Dispose()
    {
        foreach (var (key, _) in _services.Values)
            key.Dispose();
    }

    private (int, JsonObject) GrantJwt(string? assertion)
    {
        if (string.IsNullOrEmpty(assertion))
            return Failure("invalid_request", "Missing required parameter: assertion");
        if (ReadJwt(assertion, out var email, out var scopes) is { } error)
            return Failure("invalid_grant", error);
        return scopes.Length == 0 ? Failure("invalid_scope", "Invalid OAuth scope or ID token audience provided.") : Issue(email, scopes);
    }

    /// <summary>Null when the assertion is good. Its audience is not looked at: libraries name Google's endpoint whatever the URL.</summary>
    private string? ReadJwt(string jwt, out string email, out string[] scopes)
    {
        (email, scopes) = (string.Empty, []);
        var parts = jwt.Split('.');
        if (parts.Length != 3 || Decode(parts[0]) is not { } header || Decode(parts[1]) is not { } claims)
            return "Invalid JWT: Token must be a JWT.";
        email = (claims.Text("iss") ?? string.Empty).Trim();
        scopes = (claims.Text("scope") ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (header.Text("alg") != "RS256")
            return "Invalid JWT Signature.";
        if (!verifyAssertions)
            return email.Length == 0 ? "Invalid grant: account not found" : null;
        if (!_services.TryGetValue(email, out var service))
            return "Invalid grant: account not found";
        return Signed(service.Key, parts) ? CheckTimes(claims) : "Invalid JWT Signature.";
    }

    private string? CheckTimes(JsonElement claims)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var (issued, expires) = (Seconds(claims, "iat"), Seconds(claims, "exp"));
        // Google allows clocks to differ by some minutes.
        return issued is null || expires is null || expires <= now || expires - issued > 3600 || issued > now + 300
            ? "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim."
            : null;
    }

    private static long? Seconds(JsonElement claims, string name) =>
        claims.Find(name) is { ValueKind: JsonValueKind.Number } value ? (long)value.GetDouble() : null;

    private static bool Signed(RSA key, string[] parts)
    {
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        return Bytes(parts[2]) is { } signature && key.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static JsonElement? Decode(string part)
    {
        try
        {
            return Bytes(part) is { } bytes && JsonDocument.Parse(bytes).RootElement is { ValueKind: JsonValueKind.Object } json ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[]? Bytes(string base64Url)
    {
        try
        {
            return System.Buffers.Text.Base64Url.DecodeFromChars(base64Url.TrimEnd('='));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private (int, JsonObject) Issue(string email, string[] scopes)
    {
        var token = "ya29.sandbox-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        _tokens[token] = new AccessToken(email, scopes, time.GetUtcNow().AddSeconds(TokenSeconds));
        return (200, new JsonObject { ["access_token"] = token, ["expires_in"] = TokenSeconds, ["token_type"] = "Bearer" });
    }

    private static (int, JsonObject) Failure(string error, string description) =>
        (400, new JsonObject { ["error"] = error, ["error_description"] = description });
}

/// <summary>A token and what it lets its bearer do.</summary>
internal sealed record AccessToken(string Email, string[] Scopes, DateTimeOffset Expires)
{
    private static readonly string[] Full = ["spreadsheets", "drive", "drive.file"];
    private static readonly string[] ReadOnly = ["spreadsheets.readonly", "drive.readonly"];

    public bool Allows(bool write) => Scopes.Select(Path.GetFileName).Any(name => Full.Contains(name) || (!write && ReadOnly.Contains(name)));
}
