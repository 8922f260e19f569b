using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core.Sync.Holds;

/// <summary>How many leads a pass, and all passes of a sliding window, may move before a person is asked (rule 16). A limit is exceeded by more than it says, not by as many.</summary>
public sealed class BrakeOptions
{
    /// <summary><c>BRAKE_MAX_MOVES</c>: leads that one pass may move; with 0 every move waits for a person.</summary>
    [ConfigurationKeyName("BRAKE_MAX_MOVES")]
    [SettingRange(0, 1_000_000, "BRAKE_MAX_MOVES is not between 0 (every move waits for a person) and 1000000.")]
    public int MaxMoves { get; set; } = 50;

    /// <summary><c>BRAKE_MAX_PERCENT</c>: how many of the tracked rows of a tab may move their leads in one pass; 100 is no limit.</summary>
    [ConfigurationKeyName("BRAKE_MAX_PERCENT")]
    [SettingRange(0, 100, "BRAKE_MAX_PERCENT is not between 0 and 100 (no limit) percent.")]
    public int MaxPercent { get; set; } = 20;

    /// <summary><c>BRAKE_MIN_MOVES</c>: up to so many moves in a tab the percentages do not count.</summary>
    [ConfigurationKeyName("BRAKE_MIN_MOVES")]
    [SettingRange(0, 1_000_000, "BRAKE_MIN_MOVES is not between 0 and 1000000.")]
    public int MinMoves { get; set; } = 10;

    /// <summary><c>BRAKE_WINDOW_MINUTES</c>: over how many minutes the moves of all passes are counted together; with 0 each pass counts alone.</summary>
    [ConfigurationKeyName("BRAKE_WINDOW_MINUTES")]
    [SettingRange(0, 1_440, "BRAKE_WINDOW_MINUTES is not between 0 (each pass counts alone) and 1440 minutes.")]
    public int WindowMinutes { get; set; } = 10;

    /// <summary><c>BRAKE_WINDOW_MAX_MOVES</c>: leads that may move within the window, first order numbers not counted.</summary>
    [ConfigurationKeyName("BRAKE_WINDOW_MAX_MOVES")]
    [SettingRange(0, 1_000_000, "BRAKE_WINDOW_MAX_MOVES is not between 0 and 1000000.")]
    public int WindowMaxMoves { get; set; } = 150;

    /// <summary><c>BRAKE_WINDOW_MAX_PERCENT</c>: how many of the tracked rows of a tab may move their leads within the window; 100 is no limit.</summary>
    [ConfigurationKeyName("BRAKE_WINDOW_MAX_PERCENT")]
    [SettingRange(0, 100, "BRAKE_WINDOW_MAX_PERCENT is not between 0 and 100 (no limit) percent.")]
    public int WindowMaxPercent { get; set; } = 60;
}

/// <summary>Checks <see cref="BrakeOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class BrakeOptionsValidator : IValidateOptions<BrakeOptions>;
