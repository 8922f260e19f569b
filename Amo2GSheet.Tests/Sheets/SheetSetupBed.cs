using Amo2GSheet.Core.Sheets;
using Amo2GSheet.GoogleSheets;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Tests.Hardening.Log;
using Google.Apis.Sheets.v4.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json;

namespace Amo2GSheet.Tests.Sheets;

/// <summary>The set-up, registered as in the product, over HTTP against the simulator and its demo spreadsheet.</summary>
internal sealed class SheetSetupBed : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private SheetSetupBed(GoogleSheetsSimulator google)
    {
        Google = google;
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(SuiteLog.Provider))
            .AddSingleton<TimeProvider>(new ImpatientTime())
            .AddGoogleOrderSheet(OrderSheetBed.Settings(
                ("GOOGLE_SHEET_ID", DemoSpreadsheet.Id),
                ("GOOGLE_SHEETS_BASE_URL", google.BaseUri.AbsoluteUri),
                ("GOOGLE_SERVICE_ACCOUNT_JSON", google.CreateServiceAccountKey(DemoSpreadsheet.ServiceAccount))))
            .BuildServiceProvider();
    }

    public GoogleSheetsSimulator Google { get; }

    public ISheetSetup Setup => _services.GetRequiredService<ISheetSetup>();

    public IReadOnlyList<string> Tabs => Google.World.Tabs(DemoSpreadsheet.Id);

    public static async Task<SheetSetupBed> StartAsync() =>
        new(await GoogleSheetsSimulator.StartAsync(new GoogleSheetsSimulatorOptions { Limits = false }, CancellationToken.None));

    public void Do(params IEnumerable<PersonEdit> edits) => Google.World.Do(DemoSpreadsheet.Id, edits);

    public void Type(string cell, string text, string tab = DemoSpreadsheet.OrderTab) =>
        Do(new PersonEdit { Do = "type", Tab = tab, Cell = cell, Text = text, Pasted = true });

    public SeenTab See(string tab = DemoSpreadsheet.OrderTab) => Google.World.See(DemoSpreadsheet.Id, tab);

    public Task<SheetSurvey> SurveyAsync() => Setup.SurveyAsync(CancellationToken.None);

    public async Task<IReadOnlyList<SheetFinding>> FindingsAsync() => (await SurveyAsync()).Findings;

    public Task FixAsync(params SheetFix[] fixes) => Setup.FixAsync(fixes, CancellationToken.None);

    /// <summary>What no person of the simulator does: one request of batchUpdate.</summary>
    public Task RequestAsync(string request) => _services.GetRequiredService<GoogleCalls>()
        .UpdateAsync([JsonConvert.DeserializeObject<Request>(request)!], CancellationToken.None);

    /// <summary>Mends all that can be mended without a person.</summary>
    public async Task FixAllAsync() => await FixAsync([.. (await FindingsAsync()).Select(finding => finding.Fix).OfType<SheetFix>()]);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Google.DisposeAsync();
    }
}
