using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.State;

/// <summary>A lead that waits for a decision.</summary>
public sealed record InboxEntry
{
    /// <summary>The lead.</summary>
    public required LeadId Lead { get; init; }

    /// <summary>The newest <c>last_modified</c> that any notification gave, to the second; null when none did.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>
    /// What notifications named at <see cref="LastModified"/>. <c>updated_at</c> cannot order two stages of one second, so a read that is not
    /// newer and shows none of them may be older than they are.
    /// </summary>
    public NamedStages Stages { get; init; }

    /// <summary>When the first notification arrived, by our clock.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When a notification last brought something new, by our clock. A read that contradicts it is called stale for 60 s from here.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>A notification said that the lead is deleted.</summary>
    public bool Deleted { get; init; }

    /// <summary>How many passes could not decide.</summary>
    public int Attempts { get; init; }

    /// <summary>Why the last of them could not.</summary>
    public string? LastError { get; init; }

    /// <summary>No pass looks at the lead before this moment, by our clock; null for the next one. A notification takes it away.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Google refused the lead's row; <see cref="LastError"/> has its words.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Whether it waits. A clock that jumped ahead may have put the moment days away: no entry waits longer than it is meant to.</summary>
    public bool Waits(DateTimeOffset now) =>
        NotBefore is { } time && time > now && time - now <= (IsRefused ? Postponement.LongestRefused : Postponement.Longest);

    /// <summary>Opaque version as read.</summary>
    public required string Version { get; init; }

    /// <summary>The entry of a lead's first notification.</summary>
    internal static InboxEntry Of(LeadBell bell, DateTimeOffset now) => new()
    {
        Lead = bell.Lead,
        LastModified = bell.LastModified is { } time ? DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds()) : null,
        Stages = bell is { StatusId: { } status, LastModified: not null, Deleted: false } ? NamedStages.Of(status) : default,
        FirstSeen = now,
        LastSeen = now,
        Deleted = bell.Deleted,
        Version = "",
    };

    /// <summary>The entry after further notifications. Its attempts start again: something happened to the lead, and the obstacle may be gone.</summary>
    internal InboxEntry Merge(InboxEntry later)
    {
        var isNewer = later.LastModified is { } time && !(time <= LastModified);
        var stages = isNewer ? later.Stages : later.LastModified == LastModified ? Stages.Union(later.Stages) : Stages;
        // A notification without news does not restart the 60-second grace period of rule 14: a sweep that repeats it every minute would do so forever.
        var isNews = isNewer || stages != Stages || (later.Deleted && !Deleted);
        return later with
        {
            LastModified = isNewer ? later.LastModified : LastModified,
            Stages = stages,
            FirstSeen = FirstSeen,
            LastSeen = isNews ? later.LastSeen : LastSeen,
            Deleted = Deleted || later.Deleted,
        };
    }
}
