using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amo2GSheet.Core.AmoCrm;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync;

/// <summary>Where a log-in was begun, and so where alone it can end.</summary>
public enum LogInKind
{
    /// <summary>At <c>/oauth/login</c>; it ends in the browser that has the cookie set there.</summary>
    Browser,

    /// <summary>With <c>amo2gsheet login</c>; it ends in a terminal.</summary>
    Terminal,
}

/// <summary>The <c>state</c> that a log-in carries to amoCRM's consent page and back, once it is known to be ours and valid.</summary>
/// <param name="Kind">Where it was begun.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Nonce">Makes it one of its kind.</param>
/// <param name="Binding">Of which browser it is; empty for a terminal's.</param>
internal sealed record LogInState(LogInKind Kind, DateTimeOffset Until, string Nonce, string Binding)
{
    /// <summary>How long a log-in may take: as long as amoCRM's code lives.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(20);

    /// <summary>Whether it was begun in the browser with this cookie.</summary>
    public bool IsOf(string? cookie) =>
        cookie is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Binding), Encoding.UTF8.GetBytes(BindingOf(cookie)));

    /// <summary>What a state says of its browser's cookie.</summary>
    public static string BindingOf(string cookie) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(cookie)).AsSpan(0, 16));
}

/// <summary>Makes states and recognizes them: each says all about itself and is signed, so that a start costs no storage.</summary>
/// <remarks>
/// The key is derived from the secret of the integration. So it is the same on every instance, in the commands, and over restarts, without a read
/// of the tables at a route that is open to everyone. Whoever knows that secret can exchange codes without us anyway, and one that was changed
/// ends log-ins that could not be exchanged any more.
/// </remarks>
/// <param name="account">The integration.</param>
/// <param name="time">Our clock.</param>
internal sealed class LogInStates(IOptions<AmoCrmOptions> account, TimeProvider time)
{
    private const int LongestState = 200;
    private const int KeyBytes = 32;

    private readonly Lazy<byte[]> _key = new(() => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(account.Value.ClientSecret), KeyBytes,
        salt: Encoding.UTF8.GetBytes(account.Value.ClientId), info: "amo2gsheet log-in state"u8.ToArray()));

    /// <summary>A new state.</summary>
    /// <param name="kind">Where the log-in is begun.</param>
    /// <param name="cookie">The cookie of its browser; null in a terminal.</param>
    public string Make(LogInKind kind, string? cookie)
    {
        var until = (time.GetUtcNow() + LogInState.Lifetime).ToUnixTimeSeconds();
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var text = string.Create(CultureInfo.InvariantCulture, $"{LetterOf(kind)}.{until}.{nonce}.{(cookie is null ? "" : LogInState.BindingOf(cookie))}");
        return $"{text}.{Sign(text)}";
    }

    /// <summary>Reads what came back; null for what was not made here, was changed on the way, or has ended.</summary>
    public LogInState? Read(string state)
    {
        if (state.Length > LongestState || state.LastIndexOf('.') is not (> 0 and var last))
            return null;
        var text = state[..last];
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(text)), Encoding.UTF8.GetBytes(state[(last + 1)..])))
            return null;

        return text.Split('.') is [var letter, var seconds, var nonce, var binding]
            && long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var ends)
            && DateTimeOffset.FromUnixTimeSeconds(ends) is var until && until > time.GetUtcNow()
                ? new LogInState(letter == LetterOf(LogInKind.Terminal) ? LogInKind.Terminal : LogInKind.Browser, until, nonce, binding)
                : null;
    }

    private static string LetterOf(LogInKind kind) => kind is LogInKind.Terminal ? "t" : "b";

    private string Sign(string text) => Base64Url.EncodeToString(HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes(text)));
}
