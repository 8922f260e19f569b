using System.ComponentModel.DataAnnotations;
using Amo2GSheet.Core;
using Amo2GSheet.Core.Sheets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.GoogleSheets;

/// <summary>Which spreadsheet, and with whose key. Flat settings; each message names the setting that it is about.</summary>
internal sealed class GoogleSheetOptions : IValidatableObject
{
    /// <summary>The key file looked for when no setting names one, as the original does.</summary>
    internal const string DefaultKeyFile = "gsheet.json";

    /// <summary><c>GOOGLE_SERVICE_ACCOUNT_FILE</c>: path of the service account's JSON key; <c>gsheet.json</c> when neither it nor the JSON is set.</summary>
    [ConfigurationKeyName("GOOGLE_SERVICE_ACCOUNT_FILE")]
    public string? ServiceAccountFile { get; set; }

    /// <summary><c>GOOGLE_SERVICE_ACCOUNT_JSON</c>: the key itself, for places that have secrets but no files.</summary>
    [ConfigurationKeyName("GOOGLE_SERVICE_ACCOUNT_JSON")]
    public string? ServiceAccountJson { get; set; }

    /// <summary><c>GOOGLE_SHEET_ID</c>: the spreadsheet's id, from its address.</summary>
    [ConfigurationKeyName("GOOGLE_SHEET_ID")]
    [Required(ErrorMessage = "GOOGLE_SHEET_ID is missing: it is the part of the spreadsheet's address between /d/ and /edit.")]
    [RegularExpression(
        "[A-Za-z0-9_-]+",
        ErrorMessage = "GOOGLE_SHEET_ID must be the id only: the part of the spreadsheet's address between /d/ and /edit.")]
    public string SpreadsheetId { get; set; } = "";

    /// <summary><c>GOOGLE_WORKSHEET_NAME</c>: title of the active tab, which takes new rows.</summary>
    [ConfigurationKeyName("GOOGLE_WORKSHEET_NAME")]
    [Required(ErrorMessage = "GOOGLE_WORKSHEET_NAME is empty: give the title of the tab that takes new orders, or leave the setting out for Sheet1.")]
    public string WorksheetName { get; set; } = "Sheet1";

    /// <summary><c>GOOGLE_STAFF_SHEET_NAME</c>: title of the tab that says who works under which code.</summary>
    [ConfigurationKeyName("GOOGLE_STAFF_SHEET_NAME")]
    [Required(ErrorMessage = "GOOGLE_STAFF_SHEET_NAME is empty: give the title of the staff tab, or leave the setting out for Staff.")]
    public string StaffSheetName { get; set; } = "Staff";

    /// <summary><c>STAFF_CACHE_TTL_SEC</c>: seconds for which the staff list is kept before it is read again, with the next look at the sheet.</summary>
    [ConfigurationKeyName("STAFF_CACHE_TTL_SEC")]
    [SettingRange(0, 86_400, "STAFF_CACHE_TTL_SEC is not between 0 and 86400 seconds.")]
    public int StaffCacheTtlSec { get; set; } = 300;

    /// <summary><c>GOOGLE_SHEETS_BASE_URL</c>: where to call instead of Google; for the sandbox.</summary>
    [ConfigurationKeyName("GOOGLE_SHEETS_BASE_URL")]
    [RegularExpression(
        @"https?://[^\s?#@]+",
        ErrorMessage = "GOOGLE_SHEETS_BASE_URL must be an address such as http://127.0.0.1:5081; leave it out for the real Google.")]
    public string? BaseUrl { get; set; }

    /// <summary>The titles to look for.</summary>
    internal TabTitles Titles => new(WorksheetName, StaffSheetName);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(ServiceAccountFile) && !string.IsNullOrWhiteSpace(ServiceAccountJson))
        {
            yield return new ValidationResult(
                "Set either GOOGLE_SERVICE_ACCOUNT_FILE (path of the service account's JSON key) or GOOGLE_SERVICE_ACCOUNT_JSON (the key itself), not both.");
        }

        if (string.Equals(WorksheetName, StaffSheetName, StringComparison.OrdinalIgnoreCase))
            yield return new ValidationResult("GOOGLE_STAFF_SHEET_NAME and GOOGLE_WORKSHEET_NAME name the same tab.");
    }
}

/// <summary>Checks the settings at start.</summary>
[OptionsValidator]
internal sealed partial class GoogleSheetOptionsValidator : IValidateOptions<GoogleSheetOptions>;
