using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Amo2GSheet.Core.State;

/// <summary>
/// Which log-ins were redeemed, so that each works once, whichever instance of the service the browser comes back to. Nothing is written when a
/// log-in begins, so nobody who begins many can push another one out. Only hashes are kept, for as long as their log-ins would be valid.
/// </summary>
/// <param name="cursors">Where they are kept.</param>
/// <param name="time">Our clock.</param>
public sealed class RedeemedLogIns(ICursorStore cursors, TimeProvider time)
{
    private const int Slots = 64;
    private const int Rounds = 20;
    private const int LongestText = 31_000;

    // Another instance, whose clock is behind, takes a log-in for valid when it has ended by ours.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Redeems a log-in.</summary>
    /// <param name="nonce">Its nonce.</param>
    /// <param name="until">When it ends.</param>
    /// <param name="cancellationToken">Stops it; then it may be redeemed or not.</param>
    /// <returns>True once for each nonce.</returns>
    /// <exception cref="StateConflictException">Other instances changed the list all the time, or it is full.</exception>
    public async Task<bool> TryRedeemAsync(string nonce, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(nonce));
        var hash = Convert.ToHexStringLower(digest.AsSpan(0, 16));
        for (var round = 0; round < Rounds; round++)
        {
            var stored = await cursors.ReadAsync(NameOf(digest), cancellationToken);
            var now = time.GetUtcNow();
            List<Redeemed> kept = [.. Parse(stored?.Value ?? "").Where(one => one.Until + ClockSkew > now)];
            if (kept.Exists(one => one.Hash == hash))
                return false;

            var text = Format(kept.Append(new Redeemed(hash, until)));
            if (text.Length > LongestText)
                throw new StateConflictException("Too many log-ins came back within twenty minutes. Try again later.");
            if (await cursors.WriteAsync(NameOf(digest), text, stored?.Version, cancellationToken) is not null)
                return true;
        }

        throw new StateConflictException("Other instances kept changing the list of log-ins. Try again.");
    }

    private static string NameOf(byte[] digest) => string.Create(CultureInfo.InvariantCulture, $"log-ins/{digest[^1] % Slots:D2}");

    private static string Format(IEnumerable<Redeemed> redeemed) => string.Join(
        ' ', redeemed.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Hash}:{one.Until.ToUnixTimeSeconds()}")));

    private static IEnumerable<Redeemed> Parse(string text)
    {
        foreach (var one in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (one.Split(':') is [var hash, var until] && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                yield return new Redeemed(hash, DateTimeOffset.FromUnixTimeSeconds(seconds));
        }
    }

    private sealed record Redeemed(string Hash, DateTimeOffset Until);
}
