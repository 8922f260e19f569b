using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync.Verify;

/// <summary>When both sides are compared by themselves.</summary>
public sealed class VerifyOptions
{
    /// <summary><c>VERIFY_AT</c>: the time of day, in the zone in which the sheet shows moments; empty never.</summary>
    [ConfigurationKeyName("VERIFY_AT")]
    [CustomValidation(typeof(VerifyOptions), nameof(ValidateAt))]
    public string At { get; set => field = value ?? ""; } = "03:00";

    /// <summary>The time of day; null for never.</summary>
    internal TimeOnly? Time => Read(At);

    /// <summary>Checks the time's form.</summary>
    /// <param name="value">The setting.</param>
    /// <param name="context">Unused; the validator's shape asks for it.</param>
    public static ValidationResult? ValidateAt(string? value, ValidationContext context) => string.IsNullOrWhiteSpace(value) || Read(value) is not null
        ? ValidationResult.Success
        : new ValidationResult("VERIFY_AT is no time of day such as 03:00; leave it empty to compare by hand only.");

    /// <summary>The last moment at or before <paramref name="now"/> at which the time of day struck.</summary>
    internal static DateTimeOffset LastStruck(TimeOnly at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
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

    private static TimeOnly? Read(string? value) =>
        TimeOnly.TryParseExact(value?.Trim(), ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}

/// <summary>Checks <see cref="VerifyOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class VerifyOptionsValidator : IValidateOptions<VerifyOptions>;
