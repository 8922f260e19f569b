using System.Collections.ObjectModel;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.Sync.Verify;

/// <summary>One look of a comparison, from which the next goes on.</summary>
public sealed record VerifyLook
{
    /// <summary>When to look again; null when this was the last look.</summary>
    public DateTimeOffset? Again { get; init; }

    /// <summary>The result; null while something has to be looked at again.</summary>
    public VerifyResult? Result { get; init; }

    /// <summary>How many leads have to be looked at again.</summary>
    public int Left => Pending.Count;

    internal DateTimeOffset Began { get; init; }

    internal IReadOnlyDictionary<LeadId, LeadVerdict> Verdicts { get; init; } = ReadOnlyDictionary<LeadId, LeadVerdict>.Empty;

    internal IReadOnlyDictionary<LeadId, IReadOnlyList<Difference>> Confirmed { get; init; } = ReadOnlyDictionary<LeadId, IReadOnlyList<Difference>>.Empty;

    internal IReadOnlyDictionary<LeadId, Seen> Pending { get; init; } = ReadOnlyDictionary<LeadId, Seen>.Empty;

    internal IReadOnlyList<UncomparedTab> Tabs { get; init; } = [];
}

/// <summary>Something that differs, and since when it has stood still.</summary>
/// <param name="Mark">Equal while nothing moves.</param>
/// <param name="Since">When it was first seen so.</param>
internal sealed record Seen(string Mark, DateTimeOffset Since);
