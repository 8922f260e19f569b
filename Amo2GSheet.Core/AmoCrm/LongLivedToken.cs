using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>
/// A token that a person made in amoCRM's settings, for a day to five years: it has no refresh token, and ends by itself or when it is
/// revoked there. It may never reach a log, an exception or an answer.
/// </summary>
internal static partial class LongLivedToken
{
    /// <summary>What to do when amoCRM does not take it.</summary>
    public const string Refused =
        "amoCRM refuses AMO_LONG_LIVED_TOKEN: it has ended or was revoked. Make a new one on the integration's «Keys and scopes» tab and set it.";

    private const string Version = "AMO_LONG_LIVED_TOKEN";
    private static readonly TimeSpan Notice = TimeSpan.FromDays(14);

    /// <summary>The token as if it had been stored; null when none is set.</summary>
    public static StoredTokens? From(AmoCrmOptions options)
    {
        var token = options.LongLivedToken.Trim();
        return token.Length == 0 ? null : new StoredTokens(new AmoTokens(token, "", EndOf(token) ?? DateTimeOffset.MaxValue), Version);
    }

    /// <summary>Whether a text can be a token at all: what else stands in a header would break the call, or show in its error.</summary>
    public static bool IsToken(string text) => Shape().IsMatch(text);

    /// <summary>A sentence when the end is near or past; null otherwise.</summary>
    public static string? Warning(DateTimeOffset end, DateTimeOffset now) => (end - now) switch
    {
        var left when left <= TimeSpan.Zero => Sentence("ended", end),
        var left when left <= Notice => Sentence("ends", end),
        _ => null,
    };

    /// <summary>The claim <c>exp</c>; null when the token is no JWT or says none.</summary>
    public static DateTimeOffset? EndOf(string token)
    {
        if (token.Split('.') is not [_, { Length: > 0 } claims, _])
            return null;
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(claims));
            return json.RootElement.Long("exp") is { } seconds and > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string Sentence(string verb, DateTimeOffset end) => string.Create(
        CultureInfo.InvariantCulture,
        $"AMO_LONG_LIVED_TOKEN {verb} on {end:yyyy-MM-dd HH:mm} UTC: make a new one on the integration's «Keys and scopes» tab and set it.");

    [GeneratedRegex(@"^[A-Za-z0-9._~+/=-]+\z")]
    private static partial Regex Shape();
}
