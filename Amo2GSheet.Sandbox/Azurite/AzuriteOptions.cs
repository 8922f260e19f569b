namespace Amo2GSheet.Sandbox.Azurite;

/// <summary>What <see cref="AzuriteServer"/> starts, and with what.</summary>
public sealed record AzuriteOptions
{
    /// <summary>The environment variable that names an existing account or emulator, so that nothing is started.</summary>
    public const string TablesVariable = "AMO2GSHEET_TABLES";

    /// <summary>Connection string of an existing account or emulator; null or blank to start Azurite.</summary>
    public string? ExistingTables { get; init; }

    /// <summary>The Node program, by path or by its name on the PATH.</summary>
    public string Node { get; init; } = "node";

    /// <summary>The npm program, by path or by its name on the PATH.</summary>
    public string Npm { get; init; } = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    /// <summary>Told what is going on when it takes a while, one line at a time.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>The clock of waits and their ends.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The defaults, with <see cref="TablesVariable"/> taken from the environment, unless it names a file.</summary>
    public static AzuriteOptions FromEnvironment() =>
        new() { ExistingTables = Environment.GetEnvironmentVariable(TablesVariable) is { } tables && !tables.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase) ? tables : null };
}
