using Amo2GSheet.Cli.Commands;
using Amo2GSheet.Simulation.Sandbox;

namespace Amo2GSheet.Cli.Sandbox;

/// <summary>This program, as the sandbox starts it again.</summary>
internal static class OwnProgram
{
    /// <summary>With the host that was asked for.</summary>
    public static ServiceProgram For(SandboxSettings settings) => new(
        Path.Combine(AppContext.BaseDirectory, "amo2gsheet.dll"),
        settings.WorkerFolder is { } folder
            ? [WorkerHostCommand.Name, folder, ServeCommand.OwnedOption]
            : [ServeCommand.Name, ServeCommand.OwnedOption],
        [.. ServiceSettings.WithPrefixes]);
}
