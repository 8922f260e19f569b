using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>sortRange: moves the contents of cells inside a rectangle. Rows themselves, and their metadata, stay.</summary>
internal static class SortRequest
{
    public static JsonObject? Sort(BookEdit edit, JsonElement request)
    {
        var place = edit.Find(request.Message("range"));
        var rect = place.Bound(edit.Switches);
        var specs = request.Items("sortSpecs")
            .Select(spec => (Column: spec.Int("dimensionIndex") ?? 0, Descending: spec.Text("sortOrder") == "DESCENDING"))
            .ToList();
        if (specs.Count == 0)
            throw SheetsRefusal.Bad("At least one sort spec must be given.");
        if (specs.Exists(spec => spec.Column < rect.Left || spec.Column >= rect.Right))
            throw SheetsRefusal.Bad("A sort spec's dimensionIndex must lie inside the range.");
        Sort(edit, place.Tab, rect, specs);
        return null;
    }

    public static void Sort(BookEdit edit, Tab tab, GridRect rect, List<(int Column, bool Descending)> specs)
    {
        edit.Guard(tab, rect);
        var order = Enumerable.Range(rect.Top, rect.Height).Order(Comparer<int>.Create((a, b) => Compare(tab, specs, a, b))).ToArray();
        var cells = Array.ConvertAll(order, row => Enumerable.Range(rect.Left, rect.Width).Select(column => tab.Stored(row, column)).ToArray());
        var metadata = Array.ConvertAll(order, row => tab.InfoAt(rows: true, row).Metadata);
        for (var i = 0; i < order.Length; i++)
        {
            for (var column = 0; column < rect.Width; column++)
                tab.Put(rect.Top + i, rect.Left + column, cells[i][column]);
            var info = tab.InfoAt(rows: true, rect.Top + i);
            if (edit.Switches.MetadataFollowsSort && !ReferenceEquals(info.Metadata, metadata[i]))
                tab.PutInfo(rows: true, rect.Top + i, info with { Metadata = metadata[i] });
        }
    }

    private static int Compare(Tab tab, List<(int Column, bool Descending)> specs, int a, int b)
    {
        foreach (var (column, descending) in specs)
        {
            var (x, y) = (tab.ValueAt(a, column), tab.ValueAt(b, column));
            // Blanks go last in both orders.
            if (x is null || y is null)
            {
                if (x is null != y is null)
                    return x is null ? 1 : -1;
                continue;
            }

            if (Compare(x, y) is var result and not 0)
                return descending ? -result : result;
        }

        return a.CompareTo(b);
    }

    /// <summary>Numbers, then text without regard to case, then flags, then errors.</summary>
    private static int Compare(object x, object y) => (x, y) switch
    {
        (double a, double b) => a.CompareTo(b),
        (string a, string b) => string.Compare(a, b, StringComparison.OrdinalIgnoreCase),
        (bool a, bool b) => a.CompareTo(b),
        _ => Rank(x).CompareTo(Rank(y)),
    };

    private static int Rank(object value) => value switch
    {
        double => 0,
        string => 1,
        bool => 2,
        _ => 3,
    };
}
