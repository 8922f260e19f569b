using System.Text;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.SetUp;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Tests.Cli;

public sealed class StaffFileTests : IDisposable
{
    private static readonly StaffMember[] Two = [new("0134", "Иванов Иван", "A"), new("0201", "Каримова, Дилноза", "")];

    private readonly string _path = Path.GetTempFileName();

    public static TheoryData<string, string> Encodings => new()
    {
        { "utf-8", "" },
        { "utf-8", "\uFEFF" },
        { "utf-16", "\uFEFF" },
        { "utf-16", "" },
        { "utf-16BE", "\uFEFF" },
        { "utf-16BE", "" },
        { "windows-1251", "" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Every_encoding_that_people_save_in_gives_the_same_people(string encoding, string mark)
    {
        var bytes = (CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding))
            .GetBytes($"{mark}Код сотрудника;Сотрудник;Отдел\r\n0134;Иванов Иван;A\r\n0201;Каримова, Дилноза;\r\n");
        await File.WriteAllBytesAsync(_path, bytes);

        var file = await StaffFile.ReadAsync(_path, CancellationToken.None);

        Assert.Equal(Two, file.People);
        Assert.Empty(file.Problems);
    }

    [Theory]
    [InlineData("0134,Иванов Иван,A\n0201,\"Каримова, Дилноза\"")]
    [InlineData("0134;Иванов Иван;A\n0201;Каримова, Дилноза")]
    [InlineData("0134\tИванов Иван\tA\n0201\tКаримова, Дилноза")]
    [InlineData("code,name,department\n0134,Иванов Иван,A\n0201,\"Каримова, Дилноза\",")]
    [InlineData("№;Код сотрудника;Сотрудник;Отдел\n1;0134;Иванов Иван;A\n\n2;0201;Каримова, Дилноза;\n;;;\n")]
    [InlineData("Отдел;Сотрудник;Код\nA; Иванов Иван ;0134\n;Каримова, Дилноза;0201")]
    public void Every_separator_with_or_without_a_header_gives_the_same_people(string text)
    {
        var file = StaffFile.Parse(text, "people.csv");

        Assert.Equal(Two, file.People);
        Assert.Empty(file.Problems);
    }

    [Theory]
    [InlineData("sep=;\n0134;Иванов Иван;A\n0201;Каримова, Дилноза")]
    [InlineData("SEP=,\r\ncode,name,department\r\n0134,Иванов Иван,A\r\n0201,\"Каримова, Дилноза\",")]
    [InlineData("sep=|\n0134|Иванов Иван|A\n0201|Каримова, Дилноза")]
    [InlineData("sep=\t\n0134\tИванов Иван\tA\n0201\tКаримова, Дилноза")]
    [InlineData("\"sep=;\"\n0134;Иванов Иван;A\n0201;Каримова, Дилноза")]
    public void A_first_line_that_names_the_separator_is_obeyed_and_left_out(string text)
    {
        var file = StaffFile.Parse(text, "people.csv");

        Assert.Equal(Two, file.People);
        Assert.Empty(file.Problems);
    }

    [Fact]
    public void Lines_keep_their_numbers_under_a_line_that_names_the_separator() =>
        Assert.Equal(["Line 3: the code is no number."], StaffFile.Parse("sep=;\n1;Один\nабв;Два\n3;Три", "people.csv").Problems);

    [Fact]
    public void A_line_that_is_wrong_is_left_out_with_one_sentence_and_without_a_name()
    {
        var file = StaffFile.Parse("1;Один\n2;Два\n3;Три\n4;Четыре\n5;Пять\nабв;Шесть\n;Семь\n8;\n005;Пять второй\n6;Шесть", "people.csv");

        Assert.Equal(["1", "2", "3", "4", "5", "6"], file.People.Select(one => one.Code));
        Assert.Equal(
            [
                "Line 6: the code is no number.",
                "Line 7 has no code.",
                "Line 8: code 8 has no name.",
                "Line 9: code 005 stands in line 5 already, and that one counts.",
            ],
            file.Problems);
    }

    [Theory]
    [InlineData("", "has no line with a code and a name: nothing was written.")]
    [InlineData("Иванов\nПетров", "has no line with a code and a name: nothing was written. Line 1: the code is no number.")]
    [InlineData("1;Один\nа;б\nв;г", "more lines are wrong (2) than right (1), so that nothing was written. Line 2: the code is no number.")]
    public void A_file_that_is_wrong_as_a_whole_is_refused_in_one_sentence(string text, string sentence)
    {
        var refused = Assert.Throws<CommandException>(() => StaffFile.Parse(text, "people.csv"));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_is_told_from_a_text()
    {
        await File.WriteAllBytesAsync(_path, [.. "PK\u0003\u0004"u8, 0, 1, 2, 3]);

        var refused = await Assert.ThrowsAsync<CommandException>(() => StaffFile.ReadAsync(_path, CancellationToken.None));

        Assert.EndsWith("is a workbook or an archive: save the sheet as CSV first.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_said_in_one_sentence()
    {
        var refused = await Assert.ThrowsAsync<CommandException>(() => StaffFile.ReadAsync($"{_path}.none", CancellationToken.None));

        Assert.Contains("cannot be read", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_quotation_mark_that_is_not_closed_does_not_swallow_the_next_people_without_a_word()
    {
        var file = StaffFile.Parse("Код;Сотрудник\n0801;Анна\n0802;Борис\n0803;\"Вера\n0804;Глеб\n", "people.csv");

        Assert.Equal(["0801", "0802"], file.People.Select(person => person.Code));
        Assert.Contains("quotation mark", Assert.Single(file.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_in_another_order_without_a_header_are_refused_and_not_taken_for_names()
    {
        var failure = Assert.Throws<CommandException>(() => StaffFile.Parse("1;0134;BAHODIR HUSANOV;A\n2;0144;ELYORBEK;A\n", "people.csv"));

        Assert.Contains("no letter", failure.Message, StringComparison.Ordinal);
    }
}
