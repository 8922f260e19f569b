using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Amo2GSheet.Core.Sheets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync.CatchUp;

/// <summary>Settings of the catch-up and of the first sync.</summary>
public sealed class CatchUpOptions : IValidatableObject
{
    /// <summary><c>CATCH_UP_SECONDS</c>: how often amoCRM is asked for what no webhook told; 0 never.</summary>
    [ConfigurationKeyName("CATCH_UP_SECONDS")]
    [SettingRange(0, 86_400, "CATCH_UP_SECONDS is not between 0 (never) and 86400 seconds.")]
    public int Seconds { get; set; } = 300;

    /// <summary>The first day of the first sync, <c>YYYY-MM-DD</c>: leads made from its beginning on are looked at once.</summary>
    [ConfigurationKeyName("INITIAL_SYNC_DATE_FROM")]
    [CustomValidation(typeof(CatchUpOptions), nameof(ValidateFrom))]
    public string? FirstSyncFrom { get; set; }

    /// <summary>The last day of the first sync, <c>YYYY-MM-DD</c>, itself included.</summary>
    [ConfigurationKeyName("INITIAL_SYNC_DATE_TO")]
    [CustomValidation(typeof(CatchUpOptions), nameof(ValidateTo))]
    public string? FirstSyncTo { get; set; }

    /// <summary>The days of the first sync; null when none is wanted.</summary>
    internal FirstSyncRange? FirstSync => (DisplayDay.Read(FirstSyncFrom), DisplayDay.Read(FirstSyncTo)) is ({ } from, { } to) ? new FirstSyncRange(from, to) : null;

    /// <summary>Checks the first day's form.</summary>
    /// <param name="value">The setting.</param>
    /// <param name="context">Unused; the validator's shape asks for it.</param>
    public static ValidationResult? ValidateFrom(string? value, ValidationContext context) => ValidateDay("INITIAL_SYNC_DATE_FROM", value);

    /// <summary>Checks the last day's form.</summary>
    /// <param name="value">The setting.</param>
    /// <param name="context">Unused; the validator's shape asks for it.</param>
    public static ValidationResult? ValidateTo(string? value, ValidationContext context) => ValidateDay("INITIAL_SYNC_DATE_TO", value);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var (from, to) = (DisplayDay.Read(FirstSyncFrom), DisplayDay.Read(FirstSyncTo));
        if (string.IsNullOrWhiteSpace(FirstSyncFrom) != string.IsNullOrWhiteSpace(FirstSyncTo))
            yield return new ValidationResult("INITIAL_SYNC_DATE_FROM and INITIAL_SYNC_DATE_TO belong together: set both, or neither.");
        else if (from > to)
            yield return new ValidationResult("INITIAL_SYNC_DATE_FROM is later than INITIAL_SYNC_DATE_TO.");
    }

    private static ValidationResult? ValidateDay(string setting, string? value) => string.IsNullOrWhiteSpace(value) || DisplayDay.Read(value) is not null
        ? ValidationResult.Success
        : new ValidationResult($"{setting} is no day of the form YYYY-MM-DD, such as 2026-01-31.");
}

/// <summary>Whole days, first and last included.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
internal sealed record FirstSyncRange(DateOnly From, DateOnly To)
{
    /// <summary>How many.</summary>
    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd}..{To:yyyy-MM-dd}");
}

/// <summary>Checks <see cref="CatchUpOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class CatchUpOptionsValidator : IValidateOptions<CatchUpOptions>;
