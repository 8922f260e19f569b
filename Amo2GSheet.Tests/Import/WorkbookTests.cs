using System.IO.Compression;
using System.Text;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.Import;
using Amo2GSheet.Cli.Import.Excel;

namespace Amo2GSheet.Tests.Import;

/// <summary>What is no workbook to import is told in one sentence, before anything is called.</summary>
public sealed class WorkbookTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("workbook");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_that_is_not_there_and_a_folder_are_named()
    {
        Assert.Contains("There is no file", Refusal("nowhere.xlsx"), StringComparison.Ordinal);
        Assert.Contains("it is a folder", Refusal(""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The file is empty.")]
    [InlineData("ФИО;Телефон\nАли;1", "but text, such as CSV")]
    [InlineData("\0\u0001\u0002", "The file is no Excel workbook (.xlsx).")]
    [InlineData("PK\u0003\u0004 and then nothing", "a damaged workbook")]
    public void A_file_of_another_kind_is_told_for_what_it_is(string content, string sentence)
    {
        File.WriteAllText(At("a.xlsx"), content, new UTF8Encoding(false));

        Assert.Contains(sentence, Refusal("a.xlsx"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "a workbook of the old kind (.xls)")]
    [InlineData(true, "protected by a password")]
    public void An_old_workbook_is_told_from_an_encrypted_one(bool isEncrypted, string sentence)
    {
        byte[] name = isEncrypted ? Encoding.Unicode.GetBytes("EncryptedPackage") : [];
        File.WriteAllBytes(At("a.xls"), [0xD0, 0xCF, 0x11, 0xE0, .. new byte[(64 << 10) - 10], .. name, .. new byte[100]]);

        Assert.Contains(sentence, Refusal("a.xls"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing.txt", "an archive without a workbook in it")]
    [InlineData("xl/workbook.bin", "a binary workbook (.xlsb)")]
    public void An_archive_that_is_no_workbook_is_refused(string entry, string sentence)
    {
        Archive(("", entry));

        Assert.Contains(sentence, Refusal("a.xlsx"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_whose_parts_are_damaged_is_refused()
    {
        Archive(("<workbook><sheets>", "xl/workbook.xml"));
        Assert.Contains("a damaged workbook", Refusal("a.xlsx"), StringComparison.Ordinal);

        Archive(("<!DOCTYPE a [<!ENTITY b \"b\">]><workbook/>", "xl/workbook.xml"));
        Assert.Contains("a damaged workbook", Refusal("a.xlsx"), StringComparison.Ordinal);

        Archive(("<workbook/>", "xl/workbook.xml"));
        Assert.Contains("it has no sheet with cells", Refusal("a.xlsx"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_cut_short_is_damaged_although_its_first_rows_can_be_read()
    {
        var path = new Xlsx().Row("ФИО", "Статус").Row("Али").Save(_folder.FullName, "a.xlsx");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            zip.GetEntry("xl/worksheets/sheet0.xml")!.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet0.xml").Open());
            writer.Write("<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"2\">");
        }

        Assert.Contains("a damaged workbook", Refusal("a.xlsx"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_kilobytes_that_unpack_to_a_gigabyte_are_stopped_and_so_is_one_endless_value()
    {
        Archive("xl/workbook.xml", $"<row/>{new string(' ', 9_994)}", ((1 << 30) / 10_000) + 1);
        Assert.True(new FileInfo(At("a.xlsx")).Length < 10 << 20);
        Assert.Contains("unpacks to more than 1 GB", Refusal("a.xlsx"), StringComparison.Ordinal);

        Archive("xl/workbook.xml", "<workbook a=\"x", 1, ("yyyyyyyy", 1 << 18));
        Assert.Contains("a value longer than any that Excel can hold", Refusal("a.xlsx"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_without_the_needed_columns_is_refused_and_so_are_two_columns_for_the_same()
    {
        new Xlsx("Лист 1").Row("Адрес", "Бюджет").Row("там", 5).Save(_folder.FullName, "a.xlsx");
        Assert.Contains("a header has at least two known titles", Refusal("a.xlsx"), StringComparison.Ordinal);

        new Xlsx().Row("ФИО", "Имя").Save(_folder.FullName, "a.xlsx");
        Assert.Contains("Two columns are for the same: «ФИО» (A) and «Имя» (B)", Refusal("a.xlsx"), StringComparison.Ordinal);

        new Xlsx().RowAt(21, "ФИО", "Статус").Save(_folder.FullName, "a.xlsx");
        Assert.Contains("among its first 20 rows", Refusal("a.xlsx"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_sheet_that_a_person_sees_is_taken_unless_another_is_named()
    {
        new Xlsx("Скрытый").Row("Адрес").Sheet("Июнь").Row("ФИО", "Статус").Row("Али").Sheet("Июль").Row("ФИО", "Статус").Row("Боб").Row("Вера").Save(_folder.FullName, "a.xlsx");
        using var workbook = Workbook.Open(new Xlsx("Июнь", "hidden").Row("Адрес").Sheet("Июль").Row("ФИО", "Статус").Row("Али").Save(_folder.FullName, "b.xlsx"));
        Assert.Equal("Июль", ImportScan.Of(workbook, null, []).Sheet.Name);

        using var three = Workbook.Open(At("a.xlsx"));
        Assert.Equal(2, ImportScan.Of(three, "июль", []).Rows);
        Assert.Contains("it has «Скрытый», «Июнь», «Июль»", Assert.Throws<CommandException>(() => ImportScan.Of(three, "Май", [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_beyond_a_few_megabytes_are_kept_in_a_file_and_come_back_in_any_order()
    {
        using var texts = new SharedTexts();
        for (var number = 0; number < 3_000; number++)
            texts.Add($"{number} {new string('я', 5_000)}");

        foreach (var number in (int[])[2_999, 0, 1_500, 15, 16, 17, 0])
            Assert.StartsWith($"{number} я", texts.At(number)!, StringComparison.Ordinal);
        Assert.Null(texts.At(3_000));
        Assert.Null(texts.At(-1));
    }

    [Theory]
    [InlineData("dd.mm.yyyy", true)]
    [InlineData("[$-F800]dddd\\,\\ mmmm\\ dd", true)]
    [InlineData("[h]:mm", true)]
    [InlineData("General", false)]
    [InlineData("0.00\" дней\"", false)]
    [InlineData("#,##0\\ [$сум-443]", false)]
    [InlineData("[Red]0;[Blue]d", false)]
    [InlineData("@", false)]
    [InlineData("\"a;\"dd.mm.yyyy", true)]
    [InlineData("0\\;dd", true)]
    [InlineData("[$d;x]0", false)]
    [InlineData("[[[[0", false)]
    public void A_format_shows_a_date_when_its_letters_do(string code, bool isDate) => Assert.Equal(isDate, NumberFormat.IsDate(code));

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string Refusal(string name) => Assert.Throws<CommandException>(() =>
    {
        using var workbook = Workbook.Open(At(name));
        ImportScan.Of(workbook, null, []);
    }).Message;

    private void Archive(params (string Text, string Entry)[] parts)
    {
        File.Delete(At("a.xlsx"));
        using var zip = ZipFile.Open(At("a.xlsx"), ZipArchiveMode.Create);
        foreach (var (text, entry) in parts)
        {
            using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
            writer.Write(text);
        }
    }

    private void Archive(string entry, string text, int times, params (string Text, int Times)[] more)
    {
        File.Delete(At("a.xlsx"));
        using var zip = ZipFile.Open(At("a.xlsx"), ZipArchiveMode.Create);
        using var stream = zip.CreateEntry(entry, CompressionLevel.Fastest).Open();
        foreach (var (part, count) in ((string, int)[])[("<workbook>", times > 1 ? 1 : 0), (text, times), .. more])
        {
            var piece = Encoding.UTF8.GetBytes(part);
            for (var number = 0; number < count; number++)
                stream.Write(piece);
        }
    }
}
