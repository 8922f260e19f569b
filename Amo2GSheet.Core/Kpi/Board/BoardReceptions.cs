using Amo2GSheet.Core.Kpi.Intake;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Core.Kpi.Board;

/// <summary>The leads of a range by who took them in. Names that people type differently are one; the spelling used most is shown.</summary>
internal sealed class BoardReceptions
{
    private readonly Dictionary<string, (string Name, IReadOnlyList<IntakeLead> Leads)> _byName;
    private readonly Dictionary<LeadId, string> _names;

    public BoardReceptions(IReadOnlyList<IntakeLead> leads)
    {
        _byName = leads.Where(lead => lead.Counts).GroupBy(lead => NameFold.Of(lead.Receptionist)).ToDictionary(
            name => name.Key,
            name => (name.CountBy(lead => lead.Receptionist).OrderByDescending(spelling => spelling.Value).ThenBy(spelling => spelling.Key, StringComparer.Ordinal).First().Key,
                (IReadOnlyList<IntakeLead>)[.. name]));
        _names = _byName.Values.SelectMany(name => name.Leads, (name, lead) => (lead.Lead, name.Name)).ToDictionary(lead => lead.Lead, lead => lead.Name);
    }

    /// <summary>A line for each receptionist by leads, the most first; who took nobody in is not known here.</summary>
    public IReadOnlyList<BoardReceptionist> Lines(IReadOnlyDictionary<LeadId, KpiTally> tallies) =>
    [
        .. _byName.Values
            .Select(one => new BoardReceptionist(
                one.Name, one.Leads.Count, one.Leads.Aggregate(default(KpiTally), (sum, lead) => sum.Add(tallies.GetValueOrDefault(lead.Lead)))))
            .OrderByDescending(one => one.Leads).ThenBy(one => one.Name, StringComparer.Ordinal),
    ];

    /// <summary>The leads of one receptionist, as people type the name; all for null.</summary>
    public IEnumerable<IntakeLead> Of(string? receptionist) =>
        receptionist is null ? _byName.Values.SelectMany(one => one.Leads) : _byName.GetValueOrDefault(NameFold.Of(receptionist)).Leads ?? [];

    /// <summary>Who took a lead in; empty for nobody, and for a lead that was not made in the range.</summary>
    public string NameOf(LeadId lead) => _names.GetValueOrDefault(lead) ?? "";
}
