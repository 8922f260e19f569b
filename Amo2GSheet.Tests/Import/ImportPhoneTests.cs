using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Tests.Import;

/// <summary>What the command makes of cells that are no phone, or more than one.</summary>
public sealed class ImportPhoneTests : IAsyncLifetime
{
    private ImportBench _bench = null!;

    public static TheoryData<object, string> Refused => new()
    {
        { Xlsx.Styled(46178), "holds a date" },
        { 0.5, "holds a number with a fraction" },
        { 1, "has 1 digit" },
        { true, "holds TRUE or FALSE" },
        { "9,98901E+11", "rounded" },
        { "998901234567,0", "has 1 digit" },
        { "998,901,234,567", "has 3 digits" },
        { "0.5", "has 2 digits" },
        { "г. Ташкент, ул. Навои 12, кв. 7", "holds letters" },
        { "ali@example.com", "holds letters" },
    };

    public async Task InitializeAsync() => _bench = await ImportBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_cell_that_holds_no_phone_refuses_its_row_with_the_reason(object cell, string reason)
    {
        var run = await _bench.RunAsync(new Xlsx().Row("ФИО", "Телефон").Row("Али", cell));

        Assert.Equal(1, run.Code);
        Assert.Empty(_bench.Made);
        Assert.Contains("| 2   | refused |", run.Out, StringComparison.Ordinal);
        Assert.Contains("Телефон: the cell ", run.Out, StringComparison.Ordinal);
        Assert.Contains(reason, run.Out, StringComparison.Ordinal);
        Assert.Contains("write each phone like +998 90 000-00-00", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+998 90 123-45-67 / +998 93 111-22-33")]
    [InlineData("901234567/931112233")]
    [InlineData("998901234567 998931112233")]
    [InlineData("+998 90 123 45 67 93 111 22 33")]
    [InlineData("90 123-45-67, (93) 111 22 33")]
    public async Task Two_phones_of_a_cell_are_two_phones_of_the_contact(string cell)
    {
        await _bench.RunAsync(new Xlsx().Row("ФИО", "Телефон").Row("Али", cell));

        Assert.Equal("+998901234567|+998931112233", ImportBench.Field(_bench.ContactOf(Assert.Single(_bench.Made)), DemoFields.Phone));
    }

    [Fact]
    public async Task A_lead_without_a_name_is_called_by_its_phone_as_it_was_typed()
    {
        await _bench.RunAsync(new Xlsx().Row("ФИО", "Телефон").Row(null, "90 123-45-67"));

        var lead = Assert.Single(_bench.Made);
        Assert.Equal(("90 123-45-67", "+998901234567"), (lead.Name, ImportBench.Field(_bench.ContactOf(lead), DemoFields.Phone)));
    }
}
