using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.Sync.Verify;

/// <summary>What the comparison says about one lead at one look.</summary>
internal sealed record LeadVerdict
{
    /// <summary>The lead.</summary>
    public required LeadId Lead { get; init; }

    /// <summary>It counts in amoCRM.</summary>
    public bool InAmo { get; init; }

    /// <summary>It counts in the sheet.</summary>
    public bool InSheet { get; init; }

    /// <summary>What differs now; a difference only if it stays.</summary>
    public IReadOnlyList<Difference> Differences { get; init; } = [];

    /// <summary>What the journal explains.</summary>
    public IReadOnlyList<Difference> Known { get; init; } = [];

    /// <summary>A tab that holds or may hold the row cannot be read.</summary>
    public bool NotCompared { get; init; }

    /// <summary>What was read is older than what is known: nothing can be said at this look.</summary>
    public bool Doubtful { get; init; }

    /// <summary>The lead changed in amoCRM then, and the other side has not heard of it; null when that is not what differs.</summary>
    public DateTimeOffset? UnheardSince { get; init; }

    /// <summary>amoCRM shows the lead no more, and nobody noted it.</summary>
    public bool UnheardLoss { get; init; }

    /// <summary>When the lead was made; for rows that were never made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Equal for two looks between which nothing moved.</summary>
    public required string Mark { get; init; }

    /// <summary>Something has to be looked at again.</summary>
    public bool IsOpen => Doubtful || Differences.Count > 0;
}
