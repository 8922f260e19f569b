using System.CommandLine;

namespace Amo2GSheet.Cli.Commands;

/// <summary>Options that mean the same in every command that has them.</summary>
internal static class CommonOptions
{
    /// <summary><c>--sandbox</c>.</summary>
    public static Option<bool> Sandbox() => new("--sandbox")
    {
        Description = "Work on the sandbox that runs on this machine, or on throwaway simulators when none does; no settings are needed.",
    };

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document on standard output, and nothing else there." };
}
