using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Tests.Sandbox.Sheets;

public sealed class UserEnteredTests : SheetsTest
{
    [Theory]
    [InlineData("=4/2", "2", "2")]
    [InlineData("2020-01-01", "43831", "2020-01-01")]
    [InlineData("1-2", "46024", "1-2")]
    [InlineData("007", "7", "7")]
    [InlineData("'0123", "\"0123\"", "0123")]
    [InlineData("$100.15", "100.15", "$100.15")]
    [InlineData("TRUE", "true", "TRUE")]
    [InlineData("2,000,000.01", "2000000.01", "2,000,000.01")]
    [InlineData("+Dri7", "\"#ERROR!\"", "#ERROR!")]
    [InlineData("+ Label", "\"#ERROR!\"", "#ERROR!")]
    [InlineData("+919876543210", "919876543210", "919876543210")]
    [InlineData("+91 98765 43210", "\"#ERROR!\"", "#ERROR!")]
    [InlineData("=NOSUCH(1)", "\"#NAME?\"", "#NAME?")]
    [InlineData("=IMPORTXML(1)", "\"Loading...\"", "Loading...")]
    [InlineData("=VLOOKUP(1)", "\"#N/A\"", "#N/A")]
    [InlineData("#n/a", "\"#N/A\"", "#N/A")]
    [InlineData("=1/0", "\"#DIV/0!\"", "#DIV/0!")]
    [InlineData("01/02/2026", "46024", "01/02/2026")]
    [InlineData("12%", "0.12", "12%")]
    [InlineData("1.5", "1.5", "1.5")]
    [InlineData("12,34", "\"12,34\"", "12,34")]
    [InlineData("10:30", "0.4375", "10:30")]
    [InlineData("plain", "\"plain\"", "plain")]
    [InlineData("99/99/2026", "\"99/99/2026\"", "99/99/2026")]
    public async Task Typed_text_is_parsed_as_in_an_American_spreadsheet(string typed, string stored, string shown)
    {
        await Client.PutAsync("A1", $"""[["{typed}"]]""", "USER_ENTERED");

        Assert.Equal($"[[{stored}]]", await Client.ValuesAsync("A1", "valueRenderOption=UNFORMATTED_VALUE"));
        Assert.Equal($"""[["{shown}"]]""", await Client.ValuesAsync("A1"));
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("007")]
    [InlineData("+998901234567")]
    [InlineData("2020-01-01")]
    [InlineData("TRUE")]
    public async Task Raw_text_stays_text(string text)
    {
        await Client.PutAsync("A1", $"""[["{text}"]]""");

        foreach (var option in new[] { "FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA" })
            Assert.Equal($"""[["{text}"]]""", await Client.ValuesAsync("A1", $"valueRenderOption={option}"));
    }

    [Fact]
    public async Task The_formula_of_a_leading_plus_can_be_read()
    {
        await Client.PutAsync("A1", """[["+Dri7"]]""", "USER_ENTERED");

        Assert.Equal("""[["=+Dri7"]]""", await Client.ValuesAsync("A1", "valueRenderOption=FORMULA"));
    }

    [Fact]
    public async Task By_a_switch_a_number_with_a_plus_is_a_formula()
    {
        Client.World.Switches = new SheetSwitches { PlusNumberIsNumber = false };
        await Client.PutAsync("A1", """[["+919876543210"]]""", "USER_ENTERED");

        Assert.Equal("""[["=+919876543210"]]""", await Client.ValuesAsync("A1", "valueRenderOption=FORMULA"));
    }

    [Theory]
    [InlineData(true, "\"007\"")]
    [InlineData(false, "7")]
    public async Task A_plain_text_cell_keeps_zeros_if_the_switch_says_so(bool keeps, string stored)
    {
        Client.World.Switches = new SheetSwitches { TextFormatKeepsText = keeps };
        await Client.BatchAsync("""
            {"repeatCell":{"range":{"startColumnIndex":0,"endColumnIndex":1},"cell":{"userEnteredFormat":{"numberFormat":{"type":"TEXT"}}},"fields":"userEnteredFormat.numberFormat"}}
            """);

        await Client.PutAsync("A1", """[["007"]]""", "USER_ENTERED");

        Assert.Equal($"[[{stored}]]", await Client.ValuesAsync("A1", "valueRenderOption=UNFORMATTED_VALUE"));
    }
}

public sealed class UserEnteredInRussianTests : SheetsTest
{
    private protected override Task<SheetsClient> StartAsync() => SheetsClient.StartAsync(locale: "ru_RU");

    [Theory]
    [InlineData("01.02.2026", "46054", "01.02.2026")]
    [InlineData("01/02/2026", "46054", "01/02/2026")]
    [InlineData("1.2", "46054", "1.2")]
    [InlineData("1,5", "1.5", "1,5")]
    [InlineData("2026-02-01", "46054", "2026-02-01")]
    [InlineData("05.03.2026 14:30", "46086.604166666664", "05.03.2026 14:30")]
    public async Task Dates_are_day_first_and_the_comma_is_the_decimal_mark(string typed, string stored, string shown)
    {
        await Client.PutAsync("A1", $"""[["{typed}"]]""", "USER_ENTERED");

        Assert.Equal($"[[{stored}]]", await Client.ValuesAsync("A1", "valueRenderOption=UNFORMATTED_VALUE"));
        Assert.Equal($"""[["{shown}"]]""", await Client.ValuesAsync("A1"));
    }
}
