using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Amo2GSheet.Core.State;

/// <summary>
/// The states of log-ins that have begun and not come back. Each is random, lives as long as amoCRM's code, and is taken out once, whichever
/// instance of the service the browser comes back to. Only their hashes are kept.
/// </summary>
/// <param name="cursors">Where they are kept.</param>
/// <param name="time">Our clock.</param>
public sealed class PendingLogIns(ICursorStore cursors, TimeProvider time) : IDisposable
{
    /// <summary>How many may be under way. The page that begins one is open to everybody, so the oldest must give way.</summary>
    public const int Most = 200;

    internal const string CursorName = "log-ins";

    private const int Rounds = 20;
    private const int LongestState = 200;

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>How long a log-in may take.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(20);

    /// <summary>Begins one.</summary>
    /// <returns>Its state, for the consent page.</returns>
    /// <exception cref="StateConflictException">Other instances changed the list all the time.</exception>
    public async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        var state = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var begun = new Pending(HashOf(state), time.GetUtcNow() + Lifetime);
        await ChangeAsync(pending => [.. pending.TakeLast(Most - 1), begun], cancellationToken);
        return state;
    }

    /// <summary>Takes one out.</summary>
    /// <param name="state">What came back.</param>
    /// <param name="cancellationToken">Stops it; then nothing is taken out.</param>
    /// <returns>True once for each state that was begun; false for an unknown, an expired and a repeated one.</returns>
    /// <exception cref="StateConflictException">Other instances changed the list all the time.</exception>
    public async Task<bool> TakeAsync(string state, CancellationToken cancellationToken)
    {
        if (state.Length > LongestState)
            return false;

        var hash = HashOf(state);
        return await ChangeAsync(pending => pending.Exists(one => one.Hash == hash) ? [.. pending.Where(one => one.Hash != hash)] : null, cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private async Task<bool> ChangeAsync(Func<List<Pending>, IReadOnlyList<Pending>?> change, CancellationToken cancellationToken)
    {
        // Only other instances are left to be in the way, and each of them that is has got further.
        await _one.WaitAsync(cancellationToken);
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                var stored = await cursors.ReadAsync(CursorName, cancellationToken);
                var now = time.GetUtcNow();
                if (change([.. Parse(stored?.Value ?? "").Where(one => one.Until > now)]) is not { } changed)
                    return false;
                if (await cursors.WriteAsync(CursorName, Format(changed), stored?.Version, cancellationToken) is not null)
                    return true;
            }
        }
        finally
        {
            _one.Release();
        }

        throw new StateConflictException("Other instances kept changing the list of log-ins. Try again.");
    }

    private static string HashOf(string state) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)));

    private static string Format(IEnumerable<Pending> pending) => string.Join(
        ' ', pending.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Hash}:{one.Until.ToUnixTimeSeconds()}")));

    private static IEnumerable<Pending> Parse(string text)
    {
        foreach (var one in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (one.Split(':') is [var hash, var until] && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                yield return new Pending(hash, DateTimeOffset.FromUnixTimeSeconds(seconds));
        }
    }

    private sealed record Pending(string Hash, DateTimeOffset Until);
}
