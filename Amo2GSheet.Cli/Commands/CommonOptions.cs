using System.CommandLine;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Cli.Commands;

/// <summary>Options and arguments that mean the same in every command that has them.</summary>
internal static class CommonOptions
{
    /// <summary><c>--sandbox</c>.</summary>
    public static Option<bool> Sandbox() => new("--sandbox")
    {
        Description = "Work on the sandbox that runs on this machine, or on throwaway simulators when none does; no settings are needed.",
    };

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document on standard output, and nothing else there." };

    /// <summary>A lead, by its id.</summary>
    public static Argument<LeadId> Lead() => new("lead")
    {
        Description = "The lead's id, as in the ID column",
        HelpName = "lead id",
        CustomParser = result =>
        {
            if (!LeadId.TryParse(result.Tokens[0].Value, out var id))
                result.AddError($"A lead's id is a whole number, not '{result.Tokens[0].Value}'.");
            return id;
        },
    };
}
