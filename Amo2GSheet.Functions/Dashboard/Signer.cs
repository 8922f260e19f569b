using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary>Signs texts with HMAC-SHA256 under the keys of <see cref="SessionKeys"/>. A signature for one use is none for another.</summary>
/// <param name="keys">The keys.</param>
internal sealed class Signer(SessionKeys keys)
{
    private const int LongestText = 2_000;

    /// <summary>A text with its signature: key, text and code with dots between, fit for a cookie.</summary>
    public async Task<string> SealAsync(string use, string text, CancellationToken cancellationToken)
    {
        var key = await keys.ReadCurrentAsync(cancellationToken);
        return $"{key.Id}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text))}.{Code(key, use, text)}";
    }

    /// <summary>The text of what <see cref="SealAsync"/> made for the same use; null for anything else.</summary>
    public async Task<string?> OpenAsync(string use, string? signed, CancellationToken cancellationToken)
    {
        if (signed is not { Length: < LongestText } || signed.Split('.') is not [var id, var body, var code] || !Base64Url.IsValid(body))
            return null;
        if (await keys.FindAsync(id, cancellationToken) is not { } key)
            return null;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(body));
        return Same(Code(key, use, text), code) ? text : null;
    }

    /// <summary>Compares two secrets in a time that says nothing of where they differ.</summary>
    public static bool Same(string left, string right) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    private static string Code(SessionKey key, string use, string text) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key.Secret, Encoding.UTF8.GetBytes($"{use}\n{text}")));
}
