using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.Kpi;

/// <summary>
/// The ledger as it is read: by dashboards, exports and people who doubt a number. A day, a month and a person are one partition query each.
/// </summary>
public interface IKpiLedger
{
    /// <summary>What each staff member did on each day of a range.</summary>
    /// <param name="range">The days; of each month that they touch, one partition is asked. Days that did not change since the last question cost nothing.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    Task<KpiStats> ReadStatsAsync(KpiRange range, CancellationToken cancellationToken);

    /// <summary>What was credited for each lead on the days of a range, whoever got it. As cheap as <see cref="ReadStatsAsync"/>.</summary>
    Task<IReadOnlyDictionary<LeadId, KpiTally>> ReadLeadTalliesAsync(KpiRange range, CancellationToken cancellationToken);

    /// <summary>The leads behind a number: every credit that the query asks for, the oldest first.</summary>
    /// <param name="query">Which credits; one that names a person asks that person's partition alone.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    Task<IReadOnlyList<KpiCredit>> ReadCreditsAsync(KpiQuery query, CancellationToken cancellationToken);
}

/// <summary>Which credits are asked for.</summary>
/// <param name="Range">The days.</param>
/// <param name="Staff">Of this person; null for everybody.</param>
/// <param name="Kind">Of this kind; null for all.</param>
public sealed record KpiQuery(KpiRange Range, StaffCode? Staff = null, KpiKind? Kind = null);

/// <summary>What one person did on one day, or the sum of several such lines.</summary>
/// <param name="Sum">Budgets of the orders, in whole units of the account's currency.</param>
/// <param name="Orders">Orders («заказы»).</param>
/// <param name="Dumkas">Leads that think it over («раздумья»).</param>
/// <param name="Consultations">Leads taken into consultation («консультации», «Лид»).</param>
public readonly record struct KpiTally(decimal Sum, int Orders, int Dumkas, int Consultations)
{
    /// <summary>«Конверсия»: orders to consultations; null when there was no consultation.</summary>
    public decimal? Conversion => Consultations == 0 ? null : (decimal)Orders / Consultations;

    /// <summary>Both together.</summary>
    public KpiTally Add(KpiTally other) =>
        new(Sum + other.Sum, Orders + other.Orders, Dumkas + other.Dumkas, Consultations + other.Consultations);

    /// <summary>With one credit more.</summary>
    public KpiTally Add(KpiCredit credit) => credit.Kind switch
    {
        KpiKind.Zakas => this with { Sum = Sum + credit.Budget, Orders = Orders + 1 },
        KpiKind.Dumka => this with { Dumkas = Dumkas + 1 },
        _ => this with { Consultations = Consultations + 1 },
    };
}

/// <summary>What one person did on one day.</summary>
/// <param name="Staff">The person.</param>
/// <param name="Day">The day.</param>
/// <param name="Tally">The numbers.</param>
public sealed record KpiStaffDay(StaffCode Staff, DateOnly Day, KpiTally Tally);

/// <summary>The numbers of a range, per person and day; sums are made of these lines.</summary>
/// <param name="Range">The days.</param>
/// <param name="Lines">One line for each person and day with any credit, by day and code.</param>
public sealed record KpiStats(KpiRange Range, IReadOnlyList<KpiStaffDay> Lines)
{
    /// <summary>Each person's numbers over the whole range.</summary>
    public IReadOnlyDictionary<StaffCode, KpiTally> ByStaff() =>
        Lines.GroupBy(line => line.Staff).ToDictionary(staff => staff.Key, Total);

    /// <summary>Each day's numbers over all people; days without any credit are not in it.</summary>
    public IReadOnlyDictionary<DateOnly, KpiTally> ByDay() =>
        Lines.GroupBy(line => line.Day).ToDictionary(day => day.Key, Total);

    /// <summary>All together.</summary>
    public KpiTally Total() => Total(Lines);

    /// <summary>The numbers of credits, which may stand in any order.</summary>
    public static KpiStats Of(KpiRange range, IEnumerable<KpiCredit> credits) => new(range,
    [
        .. credits.Where(credit => range.Holds(credit.Day))
            .GroupBy(credit => (credit.Day, credit.Staff))
            .OrderBy(line => line.Key.Day).ThenBy(line => line.Key.Staff)
            .Select(line => new KpiStaffDay(line.Key.Staff, line.Key.Day, line.Aggregate(default(KpiTally), (tally, credit) => tally.Add(credit)))),
    ]);

    private static KpiTally Total(IEnumerable<KpiStaffDay> lines) => lines.Aggregate(default(KpiTally), (sum, line) => sum.Add(line.Tally));
}
