namespace Amo2GSheet.Core.Kpi;

/// <summary>What the rules make of a lead.</summary>
/// <param name="Verdicts">One for each move, in the order in which they happened.</param>
/// <param name="Holder">Who holds the lead's consul; null when nobody does.</param>
public sealed record KpiJudgement(IReadOnlyList<KpiVerdict> Verdicts, StaffCode? Holder)
{
    /// <summary>All credits, oldest first.</summary>
    public IEnumerable<KpiCredit> Credits => Verdicts.SelectMany(verdict => verdict.Credits);
}

/// <summary>What the rules make of a move.</summary>
/// <param name="Move">The move.</param>
/// <param name="Reason">Why it counts or does not.</param>
public sealed record KpiVerdict(KpiMove Move, KpiReason Reason)
{
    /// <summary>What it is credited with: an order or dumka without a consul makes one, so there can be two.</summary>
    public IReadOnlyList<KpiCredit> Credits { get; init; } = [];

    /// <summary>The earlier move that decided it: the order it goes on with, the dumka it recovers from, the consul; null when none did.</summary>
    public KpiMove? Because { get; init; }
}

/// <summary>Why a move counts or does not.</summary>
public enum KpiReason
{
    /// <summary>It counts.</summary>
    Credited,

    /// <summary>An order that counts again: the client had been thinking, not too long ago.</summary>
    Recovered,

    /// <summary>The stage is none of the three that are counted.</summary>
    Progress,

    /// <summary>The lead had no valid <c>Код сотрудника</c>, and has no consul.</summary>
    NoCode,

    /// <summary>amoCRM did not show the lead, so its code is not known.</summary>
    LeadUnseen,

    /// <summary>The lead has its consul already.</summary>
    HasConsul,

    /// <summary>The same sale goes on: no dumka since the last order.</summary>
    SameSale,

    /// <summary>The dumka before it is older than <c>DUMKA_RECOVERY_DAYS</c>: the same sale goes on.</summary>
    DumkaTooOld,

    /// <summary>The lead was credited with a dumka on this day already.</summary>
    SameDay,
}
