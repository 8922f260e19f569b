namespace Amo2GSheet.Core.Sync.CatchUp;

/// <summary>How the catch-up reckons with amoCRM's times, which are amoCRM's clock and not ours.</summary>
internal static class CatchUpClock
{
    /// <summary>Read again each time: a change can become visible later than its own time says (amoCRM is eventually consistent).</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromSeconds(600);

    /// <summary>A position stays this much behind the moment at which it was reached.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan FirstReach = TimeSpan.FromHours(24);

    /// <summary>Where to begin when there is no position yet: at the cut-off, or a day ago. What is older is the first sync's.</summary>
    public static DateTimeOffset Beginning(DateTimeOffset cutOff, DateTimeOffset now) =>
        cutOff > DateTimeOffset.UnixEpoch ? cutOff : now - FirstReach;

    /// <summary>
    /// Until when all is known after a walk that began at <paramref name="began"/> by our clock. By whichever clock is behind: ahead of
    /// amoCRM we would skip what it has yet to write. Without its clock, only what was seen is certain.
    /// </summary>
    public static DateTimeOffset KnownUntil(DateTimeOffset began, DateTimeOffset? serverTime, DateTimeOffset? newestSeen) =>
        Earlier(began, serverTime ?? newestSeen ?? DateTimeOffset.UnixEpoch + Margin) - Margin;

    /// <summary>The earlier of two moments.</summary>
    public static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    /// <summary>The later of two moments.</summary>
    public static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
