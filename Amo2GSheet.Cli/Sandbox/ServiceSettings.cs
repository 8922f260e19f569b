using System.Reflection;
using Amo2GSheet.Core;
using Amo2GSheet.Functions;
using Amo2GSheet.GoogleSheets;
using Microsoft.Extensions.Configuration;

namespace Amo2GSheet.Cli.Sandbox;

/// <summary>The names of all settings that the service and its commands read, as their options declare them.</summary>
internal static class ServiceSettings
{
    /// <summary>Settings that no options class holds: the host's own, and where the tables are.</summary>
    public static IReadOnlyList<string> ReadDirectly { get; } =
        ["AMO2GSHEET_TABLES", "AMO2GSHEET_TABLE_PREFIX", "AzureWebJobsStorage", "HOST", "PORT", "FUNCTION_KEY", "MASTER_KEY"];

    /// <summary>All of them, each once.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. new[] { typeof(EnvironmentSwitch).Assembly, typeof(GoogleSheetOptions).Assembly, typeof(WebhookFunction).Assembly, typeof(ServiceSettings).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(property => property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name)
            .OfType<string>().Concat(ReadDirectly).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>The same with every prefix that an environment can give them.</summary>
    public static IEnumerable<string> WithPrefixes => All.Concat(EnvironmentSwitch.Prefixes.SelectMany(prefix => EnvironmentSwitch.Scoped.Select(name => prefix + name)));
}
