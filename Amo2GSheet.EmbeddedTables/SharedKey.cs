using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>Checks the signature of a request, as clients make it with the key of a connection string: Shared Key and Shared Key Lite for tables.</summary>
/// <param name="key">The key, base64.</param>
/// <param name="clock">The clock that a request's date is compared with.</param>
/// <seealso href="https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key"/>
internal sealed class SharedKey(string key, TimeProvider clock)
{
    /// <summary>The name of the account.</summary>
    public const string Account = "amo2gsheet";

    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(15);

    /// <summary>Of HMAC-SHA256: a key that is shorter than the hash weakens it.</summary>
    private const int ShortestKey = 32;

    private readonly byte[] _key = IsKey(key) ? Convert.FromBase64String(key) : throw new ArgumentException("The key is too short, or not base64.", nameof(key));

    /// <summary>A new key.</summary>
    public static string New() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));

    /// <summary>Whether a text is a key that is long enough.</summary>
    public static bool IsKey(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= ShortestKey;
    }

    /// <summary>Whether who sent the request has the key, and sent it just now.</summary>
    /// <param name="authorization">The header <c>Authorization</c>.</param>
    /// <param name="method">The method.</param>
    /// <param name="target">Path and query as sent.</param>
    /// <param name="header">Reads a header; null or empty if it is missing.</param>
    public bool Signed(string? authorization, string method, string target, Func<string, string?> header)
    {
        if (authorization?.Split(' ', 2) is not [var scheme, var value] || value.Split(':', 2) is not [Account, var signature])
            return false;

        var date = header("x-ms-date") is { Length: > 0 } own ? own : header("Date") ?? "";
        if (!DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var sent)
            || (clock.GetUtcNow() - sent).Duration() > Tolerance)
            return false;

        var resource = $"/{Account}{Resource(target)}";
        var text = scheme switch
        {
            "SharedKeyLite" => $"{date}\n{resource}",
            "SharedKey" => $"{method}\n{header("Content-MD5")}\n{header("Content-Type")}\n{date}\n{resource}",
            _ => null,
        };
        if (text is null)
            return false;
        var expected = Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(signature));
    }

    /// <summary>The path; of the query only <c>comp</c> is signed.</summary>
    private static string Resource(string target)
    {
        var question = target.IndexOf('?', StringComparison.Ordinal);
        if (question < 0)
            return target;
        var component = target[(question + 1)..].Split('&').FirstOrDefault(option => option.StartsWith("comp=", StringComparison.Ordinal));
        return component is null ? target[..question] : $"{target[..question]}?{component}";
    }
}
