using Amo2GSheet.Cli.Import;
using Amo2GSheet.Cli.Import.Excel;

namespace Amo2GSheet.Tests.Import;

/// <summary>Amounts as people type them: digits are grouped in one way, or the row is refused.</summary>
public sealed class ImportAmountTests
{
    [Theory]
    [InlineData("1500000", 1_500_000)]
    [InlineData("1 500 000", 1_500_000)]
    [InlineData("1\u00A0500\u00A0000", 1_500_000)]
    [InlineData("1\u202F500 000,50", 1_500_000.5)]
    [InlineData("1'500'000.5", 1_500_000.5)]
    [InlineData("1,500,000", 1_500_000)]
    [InlineData("1.500.000,50", 1_500_000.5)]
    [InlineData("1,500.5", 1_500.5)]
    [InlineData("12,5", 12.5)]
    [InlineData("0.500", 0.5)]
    [InlineData("1500.125", 1_500.125)]
    [InlineData(" - 1 500 ", -1_500)]
    [InlineData("+7", 7)]
    public void An_amount_with_consistent_groups_is_read(string text, double amount)
    {
        Assert.Equal((decimal)amount, Read(text, out var reason));
        Assert.Equal("", reason);
    }

    [Theory]
    [InlineData("1.500 000", "not grouped consistently")]
    [InlineData("2,450 000", "not grouped consistently")]
    [InlineData("1 500.000", "may be thousands or a fraction")]
    [InlineData("1 500'000", "not grouped consistently")]
    [InlineData("15 00 000", "not grouped consistently")]
    [InlineData("1 50", "not grouped consistently")]
    [InlineData("1,500,00", "not grouped consistently")]
    [InlineData("1.500,000.5", "not grouped consistently")]
    [InlineData("0 500", "not grouped consistently")]
    [InlineData("1,500", "may be thousands or a fraction")]
    [InlineData("1.500", "may be thousands or a fraction")]
    [InlineData("1 500 000 сум", "no number")]
    [InlineData("1e6", "no number")]
    [InlineData("", "no number")]
    public void An_amount_that_would_have_to_be_guessed_is_refused_with_the_reason(string text, string reason)
    {
        Assert.Null(Read(text, out var said));
        Assert.Contains(reason, said, StringComparison.Ordinal);
    }

    private static decimal? Read(string text, out string reason) => AmountReader.Read(new TextValue(text), out reason);
}
