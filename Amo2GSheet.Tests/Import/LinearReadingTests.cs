using System.IO.Compression;
using System.Text;
using Amo2GSheet.Cli.Import;
using Amo2GSheet.Cli.Import.Excel;
using Amo2GSheet.Cli.SetUp;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Tests.Import;

/// <summary>
/// A file of twice the size takes about twice the work, whatever it is made of. Work is counted in bytes that the reading thread allocates, which
/// is the same on every machine.
/// </summary>
public sealed class LinearReadingTests : IDisposable
{
    private const int Size = 2_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("linear");

    public static TheoryData<string> Shapes =>
        ["cdata", "comments", "runs", "digits", "groups", "amounts", "phones", "escapes", "brackets", "long", "wide", "narrow", "tall merges", "equal merges", "relations", "same texts"];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_workbook_of_twice_the_size_takes_less_than_three_times_the_work(string shape)
    {
        Work(shape, Size / 8);
        var (once, twice) = (Work(shape, Size), Work(shape, 2 * Size));

        Assert.True(twice < 3 * once, $"{shape}: {once} bytes became {twice}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_cell_of_random_XML_of_twice_the_size_takes_less_than_three_times_the_work(int seed)
    {
        var random = new Random(seed);
        string[] pieces = ["<![CDATA[1]]>", "<!-- x -->", "1", ".", ",", " ", "&amp;", "_x0031_", "<r><t>1</t></r>", "<b/>", "слово", "/", "+", "E"];
        var pattern = string.Concat(Enumerable.Range(0, 6).Select(_ => pieces[random.Next(pieces.Length)]));

        Work(pattern, Size / 8);
        var (once, twice) = (Work(pattern, Size), Work(pattern, 2 * Size));

        Assert.True(twice < 3 * once, $"{pattern}: {once} bytes became {twice}");
    }

    [Theory]
    [InlineData("0134;Иванов Иван;A\n")]
    [InlineData("0134;\"Иванов \"\"Иван\"\"\";A\n")]
    [InlineData("\"0134;")]
    [InlineData("\"\n\"0134;")]
    [InlineData("0134;\"Иван\" Иванов\n")]
    [InlineData(";;;;")]
    [InlineData("\n")]
    public void A_list_of_staff_of_twice_the_size_takes_less_than_three_times_the_work(string piece)
    {
        Staff(piece, Size / 8);
        var (once, twice) = (Staff(piece, Size), Staff(piece, 2 * Size));

        Assert.True(twice < 3 * once, $"{once} bytes became {twice}");
    }

    private long Work(string shape, int size)
    {
        var path = Save(shape, size);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var workbook = Workbook.Open(path);
        var fields = Enumerable.Range(0, shape == "wide" ? size / 2 : 0).Select(number => new AmoField(number, $"К{number}", null, "text", [])).ToList();
        var scan = ImportScan.Of(workbook, null, fields);
        var stages = new StageFinder([], new PipelineBook([], new PipelineOptions { TriggerStatusName = "x" }), null);
        var mapper = new RowMapper(scan.Columns, stages, new FieldReading(TimeZoneInfo.Utc, DayOrder.Unsaid), new PhoneReader("UZ"), scan.Merged);
        foreach (var (row, _) in scan.RowsOf(workbook))
            mapper.Map(row, "", out _);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private string Save(string shape, int size)
    {
        var xlsx = new Xlsx { DateFormat = shape == "brackets" ? new string('[', size) : "0" };
        // Many columns with as many rows of one cell; amoCRM has a field for those of the wide one.
        var extra = shape is "wide" or "narrow" ? Enumerable.Range(0, size / 2).Select(number => Text($"К{number}")) : [];
        xlsx.Row(["ФИО", "Телефон", "Бюджет", .. extra]);
        for (var number = 0; number < (shape is "wide" or "narrow" or "tall merges" or "equal merges" or "same texts" or "relations" ? size : 1); number++)
            xlsx.Row(shape == "same texts" ? "Али" : $"Али {number}", null, Cell(shape, size));
        for (var number = 0; number < (shape is "tall merges" or "equal merges" ? size : 0); number++)
            xlsx.Merge(shape == "tall merges" ? $"{CellAddress.Letters(number)}2:{CellAddress.Letters(number)}{size + 1}" : $"A2:C{size + 1}");
        var path = xlsx.Save(_folder.FullName);
        if (shape == "relations")
            Repeat(path, "<Relationship Id=\"t", size);
        return path;
    }

    private static Raw Cell(string shape, int size) => new(shape switch
    {
        "cdata" => $"<c @ t=\"str\"><v>{Repeat("<![CDATA[x]]>", size)}</v></c>",
        "comments" => $"<c @ t=\"str\"><v>{Repeat("x<!-- -->", size)}</v></c>",
        "runs" => $"<c @ t=\"inlineStr\"><is>{Repeat("<r><t>x</t></r>", size)}</is></c>",
        "digits" => $"<c @ t=\"str\"><v>{Repeat("1", size)}</v></c>",
        "groups" => $"<c @ t=\"str\"><v>1{Repeat(".000", size)}x</v></c>",
        "amounts" => $"<c @ t=\"str\"><v>1{Repeat(" 000", size)},</v></c>",
        "phones" => $"<c @ t=\"str\"><v>{Repeat("901234567 ", size)}</v></c>",
        "escapes" => $"<c @ t=\"str\"><v>{Repeat("_x0041_", size)}</v></c>",
        "long" => $"<c @ t=\"str\"><v>{Repeat("слово ", size)}</v></c>",
        "brackets" or "wide" or "narrow" or "tall merges" or "equal merges" or "relations" or "same texts" => "<c @ s=\"2\"><v>5</v></c>",
        _ => $"<c @ t=\"inlineStr\"><is><t>{Repeat(shape, size)}</t></is></c>",
    });

    private static Raw Text(string text) => new($"<c t=\"inlineStr\"><is><t>{text}</t></is></c>");

    // The list of parts names the part of shared texts as often as said.
    private static void Repeat(string path, string start, int times)
    {
        const string part = "xl/_rels/workbook.xml.rels";
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        string list;
        using (var reader = new StreamReader(zip.GetEntry(part)!.Open()))
            list = reader.ReadToEnd();
        var from = list.IndexOf(start, StringComparison.Ordinal);
        var relation = list[from..(list.IndexOf("/>", from, StringComparison.Ordinal) + 2)];
        zip.GetEntry(part)!.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(part).Open());
        writer.Write(list.Insert(from, Repeat(relation, times)));
    }

    private static string Repeat(string piece, int times) => new StringBuilder().Insert(0, piece, times).ToString();

    private static long Staff(string piece, int size)
    {
        var text = $"0001;Первый\n0002;Второй\n{Repeat(piece, size)}";
        var before = GC.GetAllocatedBytesForCurrentThread();
        // A refusal of the whole file is an answer, too.
        Record.Exception(() => StaffFile.Parse(text, "people.csv"));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
