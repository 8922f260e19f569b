using Amo2GSheet.Cli.Import;
using Amo2GSheet.Cli.Import.Excel;

namespace Amo2GSheet.Tests.Import;

/// <summary>The table of phones: what is read in which country, and what is refused.</summary>
public sealed class PhoneReaderTests
{
    [Theory]
    [InlineData("UZ", "998901234567", "+998901234567")]
    [InlineData("UZ", "+998 (90) 123-45-67", "+998901234567")]
    [InlineData("UZ", "(+998) 90 123 45 67", "+998901234567")]
    [InlineData("UZ", "+ 998 90 123 45 67", "+998901234567")]
    [InlineData("UZ", "998.90.123.45.67", "+998901234567")]
    [InlineData("UZ", "00998901234567", "+998901234567")]
    [InlineData("UZ", "90 123 45 67", "+998901234567")]
    [InlineData("UZ", "90\u00A0123\u201145\u201167", "+998901234567")]
    [InlineData("UZ", "71 200-00-00", "+998712000000")]
    [InlineData("UZ", "+7 916 123-45-67", "+79161234567")]
    [InlineData("UZ", "4915112345678", "+4915112345678")]
    [InlineData("uz", "901234567", "+998901234567")]
    [InlineData("RU", "8 (916) 123-45-67", "+79161234567")]
    [InlineData("RU", "9161234567", "+79161234567")]
    [InlineData("RU", "8 800 555 35 35", "+78005553535")]
    [InlineData("RU", "998901234567", "+998901234567")]
    [InlineData("KZ", "8 701 123 45 67", "+77011234567")]
    [InlineData(null, "998901234567", "+998901234567")]
    [InlineData(null, "00998901234567", "+998901234567")]
    [InlineData("XX", "+998901234567", "+998901234567")]
    public void A_phone_is_sent_in_E_164(string? country, string text, string phone) => Assert.Equal([phone], Phones(country, new TextValue(text)));

    [Theory]
    [InlineData("+998901234567, +998931112233")]
    [InlineData("+998901234567;+998931112233")]
    [InlineData("+998901234567\n+998931112233\n")]
    [InlineData("+998901234567/+998931112233")]
    [InlineData("+998901234567 | +998931112233")]
    [InlineData("+998901234567+998931112233")]
    [InlineData("+998901234567 931112233")]
    [InlineData("901234567 +998 93 111 22 33")]
    [InlineData("90 123 45 67 93 111 22 33")]
    [InlineData("998901234567, 998931112233, 90 123-45-67")]
    public void Two_phones_are_two_however_they_are_divided_and_each_counts_once(string text) =>
        Assert.Equal(["+998901234567", "+998931112233"], Phones("UZ", new TextValue(text)));

    [Theory]
    [InlineData("UZ", "1", "it has 1 digit")]
    [InlineData("UZ", "1234567", "no phone of the account's country (UZ)")]
    [InlineData("UZ", "12345678901234567890", "has 20 digits")]
    [InlineData("UZ", "+99890123456", "which fit no country's phones")]
    [InlineData("UZ", "+89161234567", "which fit no country's phones")]
    [InlineData("UZ", "901234567/68", "its part 2 of 2 has 2 digits")]
    [InlineData("UZ", "998901234567,0", "its part 2 of 2 has 1 digit")]
    [InlineData("UZ", "998,901,234,567", "its part 1 of 4 has 3 digits")]
    [InlineData("UZ", "9,98901E+11", "rounded")]
    [InlineData("UZ", "9.98901e11", "rounded")]
    [InlineData("UZ", "+998901234567 доб. 12", "letters")]
    [InlineData("UZ", "ali@example.com", "letters")]
    [InlineData("UZ", "ул. Навои 12", "letters")]
    [InlineData("UZ", "05.06.2026", "holds a date")]
    [InlineData("UZ", "2026-06-05 14:30", "holds a date")]
    [InlineData("UZ", "998901234567*", "a character that phones do not have")]
    [InlineData("UZ", "-", "holds no digit")]
    [InlineData("US", "212 555 0123 4", "has 11 digits")]
    [InlineData(null, "901234567", "the account names no country")]
    [InlineData("XX", "901234567", "the account names no country")]
    public void What_is_no_phone_is_refused_with_the_reason_and_never_quoted(string? country, string text, string why)
    {
        Assert.Empty(new PhoneReader(country).Read(new TextValue(text), out var reason));
        Assert.Contains(why, reason, StringComparison.Ordinal);
        Assert.EndsWith(": write each phone like +998 90 000-00-00, with a comma between two", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Blanks_that_can_be_read_in_more_than_one_way_are_refused()
    {
        // Two subscribers of Berlin, or one with a long number.
        Assert.Empty(new PhoneReader("DE").Read(new TextValue("+49 30 123456 7654321"), out var reason));
        Assert.Contains("in more than one way", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(998901234567, "+998901234567")]
    [InlineData(901234567, "+998901234567")]
    public void A_number_is_read_like_its_digits(long number, string phone) => Assert.Equal([phone], Phones("UZ", new NumberValue(number)));

    [Fact]
    public void A_fraction_a_date_a_tick_and_a_novel_are_no_phones()
    {
        Assert.Equal(
            ["holds a number with a fraction or a minus", "holds a number with a fraction or a minus", "holds a date", "holds TRUE or FALSE", "holds 3000 characters"],
            ((SheetValue[])[new NumberValue(0.5m), new NumberValue(-998901234567), new DateValue(DateTime.UnixEpoch), new BoolValue(true), new TextValue(string.Concat(Enumerable.Repeat("901234567 ", 299)) + "9012345678")])
                .Select(cell => new PhoneReader("UZ").Read(cell, out var reason).Count > 0 ? "" : reason.Split(',')[0]));
    }

    private static IEnumerable<string> Phones(string? country, SheetValue cell)
    {
        var phones = new PhoneReader(country).Read(cell, out var reason);
        Assert.Equal("", reason);
        return phones.Select(phone => phone.E164);
    }
}
