using System.Globalization;
using System.Security.Cryptography;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary>
/// The keys that sign cookies, in a cursor, so that all instances have the same and a restart changes none. A new one is made every thirty
/// days; the one before stays good for as long as a cookie can live. Deleting the row ends every session.
/// </summary>
/// <param name="cursors">Where they are kept.</param>
/// <param name="time">Our clock.</param>
internal sealed class SessionKeys(ICursorStore cursors, TimeProvider time) : IDisposable
{
    /// <summary>The cursor's name.</summary>
    public const string CursorName = "dashboard/keys";

    private const int KeyBytes = 32;
    private const int Rounds = 10;
    private static readonly TimeSpan Used = TimeSpan.FromDays(30);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(60);
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    // A cookie with an unknown key is a reason to look again, but not one that a stranger can make us follow at every request.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1);
    private volatile Ring? _ring;

    /// <summary>The key that new cookies are signed with.</summary>
    public async Task<SessionKey> ReadCurrentAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(ring => ring.Keys[^1].MadeAt + Used > time.GetUtcNow() && ring.ReadAt + Fresh > time.GetUtcNow(), cancellationToken)).Keys[^1];

    /// <summary>The key of a cookie; null for none of ours.</summary>
    public async Task<SessionKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var ring = await ReadAsync(ring => ring.Find(id) is not null || ring.ReadAt + Patience > time.GetUtcNow(), cancellationToken);
        return ring.Find(id) is { } key && key.MadeAt + Kept > time.GetUtcNow() ? key : null;
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private async Task<Ring> ReadAsync(Func<Ring, bool> isEnough, CancellationToken cancellationToken)
    {
        if (_ring is { } known && isEnough(known))
            return known;

        await _one.WaitAsync(cancellationToken);
        try
        {
            return _ring is { } read && isEnough(read) ? read : _ring = await LoadAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<Ring> LoadAsync(CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var stored = await cursors.ReadAsync(CursorName, cancellationToken);
            var now = time.GetUtcNow();
            List<SessionKey> keys = [.. Parse(stored?.Value ?? "").Where(key => key.MadeAt + Kept > now).OrderBy(key => key.MadeAt)];
            if (keys is [.., var newest] && newest.MadeAt + Used > now)
                return new Ring(keys, now);

            keys.Add(new SessionKey(RandomNumberGenerator.GetHexString(8, lowercase: true), now, RandomNumberGenerator.GetBytes(KeyBytes)));
            if (await cursors.WriteAsync(CursorName, Format(keys), stored?.Version, cancellationToken) is not null)
                return new Ring(keys, now);
        }

        throw new StateConflictException("Other instances kept changing the dashboard's keys. Try again.");
    }

    private static string Format(IEnumerable<SessionKey> keys) => string.Join(
        ' ', keys.Select(key => string.Create(CultureInfo.InvariantCulture, $"{key.Id}:{key.MadeAt.ToUnixTimeSeconds()}:{Convert.ToBase64String(key.Secret)}")));

    private static IEnumerable<SessionKey> Parse(string text)
    {
        foreach (var one in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var secret = new byte[KeyBytes];
            if (one.Split(':') is [{ Length: > 0 } id, var made, var bytes]
                && long.TryParse(made, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && Convert.TryFromBase64String(bytes, secret, out var length) && length == KeyBytes)
                yield return new SessionKey(id, DateTimeOffset.FromUnixTimeSeconds(seconds), secret);
        }
    }

    private sealed record Ring(IReadOnlyList<SessionKey> Keys, DateTimeOffset ReadAt)
    {
        public SessionKey? Find(string id) => Keys.FirstOrDefault(key => key.Id == id);
    }
}

/// <summary>A key that signs cookies.</summary>
/// <param name="Id">Its name in a cookie.</param>
/// <param name="MadeAt">When it was made, by the clock of the instance that made it.</param>
/// <param name="Secret">The key itself.</param>
internal sealed record SessionKey(string Id, DateTimeOffset MadeAt, byte[] Secret)
{
    /// <summary>Keeps the key out of whatever prints a record.</summary>
    public override string ToString() => $"key {Id}";
}
