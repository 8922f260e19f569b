using System.Security.Cryptography;
using System.Text;
using Amo2GSheet.Cli.Import.Excel;

namespace Amo2GSheet.Cli.Import;

/// <summary>Tells rows apart by what stands in them.</summary>
internal static class RowFingerprint
{
    private const int Bytes = 16;

    /// <summary>A hash over all titles and values of a row; null when the row is empty under its titles.</summary>
    /// <remarks>
    /// Every titled column counts, whether amoCRM has a field for it or not: a field that is made later must not make all rows new.
    /// An empty cell does not count, nor the columns' order, nor the ids.
    /// </remarks>
    public static string? Of(ImportColumns columns, SheetRow row)
    {
        var content = new StringBuilder();
        foreach (var column in columns.All.Where(column => column.Role != ColumnRole.Id).OrderBy(column => column.Folded, StringComparer.Ordinal))
        {
            if (row.Cells.TryGetValue(column.Index, out var cell))
                content.Append(column.Folded).Append('\u001f').Append(CellReading.Canonical(cell)).Append('\u001e');
        }

        return content.Length == 0 ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToString())).AsSpan(0, Bytes));
    }
}
