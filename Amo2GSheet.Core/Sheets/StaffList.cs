namespace Amo2GSheet.Core.Sheets;

/// <summary>The Staff tab: who works under which code, and in which department. Codes match with and without leading zeros (0134 is 134).</summary>
public sealed class StaffList
{
    private readonly Dictionary<string, StaffMember> _members = [];

    /// <summary>Takes the lines of the tab; of two equal codes the upper counts, and one with a name before one without.</summary>
    /// <param name="lines">The lines as they stand in the cells.</param>
    public StaffList(IEnumerable<StaffMember> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var keys = new List<string>();
        foreach (var line in lines)
        {
            var member = new StaffMember(Key(line.Code), line.Name.Trim(), line.Department.Trim());
            if (member.Code.Length == 0 || member.Name.Length + member.Department.Length == 0)
                continue;
            if (_members.TryAdd(member.Code, member))
                keys.Add(member.Code);
            else if (_members[member.Code].Name.Length == 0 && member.Name.Length > 0)
                _members[member.Code] = member;
        }

        Members = [.. keys.Select(key => _members[key])];
    }

    /// <summary>No staff known.</summary>
    public static StaffList Empty { get; } = new([]);

    /// <summary>Everybody, in the tab's order; codes without leading zeros. A name is empty where the tab has a department alone.</summary>
    public IReadOnlyList<StaffMember> Members { get; }

    /// <summary>The name of the person with this code, or null when nobody has it.</summary>
    public string? NameOf(string code) =>
        Key(code) is { Length: > 0 } key && _members.GetValueOrDefault(key) is { Name.Length: > 0 } member ? member.Name : null;

    /// <summary>What equal codes have in common: 0134 and 134 are one; empty for none.</summary>
    public static string Key(string code)
    {
        var trimmed = code.Trim();
        var significant = trimmed.TrimStart('0');
        return significant.Length == 0 && trimmed.Length > 0 ? "0" : significant;
    }
}
