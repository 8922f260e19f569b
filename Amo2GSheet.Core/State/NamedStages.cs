using System.Globalization;

namespace Amo2GSheet.Core.State;

/// <summary>
/// The ids of the statuses that notifications of a lead named at one second, the latest last, at most eight. A hint for doubt (rule 14), never a
/// state; equal by value.
/// </summary>
/// <param name="Text">The ids with commas between them, as stored; null when none is named.</param>
public readonly record struct NamedStages(string? Text)
{
    private const int Most = 8;

    /// <summary>How many are named.</summary>
    public int Count => Ids.Length;

    private string[] Ids => (Text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A set of one or more ids.</summary>
    public static NamedStages Of(params IEnumerable<long> ids) => Of(ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Whether a status is named.</summary>
    public bool Contains(long status) => Ids.Contains(status.ToString(CultureInfo.InvariantCulture));

    /// <summary>Both sets; the same set when the other one names no further status.</summary>
    public NamedStages Union(NamedStages later) => Of(Ids.Union(later.Ids));

    private static NamedStages Of(IEnumerable<string> ids) => string.Join(',', ids.TakeLast(Most)) is { Length: > 0 } text ? new(text) : default;
}
