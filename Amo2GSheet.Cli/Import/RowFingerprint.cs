using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amo2GSheet.Cli.Import.Excel;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Cli.Import;

/// <summary>Tells rows apart by what stands in them.</summary>
internal static class RowFingerprint
{
    /// <summary>A hash over all titles and values of a row; null when the row is empty under its titles.</summary>
    /// <remarks>
    /// Every titled column counts, whether amoCRM has a field for it or not: a field that is made later must not make all rows new.
    /// An empty cell does not count, nor the columns' order, nor the ids.
    /// </remarks>
    public static UInt128? Of(ImportColumns columns, SheetRow row)
    {
        var content = new StringBuilder();
        foreach (var (column, title) in columns.InFingerprintOrder(row))
        {
            var cell = row.Cells[column];
            content.Append(title).Append('\u001f').Append(CellReading.Canonical(cell.ReadBefore ?? cell)).Append('\u001e');
        }

        return content.Length == 0 ? null : BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToString())));
    }
}

/// <summary>
/// Names the rows of a sheet, from the top. Equal rows are told apart by counting them, so that each is imported once in whatever
/// workbook it is found again. Some bytes a row: a workbook may have a million.
/// </summary>
internal sealed class RowNames
{
    private readonly Dictionary<UInt128, int> _seen = [];

    /// <summary>Counts the next row of a first look.</summary>
    /// <returns>False when the row is empty under its titles.</returns>
    public bool Count(ImportColumns columns, SheetRow row)
    {
        if (RowFingerprint.Of(columns, row) is not { } fingerprint)
            return false;
        _seen[fingerprint] = _seen.GetValueOrDefault(fingerprint) + 1;
        return true;
    }

    /// <summary>The rows again from the top, each under its name; without those that are empty under their titles.</summary>
    public IEnumerable<(SheetRow Row, ImportRowKey Key)> Name(ImportColumns columns, IEnumerable<SheetRow> rows)
    {
        var repeated = new Dictionary<UInt128, int>();
        foreach (var row in rows)
        {
            if (RowFingerprint.Of(columns, row) is not { } fingerprint)
                continue;
            var occurrence = 1;
            if (_seen.GetValueOrDefault(fingerprint) > 1)
                occurrence = repeated[fingerprint] = repeated.GetValueOrDefault(fingerprint) + 1;
            yield return (row, new ImportRowKey(fingerprint.ToString("x32", CultureInfo.InvariantCulture), occurrence));
        }
    }

    /// <summary>Whether a row was named so.</summary>
    public bool Has(ImportRowKey key) =>
        UInt128.TryParse(key.Fingerprint, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var fingerprint)
        && key.Occurrence <= _seen.GetValueOrDefault(fingerprint);
}
