using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Storage;

/// <summary>What both inboxes hold to.</summary>
internal static class InboxRules
{
    /// <summary>The longest reason that is kept.</summary>
    public const int LongestReason = 1_000;

    /// <summary>One bell a lead: the newest change, and deleted when any said so.</summary>
    public static IEnumerable<LeadBell> Merge(IReadOnlyCollection<LeadBell> bells) =>
        bells.GroupBy(bell => bell.Lead).Select(group => group.Aggregate((merged, bell) => merged with
        {
            LastModified = Newest(merged.LastModified, bell.LastModified),
            Deleted = merged.Deleted || bell.Deleted,
        }));

    /// <summary>The entry of a lead's first bell.</summary>
    public static InboxEntry First(LeadBell bell, DateTimeOffset now) => new()
    {
        Lead = bell.Lead,
        LastModified = bell.LastModified is { } time ? BaseRules.ToTheSecond(time) : null,
        FirstSeen = now,
        LastSeen = now,
        Deleted = bell.Deleted,
        Version = "",
    };

    /// <summary>
    /// The entry after a further bell. The attempts begin anew: something happened to the lead, and what was in the way may be gone.
    /// </summary>
    public static InboxEntry Again(InboxEntry waiting, LeadBell bell, DateTimeOffset now)
    {
        var first = First(bell, now);
        var isNew = (bell.Deleted && !waiting.Deleted) || (first.LastModified is { } time && !(time <= waiting.LastModified));
        return first with
        {
            LastModified = Newest(waiting.LastModified, first.LastModified),
            FirstSeen = waiting.FirstSeen,
            // A bell that tells nothing new prolongs no doubt (rule 14): a sweep that rings every minute would for ever.
            LastSeen = isNew ? now : waiting.LastSeen,
            Deleted = waiting.Deleted || bell.Deleted,
        };
    }

    /// <summary>Fewest attempts first, among them the longest waiting.</summary>
    public static IReadOnlyList<InboxEntry> Order(IEnumerable<InboxEntry> entries, int max) =>
        [.. entries.OrderBy(entry => entry.Attempts).ThenBy(entry => entry.FirstSeen).ThenBy(entry => entry.Lead).Take(max)];

    private static DateTimeOffset? Newest(DateTimeOffset? one, DateTimeOffset? other) => other is null || one > other ? one : other;
}
