using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Amo2GSheet.Core.AmoCrm;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync;

/// <summary>Settings of the sync itself.</summary>
public sealed class SyncOptions
{
    private const string CutOffFormat = "dd.MM.yyyy HH:mm:ss";

    /// <summary>Who wins when both sides changed: <c>sheet</c> or <c>crm</c> (rule 8).</summary>
    [ConfigurationKeyName("CONFLICT_POLICY")]
    [RegularExpression("(?i)sheet|crm", ErrorMessage = "CONFLICT_POLICY is neither sheet nor crm.")]
    public string ConflictPolicy { get; set; } = "sheet";

    /// <summary>Leads last updated before this moment get no row: <c>dd.MM.yyyy HH:mm:ss</c> in UTC, or Unix seconds; 0 takes all.</summary>
    [ConfigurationKeyName("LEADS_CREATED_AFTER")]
    [CustomValidation(typeof(SyncOptions), nameof(ValidateCutOff))]
    public string LeadsCreatedAfter { get; set; } = "0";

    /// <summary>A webhook is a duplicate of a handled one within this many seconds.</summary>
    [ConfigurationKeyName("WEBHOOK_DEDUP_TTL_SEC")]
    [SettingRange(0, 86_400, "WEBHOOK_DEDUP_TTL_SEC is not between 0 and 86400 seconds.")]
    public int WebhookDedupTtlSec { get; set; } = 60;

    /// <summary>
    /// How often the sheet is looked at, NCRONTAB with seconds. The timer reads the setting itself; it stands here because the Functions
    /// host would otherwise only leave the timer out and go on.
    /// </summary>
    [ConfigurationKeyName("SYNC_POLL_SCHEDULE")]
    [Required(ErrorMessage = "SYNC_POLL_SCHEDULE is missing: how often the sheet is looked at, for example */10 * * * * * for every ten seconds.")]
    public string PollSchedule { get; set; } = "";

    /// <summary>Least seconds between the starts of two passes, so that a busy hour stays inside Google's 60 reads a minute.</summary>
    [ConfigurationKeyName("SYNC_MIN_SPACING_SEC")]
    [SettingRange(0.0, 60.0, "SYNC_MIN_SPACING_SEC is not between 0 and 60 seconds.")]
    public double MinSpacingSec { get; set; } = 2.2;

    /// <summary>Whether the sheet wins a conflict.</summary>
    internal bool SheetWins => ConflictPolicy.Equals("sheet", StringComparison.OrdinalIgnoreCase);

    /// <summary>The cut-off as a moment.</summary>
    internal DateTimeOffset CutOff => ReadCutOff(LeadsCreatedAfter) ?? DateTimeOffset.UnixEpoch;

    /// <summary>Checks the cut-off's two forms.</summary>
    /// <param name="value">The setting.</param>
    /// <param name="context">Unused; the validator's shape asks for it.</param>
    public static ValidationResult? ValidateCutOff(string value, ValidationContext context) => ReadCutOff(value) is null
        ? new ValidationResult($"LEADS_CREATED_AFTER is neither {CutOffFormat} (UTC) nor Unix seconds.")
        : ValidationResult.Success;

    private static DateTimeOffset? ReadCutOff(string value)
    {
        var trimmed = value.Trim();
        if (trimmed.Length == 0)
            return DateTimeOffset.UnixEpoch;
        if (long.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_000_000_000)
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        return DateTimeOffset.TryParseExact(
            trimmed, CutOffFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : null;
    }
}

/// <summary>Checks <see cref="SyncOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class SyncOptionsValidator : IValidateOptions<SyncOptions>;
