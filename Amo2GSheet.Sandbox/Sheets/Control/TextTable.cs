using System.Globalization;
using System.Text;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>A tab as a table for terminals. Columns in which no row shows anything are left out; notes stand below.</summary>
internal static class TextTable
{
    public static string Draw(SeenTab tab)
    {
        var names = tab.Header.Where(name => name.Length > 0)
            .Concat(tab.Rows.SelectMany(row => row.Values.Keys)).Distinct()
            .Where(name => tab.Rows.Count == 0 || tab.Rows.Any(row => row.Values.ContainsKey(name)))
            .ToList();
        var lines = new List<string[]> { (string[])["", .. names] };
        lines.AddRange(tab.Rows.Select(row => (string[])[
            row.Row.ToString(CultureInfo.InvariantCulture), .. names.Select(name => row.Values.GetValueOrDefault(name, string.Empty))]));
        var widths = Enumerable.Range(0, names.Count + 1).Select(i => lines.Max(line => line[i].Length)).ToArray();

        var text = new StringBuilder().Append(tab.Title).Append('\n');
        foreach (var line in lines)
            text.Append(string.Join(" | ", line.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()).Append('\n');
        foreach (var row in tab.Rows)
        {
            foreach (var (name, note) in row.Notes)
                text.Append(CultureInfo.InvariantCulture, $"{row.Row}, {name}: {note}\n");
        }

        return text.ToString();
    }
}
