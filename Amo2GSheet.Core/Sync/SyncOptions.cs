using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync;

/// <summary>Settings of the sync itself.</summary>
public sealed class SyncOptions : IValidatableObject
{
    /// <summary>Who wins when both sides changed: <c>sheet</c> or <c>crm</c> (rule 8).</summary>
    [ConfigurationKeyName("CONFLICT_POLICY")]
    [RegularExpression("(?i)sheet|crm", ErrorMessage = "CONFLICT_POLICY is neither sheet nor crm.")]
    public string ConflictPolicy { get; set; } = "sheet";

    /// <summary>Which rows that the service did not write it takes over: <c>open</c>, <c>shown</c>, <c>any</c> or <c>none</c> (rule 2).</summary>
    [ConfigurationKeyName("ROW_ADOPTION")]
    [RegularExpression("(?i)open|shown|any|none", ErrorMessage = "ROW_ADOPTION is neither open, shown, any nor none.")]
    public string RowAdoption { get; set; } = "open";

    /// <summary>Leads last updated before this moment get no row: <c>dd.MM.yyyy HH:mm:ss</c> in UTC, or Unix seconds; 0 takes all.</summary>
    [ConfigurationKeyName("LEADS_CREATED_AFTER")]
    public string LeadsCreatedAfter { get; set => field = value ?? ""; } = "0";

    /// <summary>A webhook is a duplicate of a handled one within this many seconds.</summary>
    [ConfigurationKeyName("WEBHOOK_DEDUP_TTL_SEC")]
    [SettingRange(0, 86_400, "WEBHOOK_DEDUP_TTL_SEC is not between 0 and 86400 seconds.")]
    public int WebhookDedupTtlSec { get; set; } = 60;

    /// <summary>
    /// How often the sheet is looked at, NCRONTAB with seconds. The timer reads the setting itself; it stands here because the Functions
    /// host would otherwise only leave the timer out and go on.
    /// </summary>
    [ConfigurationKeyName("SYNC_POLL_SCHEDULE")]
    public string PollSchedule { get; set => field = value ?? ""; } = "";

    /// <summary>The same in seconds, of which the self-host makes the schedule. In Azure the host reads the schedule before any code of ours.</summary>
    [ConfigurationKeyName("SYNC_POLL_SECONDS")]
    public string PollSeconds { get; set => field = value ?? ""; } = "";

    /// <summary>Least seconds between the starts of two passes, so that a busy hour stays inside Google's 60 reads a minute.</summary>
    [ConfigurationKeyName("SYNC_MIN_SPACING_SEC")]
    [SettingRange(0.0, 60.0, "SYNC_MIN_SPACING_SEC is not between 0 and 60 seconds.")]
    public double MinSpacingSec { get; set; } = 2.2;

    /// <summary>Whether the sheet wins a conflict.</summary>
    internal bool SheetWins => ConflictPolicy.Equals("sheet", StringComparison.OrdinalIgnoreCase);

    /// <summary>Which rows are taken over.</summary>
    internal RowAdoption Adoption => Enum.Parse<RowAdoption>(RowAdoption, ignoreCase: true);

    /// <summary>The cut-off as a moment.</summary>
    internal DateTimeOffset CutOff => CutOffText.Read(LeadsCreatedAfter) ?? DateTimeOffset.UnixEpoch;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CutOffText.Read(LeadsCreatedAfter) is null)
            yield return new ValidationResult("LEADS_CREATED_AFTER is neither dd.MM.yyyy HH:mm:ss (UTC), nor yyyy-MM-dd, nor Unix seconds since 2000.");
        if (PollSeconds.Trim().Length > 0 && PollInterval.ToSchedule(PollSeconds) is null)
        {
            yield return new ValidationResult(
                $"SYNC_POLL_SECONDS cannot be made into a schedule that repeats evenly: give {PollInterval.Allowed}; or set SYNC_POLL_SCHEDULE instead.");
        }
        else if (string.IsNullOrWhiteSpace(PollSchedule))
        {
            yield return new ValidationResult(
                "SYNC_POLL_SCHEDULE is missing: how often the sheet is looked at, for example */10 * * * * * for every ten seconds. "
                + "SYNC_POLL_SECONDS stands in for it in the self-host only: the Azure Functions host reads the schedule itself.");
        }
    }
}

/// <summary>Checks <see cref="SyncOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class SyncOptionsValidator : IValidateOptions<SyncOptions>;
