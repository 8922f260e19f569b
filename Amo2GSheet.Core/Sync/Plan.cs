using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.Sync.Holds;

namespace Amo2GSheet.Core.Sync;

/// <summary>All decisions of a pass, and what is needed to carry them out.</summary>
public sealed record Plan
{
    /// <summary>The pass's id, for journal and logs.</summary>
    public required string Pass { get; init; }

    /// <summary>The sheet that the decisions rest on.</summary>
    public required SheetSnapshot Snapshot { get; init; }

    /// <summary>The account by which the decisions were made.</summary>
    public required AmoAccount Account { get; init; }

    /// <summary>Builds cells.</summary>
    public required RowBuilder Rows { get; init; }

    /// <summary>The leads decided about, echoes included.</summary>
    public required IReadOnlyList<PlannedLead> Leads { get; init; }

    /// <summary>The holds as they are to be announced before anything of the plan is done.</summary>
    public required IReadOnlyList<Hold> Holds { get; init; }

    /// <summary>When the leads were read: a bell for a change before this moment is answered by the plan.</summary>
    public required DateTimeOffset LeadsReadAt { get; init; }
}

/// <summary>One lead of a plan.</summary>
/// <param name="Case">What was known.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Source">What its row shows; null when the decision writes no whole row.</param>
public sealed record PlannedLead(LeadCase Case, Decision Decision, RowSource? Source)
{
    /// <summary>The lead.</summary>
    public LeadId Id => Case.Id;
}
