using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Amo2GSheet.Simulation.WorkerHost;

/// <summary>What the worker host takes from the <c>host.json</c> that is published with the worker.</summary>
/// <param name="RoutePrefix">In front of every route, without slashes at its ends; may be empty.</param>
/// <param name="FunctionTimeout">The longest that an invocation may take; null for no limit.</param>
/// <param name="Logging">The section <c>logging</c>.</param>
internal sealed record HostFile(string RoutePrefix, TimeSpan? FunctionTimeout, IConfigurationSection Logging)
{
    private const string FileName = "host.json";

    /// <summary>The consumption plan's own default, in minutes.</summary>
    private const int UsualMinutes = 5;

    /// <summary>Reads the file of a published worker.</summary>
    /// <exception cref="WorkerHostException">The file is missing.</exception>
    public static HostFile Read(string workerFolder)
    {
        var path = Path.Combine(workerFolder, FileName);
        if (!File.Exists(path))
            throw new WorkerHostException($"There is no {FileName} in {workerFolder}: that is not a published worker. Publish Amo2GSheet.Functions first.");

        var json = new ConfigurationBuilder().AddJsonFile(path).Build();
        return new HostFile((json["extensions:http:routePrefix"] ?? "api").Trim('/'), Timeout(json["functionTimeout"]), json.GetSection("logging"));
    }

    private static TimeSpan? Timeout(string? text) => text switch
    {
        null => TimeSpan.FromMinutes(UsualMinutes),
        "-1" => null,
        _ => TimeSpan.Parse(text, CultureInfo.InvariantCulture),
    };
}
