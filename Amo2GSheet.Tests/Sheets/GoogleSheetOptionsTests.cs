using Amo2GSheet.GoogleSheets;
using Amo2GSheet.Tests.Hardening.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Tests.Sheets;

public sealed class GoogleSheetOptionsTests
{
    [Theory]
    [InlineData("GOOGLE_SHEET_ID", "")]
    [InlineData("GOOGLE_SHEET_ID", "https://docs.google.com/spreadsheets/d/abc/edit")]
    [InlineData("GOOGLE_WORKSHEET_NAME", "")]
    [InlineData("GOOGLE_STAFF_SHEET_NAME", "")]
    [InlineData("GOOGLE_STAFF_SHEET_NAME", "sheet1")]
    [InlineData("GOOGLE_SHEETS_BASE_URL", "localhost:80")]
    [InlineData("GOOGLE_SERVICE_ACCOUNT_JSON", null)]
    [InlineData("GOOGLE_SERVICE_ACCOUNT_JSON", """{"type":"authorized_user","client_id":"SECRET"}""")]
    [InlineData("GOOGLE_SERVICE_ACCOUNT_JSON", "SECRET")]
    [InlineData("GOOGLE_SERVICE_ACCOUNT_JSON", "@Microsoft.KeyVault(VaultName=SECRET)")]
    [InlineData("STAFF_CACHE_TTL_SEC", "-1")]
    [InlineData("GOOGLE_SERVICE_ACCOUNT_JSON", """{"type":"service_account","client_email":"a@b","private_key":"SECRET"}""")]
    [InlineData("GOOGLE_SERVICE_ACCOUNT_FILE", "key.json")]
    public void A_wrong_setting_stops_the_start_and_is_named_without_the_key(string setting, string? value)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Start(("GOOGLE_SERVICE_ACCOUNT_JSON", OrderSheetBed.Key), (setting, value)));

        Assert.Contains(setting, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_file_that_does_not_exist_stops_the_start()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Start(("GOOGLE_SERVICE_ACCOUNT_FILE", "no-such-key.json")));

        Assert.Contains("GOOGLE_SERVICE_ACCOUNT_FILE names a file that cannot be read: no-such-key.json", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_either_setting_the_file_of_the_original_is_looked_for_and_the_message_names_both_settings()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Start());

        foreach (var name in new[] { "GOOGLE_SERVICE_ACCOUNT_FILE", "GOOGLE_SERVICE_ACCOUNT_JSON", "gsheet.json", Directory.GetCurrentDirectory() })
            Assert.Contains(name, Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_file_is_as_good_as_its_json()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, OrderSheetBed.Key);

            Start(("GOOGLE_SERVICE_ACCOUNT_FILE", path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Start(params (string Name, string? Value)[] settings)
    {
        // The later of two equal names counts, as with several sources of settings.
        var last = settings.GroupBy(setting => setting.Name).Select(group => group.Last()).ToArray();
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(SuiteLog.Provider))
            .AddGoogleOrderSheet(OrderSheetBed.Settings(last))
            .BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
    }
}
