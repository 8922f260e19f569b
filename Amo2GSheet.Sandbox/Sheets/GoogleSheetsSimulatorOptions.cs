namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>How a Google Sheets simulator is to be started.</summary>
public sealed record GoogleSheetsSimulatorOptions
{
    /// <summary>Port on 127.0.0.1; 0 = a free one.</summary>
    public int Port { get; init; }

    /// <summary>What changes by the control API have to show; null makes a new one.</summary>
    public string? ControlToken { get; init; }

    /// <summary>The clock of quotas, tokens, held answers and dates typed without a year.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>60 reads and 60 writes a minute per user, 300 per project; false: no limit.</summary>
    public bool Limits { get; init; } = true;

    /// <summary>Token requests must be signed by a key that the simulator made, and be of now on <see cref="TimeProvider"/>.</summary>
    public bool VerifyAssertions { get; init; } = true;

    /// <summary>Answers to what is not known about Google's server.</summary>
    public SheetSwitches Switches { get; init; } = new();

    /// <summary>Fills the world at the start and after a reset; null = empty. <see cref="DemoSpreadsheet.Seed"/> is one.</summary>
    public Action<SheetWorld>? Seed { get; init; } = DemoSpreadsheet.Seed;
}
