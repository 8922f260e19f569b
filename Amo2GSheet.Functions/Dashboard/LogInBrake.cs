using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary>
/// Slows guessing down. After five wrong log-ins under a name the next has to wait half a minute, then twice as long each time, a quarter of
/// an hour at most; the same after twenty from one address. A guess is counted before it is looked at, so that many at once are many.
/// </summary>
/// <remarks>
/// Counted in cursors, so that every instance counts the same and no restart forgets. Names are counted whether they exist or not, under one of
/// 4,096 rows that a hash chooses: nobody can fill the table, and what is refused says nothing of who has an account. The address is the
/// last one of <c>X-Forwarded-For</c>, which the proxy next to us writes; without one anybody may write it, so it can only make somebody wait
/// in addition to the name.
/// </remarks>
/// <param name="cursors">Where it is counted.</param>
/// <param name="keys">Whose key chooses the row.</param>
/// <param name="time">Our clock.</param>
internal sealed class LogInBrake(ICursorStore cursors, SessionKeys keys, TimeProvider time)
{
    /// <summary>Wrong log-ins under one name that nobody has to wait for.</summary>
    public const int FreeByName = 5;

    /// <summary>Wrong log-ins from one address that nobody has to wait for: an office has one address.</summary>
    public const int FreeByAddress = 20;

    private const int Rounds = 20;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    // Longer than the longest wait: waiting must not wipe the slate clean.
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>Counts a guess, unless it has to wait.</summary>
    /// <returns>How long it has to wait; null when it may be looked at.</returns>
    /// <exception cref="StateConflictException">So many guesses at once that this one could not be counted.</exception>
    public async Task<TimeSpan?> TakeAsync(string name, string? address, CancellationToken cancellationToken)
    {
        var key = await keys.ReadCurrentAsync(cancellationToken);
        var byName = Row(key, "name", Folded(name));
        if (address is not null)
        {
            // Whoever has to wait under a name and clicks on shall not make the whole office wait: nothing is guessed by that.
            var stored = await cursors.ReadAsync(byName, cancellationToken);
            if (WaitOf(Guesses.Parse(stored?.Value), FreeByName) is { } wait)
                return wait;
            if (await CountAsync(Row(key, "address", address), FreeByAddress, cancellationToken) is { } longer)
                return longer;
        }

        return await CountAsync(byName, FreeByName, cancellationToken);
    }

    /// <summary>The password was right: forgets the guesses under the name, and takes this one back from the address.</summary>
    public async Task ForgetAsync(string name, string? address, CancellationToken cancellationToken)
    {
        var key = await keys.ReadCurrentAsync(cancellationToken);
        await ChangeAsync(Row(key, "name", Folded(name)), _ => "");
        if (address is not null)
            await ChangeAsync(Row(key, "address", address), guesses => (guesses with { Count = Math.Max(0, guesses.Count - 1) }).ToString());

        // Somebody who guesses meanwhile keeps it counted; it is forgotten by itself.
        async Task ChangeAsync(string row, Func<Guesses, string> change)
        {
            if (await cursors.ReadAsync(row, cancellationToken) is { Value.Length: > 0 } stored)
                await cursors.WriteAsync(row, change(Guesses.Parse(stored.Value)), stored.Version, cancellationToken);
        }
    }

    private async Task<TimeSpan?> CountAsync(string row, int free, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var stored = await cursors.ReadAsync(row, cancellationToken);
            var now = time.GetUtcNow();
            var guesses = Guesses.Parse(stored?.Value);
            if (guesses.At + Memory < now)
                guesses = new Guesses(0, now);
            if (WaitOf(guesses, free) is { } wait)
                return wait;
            if (await cursors.WriteAsync(row, new Guesses(guesses.Count + 1, now).ToString(), stored?.Version, cancellationToken) is not null)
                return null;
        }

        throw new StateConflictException("Too many log-ins at once. Try again.");
    }

    private TimeSpan? WaitOf(Guesses guesses, int free) => guesses.At + guesses.Wait(free) - time.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : null;

    private static string Folded(string name) => name.Trim().ToUpperInvariant();

    private static string Row(SessionKey key, string kind, string text) =>
        $"dashboard/guesses/{kind}/{Convert.ToHexStringLower(HMACSHA256.HashData(key.Secret, Encoding.UTF8.GetBytes($"{kind}\n{text}")))[..3]}";

    private sealed record Guesses(int Count, DateTimeOffset At)
    {
        public TimeSpan Wait(int free) => Count < free
            ? TimeSpan.Zero
            : TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, FirstWait.Ticks << Math.Min(Count - free, 10)));

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count};{At.ToUnixTimeSeconds()}");

        public static Guesses Parse(string? text) =>
            text?.Split(';') is [var count, var at]
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? new Guesses(number, DateTimeOffset.FromUnixTimeSeconds(seconds))
                : new Guesses(0, DateTimeOffset.UnixEpoch);
    }
}
