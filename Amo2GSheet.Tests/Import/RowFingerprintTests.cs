using System.Security.Cryptography;
using System.Text;
using Amo2GSheet.Cli.Import;
using Amo2GSheet.Cli.Import.Excel;

namespace Amo2GSheet.Tests.Import;

/// <summary>The ledger knows imported rows by these texts: whatever the import reads differently since, a row that was imported stays known.</summary>
public sealed class RowFingerprintTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fingerprint");

    public static TheoryData<object, string> Counted => new()
    {
        { "1.500 000", "1.5" },
        { "2,450 000", "2.45" },
        { "1 50", "150" },
        { "9,98901E+11", "9,98901Е+11" },
        { "998,901,234,567", "998901234567" },
        { "+998 90 123-45-67", "+998 90 123-45-67" },
        { 998901234567, "998901234567" },
        { "05.06.2026", "2026-06-05T00:00:00" },
        { "05/06/2026", "05/06/2026" },
        { Iso("2026-06-25"), "2026-06-25T00:00:00" },
        { Iso("2026-06-25T14:30:00.900Z"), "2026-06-25T14:30:00" },
        { Iso("2026-06-25T00:30:00+05:00"), "2026-06-24T19:30:00" },
        { Iso("05/06/2026"), "2026-05-06T00:00:00" },
        { Iso("2026-03"), "2026-03-01T00:00:00" },
        { Iso("whenever"), "!holds a date that cannot be read" },
        { Xlsx.Styled(46178), "2026-06-05T00:00:00" },
        { Xlsx.Styled(46178, 2), "46178" },
        { Xlsx.Styled(0.5), "!holds a time without a day" },
        { new Raw("<c @ t=\"e\"><v>#N/A</v></c>"), "!holds Excel's error #N/A" },
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Counted))]
    public void A_row_keeps_the_fingerprint_that_it_was_imported_with(object cell, string counted)
    {
        // Style 2 has a quoted semicolon, which older versions took for the end of the format.
        var path = new Xlsx { DateFormat = "&quot;a;&quot;dd.mm.yyyy" }.Row("ФИО", "Заметка", "Статус").Row("Али", cell).Save(_folder.FullName);
        using var workbook = Workbook.Open(path);

        var (_, key) = Assert.Single(ImportScan.Of(workbook, null, []).RowsOf(workbook));

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"ЗАМЕТКА\u001f{counted}\u001eФИО\u001fАЛИ\u001e"));
        Assert.Equal(Convert.ToHexStringLower(hash)[..32], key.Fingerprint);
    }

    private static Raw Iso(string text) => new($"<c @ t=\"d\"><v>{text}</v></c>");
}
