namespace Amo2GSheet.Core.State;

/// <summary>An entry that could not be decided, and when it is looked at again.</summary>
/// <param name="Entry">The entry as read.</param>
/// <param name="Reason">Why it could not be decided.</param>
/// <param name="NotBefore">No pass looks at it before; null for the next one.</param>
/// <param name="IsRefused">Google refuses its row: <c>/health</c> shows that while it waits.</param>
public sealed record Postponement(InboxEntry Entry, string Reason, DateTimeOffset? NotBefore = null, bool IsRefused = false)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>The longest time that an entry waits.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FirstRefused = TimeSpan.FromMinutes(1);

    /// <summary>The longest time that an entry waits whose row Google refuses.</summary>
    public static TimeSpan LongestRefused { get; } = TimeSpan.FromHours(4);

    /// <summary>An entry that was tried in vain: the next pass tries again, then one after two seconds, four, and so on up to a minute.</summary>
    public static Postponement Of(InboxEntry entry, string reason, DateTimeOffset now)
    {
        if (entry.Attempts == 0)
            return new Postponement(entry, reason);
        var next = now + Doubled(First, entry.Attempts, Longest);
        // A minute after the last notification nothing is doubted any more (rule 14).
        var certain = entry.LastSeen + Longest;
        return new Postponement(entry, reason, certain > now && certain < next ? certain : next);
    }

    /// <summary>An entry whose row Google refuses: what is in the way needs a person, so minutes pass, then hours.</summary>
    public static Postponement OfRefused(InboxEntry entry, string reason, DateTimeOffset now) =>
        new(entry, reason, now + Doubled(FirstRefused, entry.Attempts, LongestRefused), IsRefused: true);

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan longest)
    {
        var delay = first * Math.Pow(2, Math.Min(times, 20));
        return delay < longest ? delay : longest;
    }
}
