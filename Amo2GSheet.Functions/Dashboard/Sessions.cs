using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary>
/// Who is logged in. A session is a signed cookie and nothing that is stored: it says who, until when, and with which password, so that a new
/// password or an account taken out of the settings ends it.
/// </summary>
/// <param name="signer">Signs.</param>
/// <param name="options">The accounts.</param>
/// <param name="time">Our clock.</param>
internal sealed class Sessions(Signer signer, IOptions<DashboardOptions> options, TimeProvider time)
{
    private const string SessionUse = "session";
    private const string PostUse = "post";
    private const string LogInUse = "log-in";

    private readonly IReadOnlyDictionary<string, string> _accounts = options.Value.Accounts;
    private readonly IReadOnlySet<string> _admins = options.Value.AdminNames;
    private readonly string _nobody = PasswordHash.OfNobody(options.Value.Accounts.Values);

    /// <summary>Whether there is anybody who could log in.</summary>
    public bool IsOn => _accounts.Count > 0;

    /// <summary>How long a session holds.</summary>
    public TimeSpan Lifetime { get; } = TimeSpan.FromHours(options.Value.SessionHours);

    /// <summary>The account whose password this is; null when the name or the password is wrong, which takes the same time.</summary>
    public string? Check(string name, string password)
    {
        var hash = _accounts.GetValueOrDefault(name.Trim());
        return PasswordHash.Matches(hash ?? _nobody, password) && hash is not null ? _accounts.Keys.First(known => known.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)) : null;
    }

    /// <summary>A new session's cookie value, another one each time: a page's token is good for its own session alone.</summary>
    public Task<string> BeginAsync(string name, CancellationToken cancellationToken)
    {
        var until = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds();
        return signer.SealAsync(SessionUse, string.Create(CultureInfo.InvariantCulture, $"{until}:{Stamp(name)}:{RandomNumberGenerator.GetHexString(16, lowercase: true)}:{name}"), cancellationToken);
    }

    /// <summary>Who a cookie stands for; null when it is none of ours, expired, or its account changed.</summary>
    public async Task<Visitor?> FindAsync(string? cookie, CancellationToken cancellationToken)
    {
        if (!IsOn || await signer.OpenAsync(SessionUse, cookie, cancellationToken) is not { } text)
            return null;
        return text.Split(':', 4) is [var until, var stamp, _, var name]
            && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds > time.GetUtcNow().ToUnixTimeSeconds()
            && _accounts.ContainsKey(name)
            && Signer.Same(Stamp(name), stamp)
                ? new Visitor(name, _admins.Contains(name), cookie!)
                : null;
    }

    /// <summary>What a page of this session must send with a post: another site can make a browser send the cookie, but cannot know this.</summary>
    public Task<string> TokenAsync(Visitor visitor, CancellationToken cancellationToken) => signer.SealAsync(PostUse, Digest(visitor.Cookie), cancellationToken);

    /// <summary>Whether a post bears this session's token.</summary>
    public async Task<bool> IsTokenAsync(Visitor visitor, string? token, CancellationToken cancellationToken) =>
        await signer.OpenAsync(PostUse, token, cancellationToken) is { } digest && Signer.Same(digest, Digest(visitor.Cookie));

    /// <summary>What the log-in form must send back, for a browser with this random cookie.</summary>
    public Task<string> FormTokenAsync(string nonce, CancellationToken cancellationToken) => signer.SealAsync(LogInUse, Digest(nonce), cancellationToken);

    /// <summary>Whether a log-in comes from our form in the browser with this cookie.</summary>
    public async Task<bool> IsFormTokenAsync(string? nonce, string? token, CancellationToken cancellationToken) =>
        nonce is { Length: > 0 } && await signer.OpenAsync(LogInUse, token, cancellationToken) is { } digest && Signer.Same(digest, Digest(nonce));

    private string Stamp(string name) => Digest(_accounts[name]);

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}

/// <summary>Somebody who is logged in.</summary>
/// <param name="Name">The account's name.</param>
/// <param name="IsAdmin">May fill and empty the ledger.</param>
/// <param name="Cookie">The session's cookie.</param>
public sealed record Visitor(string Name, bool IsAdmin, string Cookie)
{
    /// <summary>Keeps the cookie out of whatever prints a record.</summary>
    public override string ToString() => Name;
}
