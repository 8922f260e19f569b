using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Amo2GSheet.Core.Sheets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync.Verify;

/// <summary>When both sides are compared by themselves.</summary>
public sealed class VerifyOptions
{
    private const string Default = "03:00";
    private const string Off = "off";

    /// <summary><c>VERIFY_AT</c>: the time of day, in the zone in which the sheet shows moments; <c>off</c> never. Empty is the default: hosts drop empty settings.</summary>
    [ConfigurationKeyName("VERIFY_AT")]
    [CustomValidation(typeof(VerifyOptions), nameof(ValidateAt))]
    public string At { get; set => field = string.IsNullOrWhiteSpace(value) ? Default : value; } = Default;

    /// <summary>The time of day; null for never.</summary>
    internal TimeOnly? Time => IsOff(At) ? null : Read(At);

    /// <summary>Checks the time's form.</summary>
    /// <param name="value">The setting.</param>
    /// <param name="context">Unused; the validator's shape asks for it.</param>
    public static ValidationResult? ValidateAt(string? value, ValidationContext context) => string.IsNullOrWhiteSpace(value) || IsOff(value) || Read(value) is not null
        ? ValidationResult.Success
        : new ValidationResult("VERIFY_AT is no time of day such as 03:00; write off to compare by hand only.");

    /// <summary>The last moment at or before <paramref name="now"/> at which the time of day struck.</summary>
    internal static DateTimeOffset LastStruck(TimeOnly at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = DisplayDay.Of(now, zone);
        return Moment(today) is var struck && struck <= now ? struck : Moment(today.AddDays(-1));

        DateTimeOffset Moment(DateOnly day)
        {
            var local = day.ToDateTime(at);
            // Where clocks are put forward over it, the first moment that there is.
            while (zone.IsInvalidTime(local))
                local = local.AddMinutes(15);
            return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        }
    }

    private static bool IsOff(string value) => value.Trim().Equals(Off, StringComparison.OrdinalIgnoreCase);

    private static TimeOnly? Read(string? value) =>
        TimeOnly.TryParseExact(value?.Trim(), ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}

/// <summary>Checks <see cref="VerifyOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class VerifyOptionsValidator : IValidateOptions<VerifyOptions>;
