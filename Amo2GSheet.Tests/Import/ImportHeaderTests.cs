namespace Amo2GSheet.Tests.Import;

/// <summary>Which row is taken for the header.</summary>
public sealed class ImportHeaderTests : IAsyncLifetime
{
    private ImportBench _bench = null!;

    public async Task InitializeAsync() => _bench = await ImportBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task A_letterhead_with_a_phone_is_not_taken_for_the_header_below_it()
    {
        var run = await _bench.RunAsync(new Xlsx()
            .Row("Телефон", "+998 71 200-00-00").Row("Имя", "ООО Ромашка", "Имя")
            .RowAt(4, "Ф.И.О.", "Контактный номер", "Регион").Row("Али", "+998901234567", "Ташкент"));

        Assert.Equal(0, run.Code);
        Assert.Equal("Али", Assert.Single(_bench.Made).Name);
        Assert.Contains("header in row 4, 1 rows.", run.Error, StringComparison.Ordinal);
        Assert.Contains("2 rows above the header are left out.", run.Error, StringComparison.Ordinal);
        Assert.Contains("Header: «Ф.И.О.», «Контактный номер», «Регион».", run.Error, StringComparison.Ordinal);
    }

    /// <summary>«Телефон» with Latin letters: a known title, and a name that no other test's output contains.</summary>
    private const string Disguised = "T\u0435л\u0065фон";

    [Fact]
    public async Task A_lead_field_of_the_account_is_a_known_title_and_of_equal_rows_the_first_is_the_header()
    {
        var run = await _bench.RunAsync(new Xlsx().Row("ФИО", "Приемщик").Row(Disguised, "Имя").Row("Али", "Отабек"));

        Assert.Contains("header in row 1, 2 rows.", run.Error, StringComparison.Ordinal);
        Assert.Equal([Disguised, "Али"], _bench.Made.Select(lead => lead.Name));
    }

    [Theory]
    [InlineData("Телефон", "+998 71 200-00-00")]
    [InlineData("Телефон", "Телефон")]
    [InlineData("Регион", "Адрес")]
    public async Task One_known_title_is_no_header_and_without_name_and_phone_there_is_none(string first, string second)
    {
        var run = await _bench.RunAsync(new Xlsx().Row(first, second).Row("+998 90 123-45-67", "Али"));

        Assert.Equal(1, run.Code);
        Assert.Contains("has no header among its first 20 rows", run.Error, StringComparison.Ordinal);
        Assert.Empty(_bench.Made);
    }

    [Fact]
    public async Task The_header_is_among_the_first_twenty_rows_or_nowhere()
    {
        Assert.Equal(0, (await _bench.RunAsync(new Xlsx().Row("Телефон", "1").RowAt(20, "ФИО", "Статус").Row("Али"))).Code);
        Assert.Equal("Али", Assert.Single(_bench.Made).Name);

        var run = await _bench.RunAsync(new Xlsx().Row("Телефон", "1").RowAt(21, "ФИО", "Статус").Row("Боб"));
        Assert.Contains("has no header among its first 20 rows", run.Error, StringComparison.Ordinal);
    }
}
