using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Amo2GSheet.Functions.Dashboard;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Simulation.Sandbox;

/// <summary>The service's settings, as environment of its process: the sandbox's own and nobody else's.</summary>
internal static class FunctionsSettings
{
    /// <summary>How far back leads count (<c>LEADS_CREATED_AFTER</c>): the demo's leads are three days old.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromDays(7);

    /// <summary>Who may look at the dashboard; it is on this machine alone, and so are the simulators, which ask for nothing.</summary>
    public const string DashboardName = "demo";

    /// <summary>With this password.</summary>
    public const string DashboardPassword = "demo";

    /// <summary>A function key, or a control token, for one run.</summary>
    public static string NewKey() => RandomNumberGenerator.GetHexString(40, lowercase: true);

    /// <summary>The amoCRM simulator's options: its integration sends people back to the service of this run.</summary>
    public static AmoCrmSimulatorOptions Amo(SandboxSettings settings, string controlToken) => new()
    {
        ControlToken = controlToken,
        Port = settings.AmoPort,
        RedirectUri = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{settings.FunctionsPort}/oauth/callback"),
        // The smoke's story, which counts what it made, begins with an account that has no past.
        Seed = settings.Smoke ? null : now => DemoHistory.AddTo(DemoAccount.Make(now), now),
    };

    /// <summary>Settings that point the service at the sandbox.</summary>
    /// <param name="settings">Ports, and whether it is a smoke run.</param>
    /// <param name="names">All settings that the service reads: what somebody has set for a service of their own must not change the demo.</param>
    /// <param name="tables">Where its tables are.</param>
    /// <param name="amo">The amoCRM simulator.</param>
    /// <param name="sheets">The Google Sheets simulator.</param>
    /// <param name="key">The function key.</param>
    /// <param name="now">The moment.</param>
    public static IReadOnlyDictionary<string, string?> For(
        SandboxSettings settings,
        IEnumerable<string> names,
        SandboxTables tables,
        (AmoCrmSimulatorOptions Options, Uri Address) amo,
        GoogleSheetsSimulator sheets,
        string key,
        DateTimeOffset now)
    {
        var values = names.ToDictionary(name => name, _ => (string?)null);
        foreach (var (name, value) in Remote(amo, sheets, now))
            values[name] = value;

        values["HOST"] = "127.0.0.1";
        values["PORT"] = settings.FunctionsPort.ToString(CultureInfo.InvariantCulture);
        values["FUNCTION_KEY"] = key;
        values["AzureWebJobsDisableHomepage"] = "true";
        values["AMO2GSHEET_TABLES"] = tables.Setting;
        values["AMO2GSHEET_TABLE_PREFIX"] = tables.Prefix;
        values["DASHBOARD_ACCOUNTS_JSON"] = JsonSerializer.Serialize(new Dictionary<string, string> { [DashboardName] = PasswordHash.Of(DashboardPassword) });
        values["DASHBOARD_ADMINS"] = DashboardName;
        // The quota of the sheet's simulator is Google's, 60 reads a minute: polls and nudged passes together stay inside it.
        values["SYNC_POLL_SCHEDULE"] = settings.Smoke ? "*/3 * * * * *" : "*/5 * * * * *";
        // The smoke's story switches it on where it has its part.
        values["CATCH_UP_SECONDS"] = settings.Smoke ? "0" : "60";
        if (settings.Smoke)
            values["VERIFY_AT"] = "off";
        return values;
    }

    /// <summary>Settings that point at the two simulators, and name no host or tables.</summary>
    public static IReadOnlyDictionary<string, string?> Remote(
        (AmoCrmSimulatorOptions Options, Uri Address) amo, GoogleSheetsSimulator sheets, DateTimeOffset now) => new Dictionary<string, string?>
        {
            ["AMO_SUBDOMAIN"] = amo.Options.Subdomain,
            ["AMO_CLIENT_ID"] = amo.Options.ClientId,
            ["AMO_CLIENT_SECRET"] = amo.Options.ClientSecret,
            ["AMO_REDIRECT_URI"] = amo.Options.RedirectUri,
            ["AMO_BASE_URL"] = amo.Address.AbsoluteUri,
            ["PIPELINE_KEYWORD"] = "sotuv",
            ["TRIGGER_STATUS_NAME"] = "ЗАКАЗ БЕЗ НУМЕРАЦИИ",
            ["LEADS_CREATED_AFTER"] = (now - Reach).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["GOOGLE_SHEETS_BASE_URL"] = sheets.BaseUri.AbsoluteUri,
            ["GOOGLE_SERVICE_ACCOUNT_JSON"] = sheets.CreateServiceAccountKey(DemoSpreadsheet.ServiceAccount),
            ["GOOGLE_SHEET_ID"] = DemoSpreadsheet.Id,
            ["GOOGLE_WORKSHEET_NAME"] = DemoSpreadsheet.OrderTab,
            ["GOOGLE_STAFF_SHEET_NAME"] = DemoSpreadsheet.StaffTab,
            ["SYNC_POLL_SCHEDULE"] = "*/10 * * * * *",
        };
}
