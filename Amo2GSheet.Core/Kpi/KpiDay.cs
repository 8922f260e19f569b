using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.Kpi;

/// <summary>What a warm reader remembers of a day: small enough for all days of a year.</summary>
/// <param name="Lines">One for each person with any credit.</param>
/// <param name="Leads">One for each lead with any credit.</param>
internal sealed record KpiDay(IReadOnlyList<KpiStaffDay> Lines, KeyValuePair<LeadId, KpiTally>[] Leads)
{
    /// <summary>A day out of its credits.</summary>
    public static KpiDay Of(DateOnly day, IReadOnlyList<KpiCredit> credits) => new(
        KpiStats.Of(new KpiRange(day, day), credits).Lines,
        [.. credits.GroupBy(credit => credit.Lead).Select(lead => KeyValuePair.Create(lead.Key, lead.Aggregate(default(KpiTally), (tally, credit) => tally.Add(credit))))]);

    /// <summary>The leads of several days, each once.</summary>
    public static IReadOnlyDictionary<LeadId, KpiTally> Sum(IEnumerable<KpiDay> days)
    {
        var sums = new Dictionary<LeadId, KpiTally>();
        foreach (var (lead, tally) in days.SelectMany(day => day.Leads))
            sums[lead] = sums.GetValueOrDefault(lead).Add(tally);
        return sums;
    }
}
