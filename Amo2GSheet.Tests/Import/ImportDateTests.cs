using System.Globalization;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Tests.Import;

/// <summary>A date is what the cell says, or its row is refused: nothing depends on the clock, on a time zone or on a guess.</summary>
public sealed class ImportDateTests : IAsyncLifetime
{
    private ImportBench _bench = null!;

    public async Task InitializeAsync() => _bench = await ImportBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [InlineData("2026-06-25", 0, 0)]
    [InlineData("2026-06-25T14:30", 14, 30)]
    [InlineData("2026-06-25T14:30:00", 14, 30)]
    [InlineData("2026-06-25T14:30:00.000", 14, 30)]
    [InlineData("2026-06-25T14:30:00Z", 14, 30)]
    [InlineData("2026-06-25T00:30:00+05:00", 0, 30)]
    [InlineData("2026-06-25T23:30:00-0800", 23, 30)]
    public async Task An_ISO_cell_is_wall_clock_whatever_its_offset_says(string iso, int hour, int minute)
    {
        var run = await _bench.RunAsync(new Xlsx().Row("ФИО", "Дата заказа", "Перезвонить").Row("Али", Iso(iso), Iso(iso)));

        Assert.Equal("", run.Code == 0 ? "" : run.Out);
        var lead = Assert.Single(_bench.Made);
        Assert.Equal(Tashkent(2026, 6, 25), ImportBench.Field(lead, DemoFields.OrderDate));
        Assert.Equal(Tashkent(2026, 6, 25, hour, minute), ImportBench.Field(lead, DemoFields.CallAt));
    }

    [Theory]
    [InlineData("13:45:30")]
    [InlineData("05/06/2026")]
    [InlineData("05.06.2026")]
    [InlineData("March 15")]
    [InlineData("2026-03")]
    [InlineData("2026-02-30")]
    [InlineData("2026-06-25T24:00:00")]
    [InlineData("2026-W12-3")]
    public async Task Any_other_text_in_an_ISO_cell_refuses_the_row_and_says_what_is_accepted(string text)
    {
        var run = await _bench.RunAsync(new Xlsx().Row("ФИО", "Дата заказа").Row("Али", Iso(text)));

        Assert.Equal(1, run.Code);
        Assert.Empty(_bench.Made);
        Assert.Contains("| 2   | refused |", run.Out, StringComparison.Ordinal);
        Assert.Contains($"Дата заказа: the cell says «{text}», which is no ISO date: 2026-12-31 and 2026-12-31T09:30:00 are accepted", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_semicolon_inside_quotes_of_a_number_format_does_not_hide_a_date()
    {
        await _bench.RunAsync(new Xlsx { DateFormat = "&quot;Срок; до &quot;dd\\;mm\\;yyyy;@" }.Row("ФИО", "Дата заказа").Row("Али", Xlsx.Styled(46178, 2)));

        Assert.Equal(Tashkent(2026, 6, 5), ImportBench.Field(Assert.Single(_bench.Made), DemoFields.OrderDate));
    }

    [Theory]
    [InlineData("05.06.2026", 0, 0)]
    [InlineData("05.06.2026 14:30", 14, 30)]
    [InlineData("05.06.2026 14:30:15", 14, 30)]
    public async Task A_typed_day_is_accepted_with_or_without_a_time(string text, int hour, int minute)
    {
        await _bench.RunAsync(new Xlsx().Row("ФИО", "Перезвонить").Row("Али", text));

        var expected = Tashkent(2026, 6, 5, hour, minute, text.EndsWith(":15", StringComparison.Ordinal) ? 15 : 0);
        Assert.Equal(expected, ImportBench.Field(Assert.Single(_bench.Made), DemoFields.CallAt));
    }

    private static Raw Iso(string text) => new($"<c @ t=\"d\"><v>{text}</v></c>");

    private static string Tashkent(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) =>
        new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.FromHours(5)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
