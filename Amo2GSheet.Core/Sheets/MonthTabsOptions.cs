using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sheets;

/// <summary>When the active tab is archived and a new one made.</summary>
public sealed class MonthTabsOptions
{
    /// <summary><c>SHEET_ROTATION_INTERVAL</c>: <c>monthly</c> or <c>hourly</c>.</summary>
    [ConfigurationKeyName("SHEET_ROTATION_INTERVAL")]
    [RegularExpression("(?i) *(monthly|hourly) *", ErrorMessage = "SHEET_ROTATION_INTERVAL is neither monthly nor hourly.")]
    public string RotationInterval { get; set; } = "monthly";

    /// <summary>How long one tab takes new rows.</summary>
    internal TabInterval Interval =>
        RotationInterval.Trim().Equals("hourly", StringComparison.OrdinalIgnoreCase) ? TabInterval.Hourly : TabInterval.Monthly;
}

/// <summary>Checks <see cref="MonthTabsOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class MonthTabsOptionsValidator : IValidateOptions<MonthTabsOptions>;
