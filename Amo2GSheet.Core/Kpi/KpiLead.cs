using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Core.Kpi;

/// <summary>What the ledger knows of one lead: enough to give the same credits again without asking amoCRM.</summary>
public sealed record KpiLead
{
    /// <summary>The lead.</summary>
    public required LeadId Lead { get; init; }

    /// <summary>Its moves in pipelines in scope, each once, oldest first.</summary>
    public IReadOnlyList<KpiMove> Moves { get; init; } = [];

    /// <summary>Whom the lead's consul was given to first. It stays with this person, whatever code the lead bears later.</summary>
    public StaffCode? Holder { get; init; }

    /// <summary>The lead's credits that may stand in the ledger.</summary>
    public IReadOnlyList<KpiCredit> Written { get; init; } = [];

    /// <summary>The ledger has exactly <see cref="Written"/>; false from before the first change of the ledger until after the last one.</summary>
    public bool Settled { get; init; }

    /// <summary>A newer version wrote something that this one does not know: the lead is left to it.</summary>
    public bool IsOfNewerVersion { get; init; }

    /// <summary>Opaque version; null for a lead that is not stored yet.</summary>
    public string? Version { get; init; }

    /// <summary>With a move more, or with the facts that a move lacked. What was seen once is not changed by a later look.</summary>
    internal KpiLead With(KpiMove move)
    {
        var known = Moves.FirstOrDefault(one => one.Id == move.Id);
        if (known is { Facts: not null } || (known is not null && move.Facts is null))
            return this;
        var added = known is null ? move : known with { Facts = move.Facts };
        return this with { Moves = [.. Moves.Where(one => one.Id != move.Id).Append(added).OrderBy(one => one.At).ThenBy(one => one.Id, StringComparer.Ordinal)] };
    }
}

/// <summary>A move of a lead, with what was seen when the ledger took it in.</summary>
/// <param name="Id">The id of amoCRM's event.</param>
/// <param name="At">When, by amoCRM's clock, to the second.</param>
/// <param name="From">Where the lead stood before; null when unknown.</param>
/// <param name="To">Where it stands since.</param>
/// <param name="Step">What that stage was in the life of a sale: a stage renamed or deleted later changes no salary.</param>
/// <param name="Facts">The lead's code and budget; null while amoCRM did not show the lead, and for a move that counts for nothing.</param>
public sealed record KpiMove(string Id, DateTimeOffset At, StageKey? From, StageKey To, SaleStep Step, KpiFacts? Facts)
{
    internal static KpiMove Of(StageMove move, SaleStep step, KpiFacts? facts) => new(move.Id, move.At, move.From, move.To, step, facts);
}

/// <summary>What a lead was like when one of its moves was taken in.</summary>
/// <param name="Staff">Its <c>Код сотрудника</c>; null when it had no valid one.</param>
/// <param name="Budget">Its budget.</param>
public sealed record KpiFacts(StaffCode? Staff, decimal Budget);
