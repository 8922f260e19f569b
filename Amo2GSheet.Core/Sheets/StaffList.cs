namespace Amo2GSheet.Core.Sheets;

/// <summary>The Staff tab: who works under which code. Codes match with and without leading zeros (0134 is 134).</summary>
public sealed class StaffList
{
    private readonly Dictionary<string, string> _names = [];

    /// <summary>Takes the lines of the tab; of two equal codes the upper counts.</summary>
    /// <param name="lines">Code and name as they stand in the cells.</param>
    public StaffList(IEnumerable<(string Code, string Name)> lines)
    {
        foreach (var (code, name) in lines)
        {
            if (Key(code) is { Length: > 0 } key && !string.IsNullOrWhiteSpace(name))
                _names.TryAdd(key, name.Trim());
        }
    }

    /// <summary>No staff known.</summary>
    public static StaffList Empty { get; } = new([]);

    /// <summary>The name of the person with this code, or null when nobody has it.</summary>
    public string? NameOf(string code) => Key(code) is { Length: > 0 } key ? _names.GetValueOrDefault(key) : null;

    /// <summary>What equal codes have in common: 0134 and 134 are one; empty for none.</summary>
    public static string Key(string code)
    {
        var trimmed = code.Trim();
        var significant = trimmed.TrimStart('0');
        return significant.Length == 0 && trimmed.Length > 0 ? "0" : significant;
    }
}
