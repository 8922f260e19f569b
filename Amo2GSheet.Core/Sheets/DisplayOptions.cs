using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sheets;

/// <summary>In which time zone the sheet shows moments and turns its months.</summary>
public sealed class DisplayOptions
{
    /// <summary><c>DISPLAY_TIME_ZONE</c>: an IANA name, such as <c>Asia/Tashkent</c>.</summary>
    [ConfigurationKeyName("DISPLAY_TIME_ZONE")]
    [CustomValidation(typeof(DisplayOptions), nameof(ValidateZone))]
    public string? TimeZone { get; set; }

    /// <summary><c>DISPLAY_TZ_OFFSET</c>: hours from UTC, in place of a zone's name.</summary>
    [ConfigurationKeyName("DISPLAY_TZ_OFFSET")]
    [CustomValidation(typeof(DisplayOptions), nameof(ValidateOffset))]
    public string? OffsetHours { get; set; }

    /// <summary>The zone: the named one, else the offset, else the account's own, else UTC+5, which the field's users live in.</summary>
    /// <param name="account">The account's zone; null when amoCRM does not say it.</param>
    public TimeZoneInfo Zone(TimeZoneInfo? account)
    {
        if (!string.IsNullOrWhiteSpace(TimeZone))
            return TimeZoneInfo.FindSystemTimeZoneById(TimeZone.Trim());
        if (Offset(OffsetHours) is { } hours)
            return Fixed(hours);
        return account ?? Fixed(5);
    }

    /// <summary>Whether the zone is set and does not depend on the account.</summary>
    public bool IsSet => !string.IsNullOrWhiteSpace(TimeZone) || !string.IsNullOrWhiteSpace(OffsetHours);

    /// <summary>Checks the zone's name.</summary>
    /// <param name="value">The setting.</param>
    /// <param name="context">Unused; the validator's shape asks for it.</param>
    public static ValidationResult? ValidateZone(string? value, ValidationContext context) =>
        string.IsNullOrWhiteSpace(value) || TimeZoneInfo.TryFindSystemTimeZoneById(value.Trim(), out _)
            ? ValidationResult.Success
            : new ValidationResult("DISPLAY_TIME_ZONE is no time zone that this machine knows: give an IANA name such as Asia/Tashkent, or set DISPLAY_TZ_OFFSET.");

    /// <summary>Checks the offset.</summary>
    /// <param name="value">The setting.</param>
    /// <param name="context">Unused; the validator's shape asks for it.</param>
    public static ValidationResult? ValidateOffset(string? value, ValidationContext context) =>
        string.IsNullOrWhiteSpace(value) || Offset(value) is not null
            ? ValidationResult.Success
            : new ValidationResult("DISPLAY_TZ_OFFSET is not between -14 and 14 hours.");

    private static double? Offset(string? hours) =>
        double.TryParse(hours, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= -14 and <= 14 ? value : null;

    private static TimeZoneInfo Fixed(double hours) =>
        TimeZoneInfo.CreateCustomTimeZone("display", TimeSpan.FromMinutes(Math.Round(hours * 60)), "display", "display");
}

/// <summary>Checks <see cref="DisplayOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class DisplayOptionsValidator : IValidateOptions<DisplayOptions>;
