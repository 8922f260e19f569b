using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Core.Kpi.Intake;

/// <summary>A lead as it came in: what the receptionists' numbers are made of.</summary>
public sealed record IntakeLead
{
    /// <summary>The field that names who took the lead in; Ё and Е are the same letter in it.</summary>
    public const string Field = "Приемщик";

    /// <summary>The lead.</summary>
    public required LeadId Lead { get; init; }

    /// <summary>When it was made, by amoCRM's clock, to the second.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The day of that in the display time zone.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Who took it in, as typed when the lead was last seen; empty for nobody.</summary>
    public required string Receptionist { get; init; }

    /// <summary>Its budget when it was last seen, in whole units of the account's currency.</summary>
    public required decimal Budget { get; init; }

    /// <summary>
    /// Whether it counts: its pipeline was in scope when it was last seen. A sweep is not shown what was deleted in amoCRM, so a lead that counted
    /// before goes on counting; only one that is seen as deleted does not.
    /// </summary>
    public required bool Counts { get; init; }

    /// <summary>A lead as it is now.</summary>
    internal static IntakeLead Of(Lead lead, DateOnly day, bool inScope) => new()
    {
        Lead = lead.Id,
        CreatedAt = lead.CreatedAt,
        Day = day,
        Receptionist = string.Join(", ", lead.Fields.Where(field => NameFold.Same(field.Name, Field)).SelectMany(field => field.Values).Select(value => value.Trim())),
        Budget = lead.Price,
        Counts = inScope && !lead.IsDeleted,
    };
}

/// <summary>Where the leads that came in are kept, a row each. Written under the ledger's lease.</summary>
public interface IIntakeStore
{
    /// <summary>The leads made on the days of a range, by day and id, those that do not count among them. Days that did not change since the last question cost nothing.</summary>
    Task<IReadOnlyList<IntakeLead>> ReadAsync(KpiRange range, CancellationToken cancellationToken);

    /// <summary>Puts leads in; one that is there is replaced. May be repeated.</summary>
    Task SaveAsync(IReadOnlyCollection<IntakeLead> leads, CancellationToken cancellationToken);

    /// <summary>Forgets everything. May be repeated after it was cut short.</summary>
    Task ClearAsync(CancellationToken cancellationToken);
}
