using System.Collections.Concurrent;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.GoogleSheets;

/// <summary>
/// Where the columns that we read stood last, per tab, so that header and columns come in one call. The header of each answer says
/// whether they still stand there.
/// </summary>
internal sealed class WatchedColumns
{
    /// <summary>Header of the names on the staff tab, beside <see cref="OrderColumns.StaffCode"/>.</summary>
    public const string StaffName = "Сотрудник";

    /// <summary>Header of the departments on the staff tab, which may be missing.</summary>
    public const string StaffDepartment = "Отдел";

    /// <summary>What is read of the staff tab.</summary>
    public static IReadOnlyList<string> OfStaff { get; } = [OrderColumns.StaffCode, StaffName, StaffDepartment];

    private readonly ConcurrentDictionary<int, int[]> _positions = [];

    /// <summary>Forgets everything: tabs changed.</summary>
    public void Clear() => _positions.Clear();

    /// <summary>What to read of a tab: its header, and its columns where they are known.</summary>
    public IEnumerable<GridPart> PartsOf(int tab) =>
        [new GridPart(tab, null), .. _positions.GetValueOrDefault(tab, []).Select(column => new GridPart(tab, column))];

    /// <summary>Compares a header with what is known, and takes it over.</summary>
    /// <returns>True when a column moved, so that the answer does not hold all of them.</returns>
    public bool Learn(int tab, IReadOnlyList<string> header, IEnumerable<string> columns)
    {
        var layout = new SheetLayout(header);
        int[] now = [.. columns.Select(layout.IndexOf).OfType<int>()];
        var known = _positions.GetValueOrDefault(tab, []);
        _positions[tab] = now;
        return now.Except(known).Any();
    }
}
