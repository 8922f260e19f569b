using System.Globalization;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Storage;

/// <summary>What both stores of the ledger hold to.</summary>
internal static class KpiStoreRules
{
    /// <summary>
    /// Names a credit within its day, in order of time: when, lead, kind, event. Made of the history alone, so that the same history names the
    /// same lines, however often it is read.
    /// </summary>
    public static string Key(KpiCredit credit) => string.Create(
        CultureInfo.InvariantCulture, $"{credit.At.ToUnixTimeSeconds():D11}:{TableKeys.Of(credit.Lead)}:{(int)credit.Kind}:{TableKeys.Of(credit.Move)}");

    /// <summary>Whether a query asks for a credit.</summary>
    public static bool Asks(KpiQuery query, KpiCredit credit) =>
        query.Range.Holds(credit.Day) && (query.Staff ?? credit.Staff) == credit.Staff && (query.Kind ?? credit.Kind) == credit.Kind;

    /// <exception cref="ArgumentException">The same lead twice.</exception>
    public static void RefuseDuplicates(IReadOnlyCollection<KpiLead> leads)
    {
        if (leads.DistinctBy(lead => lead.Lead).Count() != leads.Count)
            throw new ArgumentException("Each lead at most once.", nameof(leads));
    }

    /// <summary>Somebody else was faster, or we were without knowing it.</summary>
    public static StateConflictException Conflict(Exception? inner = null) => new("Leads of the ledger were saved by somebody else meanwhile.", inner);
}
