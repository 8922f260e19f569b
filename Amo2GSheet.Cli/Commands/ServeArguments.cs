using Amo2GSheet.Cli.Sandbox;

namespace Amo2GSheet.Cli.Commands;

/// <summary>Checks the settings on the command line of <c>serve</c>: one with a typing mistake would be ignored, and the service would run otherwise than meant.</summary>
internal static class ServeArguments
{
    /// <summary>What the hosts read themselves.</summary>
    private static readonly string[] OfHosts = ["AzureWebJobsDisableHomepage", "FUNCTIONS_WORKER_RUNTIME", "ENVIRONMENT", "CONTENTROOT", "URLS"];

    private static readonly HashSet<string> Known = new(ServiceSettings.WithPrefixes.Concat(OfHosts), StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the first argument that sets nothing.</summary>
    /// <param name="args">The arguments, as <c>--NAME=value</c>, <c>--name value</c> or <c>NAME=value</c>.</param>
    /// <returns>A sentence, or null when all are settings with a value.</returns>
    public static string? Complain(IReadOnlyList<string> args)
    {
        for (var index = 0; index < args.Count; index++)
        {
            var given = args[index].Split('=', 2);
            var isOption = given[0].StartsWith('-') || given[0].StartsWith('/');
            var name = given[0].TrimStart('-', '/');
            // A colon or two underlines lead into a section, such as Logging, whose names are open.
            var isSection = name.Contains(':', StringComparison.Ordinal) || name.Contains("__", StringComparison.Ordinal);
            if (!isSection && !Known.Contains(name))
                return $"serve: {given[0]} is no setting of the service. docs/configuration.md and docs/self-host.md list them all.";
            if (given.Length == 2)
                continue;
            if (!isOption || ++index == args.Count || args[index].StartsWith("--", StringComparison.Ordinal))
                return $"serve: {given[0]} has no value: give {given[0]}=value.";
        }

        return null;
    }
}
