using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Core.Kpi.Board;

/// <summary>The staff as the dashboard shows it: everybody of the Staff tab, and whoever has credits besides.</summary>
internal sealed class BoardPeople
{
    private readonly Dictionary<StaffCode, BoardPerson> _known = [];
    private readonly Dictionary<string, int> _places;

    public BoardPeople(StaffKnown staff)
    {
        Trouble = staff.Trouble;
        // «А» and «A» are one group, as they are one name of a stage; the first spelling is shown.
        var spellings = new Dictionary<string, string>();
        foreach (var member in staff.List.Members)
            spellings.TryAdd(NameFold.Of(member.Department), member.Department);
        foreach (var member in staff.List.Members)
        {
            if (StaffCode.TryParse(member.Code, out var code))
                _known[code] = new BoardPerson(code, member.Name, spellings[NameFold.Of(member.Department)]);
        }

        Groups = [.. spellings.Where(one => one.Key.Length > 0).Select(one => one.Value).Order(StringComparer.Ordinal), ""];
        _places = Groups.Select((group, place) => (group, place)).ToDictionary(one => NameFold.Of(one.group), one => one.place);
    }

    /// <summary>Why the Staff tab could not be read now; null when it could.</summary>
    public string? Trouble { get; }

    /// <summary>The groups of the Staff tab in order of their names; the last one is none.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>Where a group stands among all.</summary>
    public int PlaceOf(string group) => _places.GetValueOrDefault(NameFold.Of(group), int.MaxValue);

    /// <summary>A group as the tab spells it; as it was given when the tab has none such.</summary>
    public string? Spelling(string? group) => group is not null && _places.TryGetValue(NameFold.Of(group), out var place) ? Groups[place] : group;

    /// <summary>The person of a code; one that the tab does not know has no name and no group.</summary>
    public BoardPerson Of(StaffCode code) => _known.GetValueOrDefault(code) ?? new BoardPerson(code, "", "");

    /// <summary>Whether a person is of a group; everybody is when none is asked for.</summary>
    public static bool IsOf(BoardPerson person, string? group) => group is null || NameFold.Same(person.Group, group);

    /// <summary>Everybody of the tab and everybody with one of these codes, of one group or of all.</summary>
    public IReadOnlyList<BoardPerson> With(IEnumerable<StaffCode> codes, string? group) =>
        [.. _known.Keys.Union(codes).Select(Of).Where(person => IsOf(person, group))];
}

/// <summary>A staff member as the dashboard shows them.</summary>
/// <param name="Code">The code.</param>
/// <param name="Name">The name; empty when the Staff tab does not have the code.</param>
/// <param name="Group">The department; empty for none.</param>
public sealed record BoardPerson(StaffCode Code, string Name, string Group);
